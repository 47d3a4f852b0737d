import { Link, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { IndicatorItem } from '#shared/contract/indicator.ts'
import { type Language, useLanguage } from '../i18n.tsx'
import { keep, type ViewSearch } from '../paths.ts'

/** The card of an indicator as Satu Data Indonesia asks for it: one term and its meaning each. */
export function IndicatorDetails({ card, all }: { card: IndicatorItem; all: readonly IndicatorItem[] }) {
  const language = useLanguage()
  const { t, words, format, locale } = language
  const search = useSearch({ strict: false }) as ViewSearch
  const components = card.composite.components.map((id) => ({
    id,
    name: all.find((one) => one.id === id)?.name[locale] ?? id,
  }))
  const entries: readonly (readonly [string, ReactNode])[] = [
    [t.card.concept, card.concept[locale]],
    [t.card.definition, card.definition[locale]],
    [t.card.interpretation, card.interpretation[locale]],
    [t.formula, card.formula[locale]],
    [t.card.measure, card.measure[locale]],
    [t.unit, words.units[card.unit]],
    [t.card.direction, words.directions[card.direction]],
    [t.card.classification, card.classification.map(({ name }) => name[locale]).join(', ')],
    [
      t.card.composite,
      components.length === 0 ? (
        t.card.notComposite
      ) : (
        <>
          {t.card.madeOf}
          <ul className="plain">
            {components.map(({ id, name }) => (
              <li key={id}>
                <Link to="/indicators/$id" params={{ id }} search={keep(search)}>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </>
      ),
    ],
    [t.card.publication, grainsText(language, card)],
    [t.card.levels, card.estimateLevels.map((level) => levelText(language, level)).join(', ')],
    [t.card.public, card.public ? t.card.yes : t.card.no],
    [t.card.producer, card.producer[locale]],
    [t.source, card.source[locale]],
    [t.limits, card.limits[locale]],
    [t.card.lastUpdate, card.lastUpdate ? format.instant(card.lastUpdate) : t.card.neverUpdated],
    [t.card.code, <code key="code">{card.id}</code>],
  ]
  return (
    <dl className="definitions">
      {entries.map(([term, meaning]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Spans as given are among the periods only where an agency gave some. */
const grainsText = ({ t }: Language, { publication, given }: IndicatorItem): string =>
  publication.periods
    .filter((grain) => grain !== 'given' || given.some((one) => one.grain === 'given'))
    .map((grain) => t.grains[grain].toLowerCase())
    .join(', ')

const levelText = ({ t, words }: Language, level: string): string =>
  (level in words.levels ? words.levels[level as keyof typeof words.levels] : t.card.national).toLowerCase()
