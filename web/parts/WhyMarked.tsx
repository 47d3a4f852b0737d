import type { ReactNode } from 'react'
import type { Assurance, Signal, SignalRule, Variation } from '#shared/contract/signal.ts'
import type { Direction } from '#shared/measure/measure.ts'
import { AssuranceMark, SignalMark } from '../charts/marks/SignalMark.tsx'
import { type Language, useLanguage } from '../i18n.tsx'

/** The letter of a signal: which side of the centre line it lies on. */
export function letterOf(
  { letters }: Language['t']['signal'],
  variation: Variation,
  direction: Direction | undefined,
): string {
  if (variation === 'common-cause') return letters.none
  if (variation === 'high' || variation === 'low') return letters[variation]
  return (variation === 'improvement') === (direction === 'up') ? letters.high : letters.low
}

export interface MarkedBy {
  variation: Variation
  rule: SignalRule | null
  run: Signal['run']
}

/** The rule behind a mark, in words. */
export function ruleText({ t, format }: Language, { rule, run }: MarkedBy): string {
  if (!rule) return t.signal.commonWords
  const when = run ? ` ${t.signal.run(format.period(run.from), format.period(run.to))}` : ''
  return `${t.signal.ruleWords[rule]}${when}`
}

/** A mark that says, when asked, by which rule it stands there. `isShort`: the word is heard but not seen. */
export function WhyMarked({
  marked,
  direction,
  isShort = false,
}: {
  marked: MarkedBy
  direction: Direction | undefined
  isShort?: boolean
}) {
  const language = useLanguage()
  const { t } = language
  const { variation } = marked
  return (
    <Why
      mark={<SignalMark kind={variation} letter={letterOf(t.signal, variation, direction)} />}
      word={
        marked.rule && !isShort
          ? `${t.signal.variations[variation]}: ${t.signal.rules[marked.rule]}`
          : t.signal.variations[variation]
      }
      isShort={isShort}
    >
      {ruleText(language, marked)}
    </Why>
  )
}

/** Whether a target can be met as things work now, and why that is said. */
export function WhyAssured({ assurance, isShort = false }: { assurance: Assurance; isShort?: boolean }) {
  const { t } = useLanguage()
  return (
    <Why mark={<AssuranceMark kind={assurance} />} word={t.signal.assurances[assurance]} isShort={isShort}>
      {t.signal.assuranceWords[assurance]}
    </Why>
  )
}

function Why({
  mark,
  word,
  isShort,
  children,
}: {
  mark: ReactNode
  word: string
  isShort: boolean
  children: string
}) {
  const { t } = useLanguage()
  return (
    <details className={isShort ? 'why why-short' : 'why'}>
      <summary title={t.signal.why}>
        {mark} <span className={isShort ? 'visually-hidden' : 'why-word'}>{word}</span>
      </summary>
      <p>{isShort ? `${word}: ${children}` : children}</p>
    </details>
  )
}
