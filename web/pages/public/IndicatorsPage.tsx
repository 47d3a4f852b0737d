import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { IndicatorItem } from '#shared/contract/indicator.ts'
import { periodOf } from '#shared/time/period.ts'
import { indicatorsQuery } from '../../api/indicators.ts'
import { type Language, useLanguage } from '../../i18n.tsx'
import { INDICATOR_GROUPS } from '../../parts/indicator-groups.ts'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from '../sections/Failed.tsx'

/** Every figure with its definition: those of the product, then those that agencies delivered themselves. */
export function IndicatorsPage() {
  const language = useLanguage()
  const { t, words, locale } = language
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(indicatorsQuery)
  useTitle(t.indicators)
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={720} label={t.loading} />
  const word = (search.q ?? '').trim().toLowerCase()
  const found = data.filter(({ id, name }) =>
    [id, name[locale]].some((text) => text.toLowerCase().includes(word)),
  )
  return (
    <>
      <h1>{t.indicators}</h1>
      <search className="picker">
        <Field label={t.card.search}>
          {(id) => (
            <SearchBox
              id={id}
              value={search.q ?? ''}
              choose={(q) =>
                void navigate({
                  to: '.',
                  search: { ...search, q: q || undefined } as never,
                  resetScroll: false,
                  replace: true,
                })
              }
            />
          )}
        </Field>
      </search>
      {found.length === 0 && <Notice kind="info" title={t.card.none} />}
      {INDICATOR_GROUPS.map((group) => {
        const cards = found.filter((card) => card.group === group)
        return cards.length === 0 ? null : (
          <section key={group} aria-labelledby={group}>
            <h2 id={group}>{words.groups[group]}</h2>
            {group === 'given' && <p className="page-meta">{t.card.givenIntro}</p>}
            <dl className="definitions">
              {cards.map((card) => (
                <div key={card.id}>
                  <dt>
                    <Link to="/indicators/$id" params={{ id: card.id }} search={keep(search)}>
                      {card.name[locale]}
                    </Link>
                  </dt>
                  <dd>
                    {group === 'given' ? givenText(language, card) : `${card.definition[locale]} `}
                    {group !== 'given' && <span className="muted">({words.directions[card.direction]})</span>}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        )
      })}
    </>
  )
}

/** What tells one delivered indicator from another: its unit, where it comes from and what it was given for. */
function givenText({ t, words, format, locale }: Language, card: IndicatorItem): string {
  const from = card.given.map((one) => periodOf(one.from, one.grain === 'given' ? 'month' : one.grain)).sort()
  const to = card.given.map((one) => periodOf(one.to, one.grain === 'given' ? 'month' : one.grain)).sort()
  const when = from.length > 0 ? [t.card.givenFor(format.period(from[0]!), format.period(to.at(-1)!))] : []
  return [words.units[card.unit], words.directions[card.direction], card.source[locale], ...when].join(' · ')
}
