import type { Difference } from '#shared/contract/change.ts'
import type { Reading } from '#shared/contract/reading.ts'
import type { Language } from '../i18n.tsx'
import { targetText } from './target-text.ts'

export interface IncludedColumn {
  head: string
  text(reading: Reading): string
}

/** Columns of what each reading brings along: the signal of its control chart, its change, its target. */
export function includedColumns(language: Language, readings: readonly Reading[]): IncludedColumn[] {
  const { t } = language
  const columns: IncludedColumn[] = []
  if (readings.some(({ signal }) => signal))
    columns.push({ head: t.dataPage.signal, text: (reading) => signalText(language, reading) })
  if (readings.some(({ change }) => change)) {
    columns.push(
      {
        head: t.dataPage.previous,
        text: (reading) => differenceText(language, reading, reading.change?.previous),
      },
      {
        head: t.dataPage.lastYear,
        text: (reading) => differenceText(language, reading, reading.change?.lastYear),
      },
    )
  }
  if (readings.some(({ target }) => target !== undefined)) {
    columns.push(
      {
        head: t.dataPage.target,
        text: ({ target, unit }) => (target ? targetText(language, unit, target) : '–'),
      },
      { head: t.dataPage.achievement, text: (reading) => achievementText(language, reading) },
      { head: t.dataPage.status, text: ({ status }) => (status ? t.status[status] : '–') },
    )
  }
  return columns
}

function achievementText({ format, words }: Language, { achievement }: Reading): string {
  if (!achievement) return '–'
  if (achievement.value !== null) return format.value('percent', achievement.value)
  return achievement.missing ? words.missing[achievement.missing] : '–'
}

function signalText({ t }: Language, { signal }: Reading): string {
  if (!signal) return '–'
  if (!signal.variation) return signal.reason ? t.signal.reasons[signal.reason] : '–'
  const said = t.signal.variations[signal.variation]
  return signal.rule ? `${said}: ${t.signal.rules[signal.rule]}` : said
}

/** The difference with its interval, or why there is none. */
function differenceText(
  { t, format, words }: Language,
  { unit, value }: Reading,
  change: Difference | null | undefined,
): string {
  if (!change) return '–'
  if (change.difference === null) return change.missing ? words.missing[change.missing] : '–'
  const say = (difference: number) => format.difference(unit, difference, value ?? undefined)
  const said = say(change.difference)
  if (change.isPartial) return `${said}: ${t.notJudged}`
  return change.low === null || change.high === null
    ? said
    : `${said} (${say(change.low)} … ${say(change.high)})`
}
