import type { Achievement, Target, TargetStatus } from '#shared/contract/target.ts'
import type { MissingReason, Unit } from '#shared/measure/measure.ts'
import type { Progress } from '#shared/targets/progress.ts'
import { formats } from './formats.ts'
import { type Locale, text } from './text.ts'

// A target against what became of it, in words: what was promised, the figure, whether it is met, by how much.

export interface HeldAgainst {
  unit: Unit
  target: Target
  actual: number | null
  missing: MissingReason | null
  status: TargetStatus
  achievement: Achievement | null
  progress: Progress | null
}

const WORDS = {
  id: {
    target: (period: string, terms: string) => `Target ${period}: ${terms}`,
    min: (value: string) => `sekurang-kurangnya ${value}`,
    max: (value: string) => `setinggi-tingginya ${value}`,
    exact: (value: string) => `tepat ${value}`,
    range: (low: string, high: string) => `antara ${low} dan ${high}`,
    toBeDetermined: 'belum ditetapkan',
    cumulative: 'dihitung sejak awal tahun',
    placeholder: 'sementara, belum disepakati',
    met: (value: string) => `tercapai dengan ${value}`,
    'not-met': (value: string) => `tidak tercapai dengan ${value}`,
    barely: 'selisihnya lebih kecil daripada yang ditampilkan',
    future: 'belum jatuh tempo',
    soFar: (value: string) => `sejauh ini ${value}`,
    noFigure: (reason: string) => `tidak ada angka (${reason})`,
    inWords: 'tidak dapat dinilai dengan angka',
    achievement: (value: string) => `capaian ${value}`,
    paces: {
      'on-track': 'sesuai jalur',
      behind: 'tertinggal',
      'far-behind': 'jauh tertinggal',
      away: 'menjauh',
    },
    progress: (pace: string, goal: string, period: string, required: string) =>
      `${pace} menuju ${goal} pada ${period} (garis lurus meminta ${required} saat ini)`,
  },
  en: {
    target: (period: string, terms: string) => `Target for ${period}: ${terms}`,
    min: (value: string) => `at least ${value}`,
    max: (value: string) => `at most ${value}`,
    exact: (value: string) => `exactly ${value}`,
    range: (low: string, high: string) => `between ${low} and ${high}`,
    toBeDetermined: 'still to be set',
    cumulative: 'counted from the start of the year',
    placeholder: 'a placeholder, not agreed',
    met: (value: string) => `met with ${value}`,
    'not-met': (value: string) => `not met with ${value}`,
    barely: 'by less than is shown',
    future: 'not yet due',
    soFar: (value: string) => `${value} so far`,
    noFigure: (reason: string) => `no figure (${reason})`,
    inWords: 'cannot be judged by a number',
    achievement: (value: string) => `achievement ${value}`,
    paces: { 'on-track': 'on track', behind: 'behind', 'far-behind': 'far behind', away: 'moving away' },
    progress: (pace: string, goal: string, period: string, required: string) =>
      `${pace} towards ${goal} in ${period} (a straight line asks for ${required} by now)`,
  },
} as const

export function targetSentence(locale: Locale, held: HeldAgainst): string {
  const words = WORDS[locale]
  const format = formats(locale)
  const { unit, target, actual, missing, status, achievement, progress } = held
  const said = (value: number) => format.value(unit, value)
  const parts: string[] = [words.target(format.period(target.period), termsOf(locale, unit, target))]
  if (target.cumulative) parts.push(words.cumulative)
  if (target.provenance === 'placeholder') parts.push(words.placeholder)
  switch (status) {
    case 'met':
    case 'not-met':
      if (actual !== null) {
        const isShownAsTarget = [target.value, target.low, target.high].some(
          (bound) => bound !== null && said(bound) === said(actual),
        )
        const isBarely = status === 'not-met' && isShownAsTarget
        parts.push(`${words[status](said(actual))}${isBarely ? `, ${words.barely}` : ''}`)
      }
      break
    case 'future':
      parts.push(words.future)
      if (actual !== null) parts.push(words.soFar(said(actual)))
      break
    case 'not-available':
      // A promise that no number says is not judged, whether or not there is a figure; one still to be set says so.
      if (target.kind === 'text') parts.push(words.inWords)
      else if (actual === null) {
        parts.push(words.noFigure(text(locale).indicators.missing[missing ?? 'not-reported']))
      }
      break
    default:
      status satisfies never
  }
  if (achievement && achievement.value !== null && status !== 'future') {
    parts.push(words.achievement(format.value('percent', achievement.value)))
  }
  if (progress) {
    const { pace, target: goal, targetPeriod, required } = progress
    parts.push(words.progress(words.paces[pace], said(goal), format.period(targetPeriod), said(required)))
  }
  return `${parts.join('; ')}.`
}

function termsOf(locale: Locale, unit: Unit, { kind, value, low, high, text: promise }: Target): string {
  const words = WORDS[locale]
  const { value: say } = formats(locale)
  switch (kind) {
    case 'min':
    case 'max':
    case 'exact':
      return value === null ? words.toBeDetermined : words[kind](say(unit, value))
    case 'range':
      return low === null || high === null
        ? words.toBeDetermined
        : words.range(say(unit, low), say(unit, high))
    case 'text':
      return promise ?? words.toBeDetermined
    case 'to-be-determined':
      return words.toBeDetermined
    default:
      return kind satisfies never
  }
}
