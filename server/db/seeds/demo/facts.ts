import { ELEMENTS } from '#shared/rollups/cell.ts'
import { addDays } from '#shared/time/date.ts'
import type { DemoAgency } from './agencies.ts'
import { Chance } from './random.ts'
import { DEMO_SERVICES, type DemoService } from './services.ts'
import type { DemoSpan } from './span.ts'

// Invented cases and survey answers with the stories a dashboard must tell: seasons, the dip of joint leave, an
// innovation that worked, a decline, a small noisy office.

/** How much of the time the innovations of the demo leave. */
const PACE = { innovates: 0.55, speeds: 0.7 } as const
const SLOWER_PER_MONTH = 0.045

const HEADERS = {
  cases: 'ref,agency,service,submitted,completed,channel,outcome',
  surveys: `ref,agency,service,answered,${ELEMENTS.join(',')}`,
  complaints: 'ref,agency,service,received,resolved,class',
  costs: 'agency,period,cost,staff',
  targets: 'agency,indicator,period,kind,value,text,provenance',
  innovations: 'agency,name,started,trial,stage,initiator,kind,form,aim,budget',
} as const

export type DemoDataset = keyof typeof HEADERS

/** Share of those served who answer the survey: enough for a monthly index of all but the smallest offices. */
const ANSWERING = 0.22

/** Working days of the government calendar, as running counts from the demo's first day. */
export interface WorkingDays {
  /** the first working day on or after a date, plus n working days */
  after(date: string, n: number): string
  isWorking(date: string): boolean
}

/** Cases and answers of one office in all months of a span, as CSV lines without header. */
export function demoFacts(
  agency: DemoAgency,
  days: WorkingDays,
  span: DemoSpan,
): { cases: string[]; surveys: string[] } {
  const chance = new Chance([...agency.code].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) >>> 0, 7))
  const services = DEMO_SERVICES.filter((service) => service.kind === agency.kind)
  const cases: string[] = []
  const surveys: string[] = []
  for (const [m, month] of span.months.entries()) {
    const ofYear = Number(month.slice(5, 7)) - 1
    const season = 1 + 0.18 * Math.sin((ofYear / 12) * 2 * Math.PI - 0.6) + (ofYear === 6 ? 0.15 : 0)
    const growth = 1 + m * 0.004
    const n = chance.count(agency.volume * season * growth)
    for (let i = 0; i < n; i++) {
      const service = chance.pick(services, (one) => one.share)
      const line = demoCase(agency, service, month, `${agency.code}-${m}-${i}`, chance, days, span)
      if (!line) continue
      cases.push(line.text)
      if (line.completedOn && line.completedOn < span.end && chance.next() < ANSWERING) {
        surveys.push(demoAnswer(agency, service, line.completedOn, line.isSlow, chance, surveys.length))
      }
    }
  }
  return { cases, surveys }
}

function demoCase(
  agency: DemoAgency,
  service: DemoService,
  month: string,
  ref: string,
  chance: Chance,
  days: WorkingDays,
  span: DemoSpan,
) {
  const submittedOn = days.after(addDays(month, Math.floor(chance.next() * 28)), 0)
  if (submittedOn >= span.end) return null
  const minutes = 8 * 60 + Math.floor(chance.next() * 7 * 60)
  const usual = service.usual * agency.pace * storyPace(agency, submittedOn, span)
  const took = usual * Math.exp(0.55 * chance.normal())
  const whole = Math.floor(took)
  const completedOn = days.after(submittedOn, whole)
  const isOpen = completedOn >= span.end || chance.next() < 0.006
  const later =
    whole === 0
      ? minutes + 20 + Math.floor((took - whole) * (15.9 * 60 - minutes - 20))
      : 8 * 60 + Math.floor((took - whole) * 7.5 * 60)
  const roll = chance.next()
  const outcome = isOpen ? '' : roll < 0.05 ? 'rejected' : roll < 0.07 ? 'withdrawn' : 'completed'
  const month36 = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 24_289
  const digital = Math.min(
    0.85,
    0.28 + month36 * 0.008 + (agency.story === 'innovates' && month >= span.innovates ? 0.25 : 0),
  )
  const way = chance.next()
  const channel =
    way < digital ? (way < digital * 0.6 ? 'web' : 'mobile') : way < digital + 0.04 ? 'email' : 'counter'
  return {
    text: [
      ref,
      agency.code,
      service.code,
      `${submittedOn} ${clock(minutes)}`,
      isOpen ? '' : `${completedOn} ${clock(later)}`,
      channel,
      outcome,
    ].join(','),
    completedOn: isOpen || outcome === 'withdrawn' ? null : completedOn,
    isSlow: took > service.standard.value,
  }
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

function storyPace({ story }: DemoAgency, on: string, span: DemoSpan): number {
  if (story === 'innovates' || story === 'speeds') return on >= span[story] ? PACE[story] : 1
  if (story === 'declines' && on >= span.declines)
    return 1 + SLOWER_PER_MONTH * (monthNumber(on) - monthNumber(span.declines) + 1)
  return 1
}

const monthNumber = (on: string): number => Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7))

function demoAnswer(
  agency: DemoAgency,
  service: DemoService,
  on: string,
  isSlow: boolean,
  chance: Chance,
  place: number,
): string {
  const mood = 3.25 + (1 - agency.pace) * 0.5 + 0.25 * chance.normal()
  const scores = ELEMENTS.map((element) => {
    const lean =
      { time: isSlow ? -0.9 : 0, cost: 0.35, facilities: -0.25, complaints: -0.3 }[element as 'time'] ?? 0
    if (chance.next() < 0.015) return ''
    return String(Math.min(4, Math.max(1, Math.round(mood + lean + 0.5 * chance.normal()))))
  })
  return [`s-${agency.code}-${place}`, agency.code, service.code, on, ...scores].join(',')
}

export const asCsv = (dataset: DemoDataset, lines: readonly string[]): string =>
  `${HEADERS[dataset]}\n${lines.join('\n')}\n`
