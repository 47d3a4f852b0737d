import { addDays, addMonths } from '#shared/time/date.ts'
import { listPeriods } from '#shared/time/period.ts'
import type { DemoAgency } from './agencies.ts'
import type { WorkingDays } from './facts.ts'
import { Chance } from './random.ts'
import { DEMO_SERVICES } from './services.ts'
import type { DemoSpan } from './span.ts'

// Invented complaints, costs, targets and innovations of the demo, as CSV lines without header. They go with the
// stories of the cases: the office that declines gets more complaints and answers them later.

const LIMITS = { information: 5, 'no-oversight': 14, oversight: 60 } as const

const chanceOf = (agency: DemoAgency, what: string): Chance =>
  new Chance([...agency.code, ...what].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) >>> 0, 11))

/** Complaints of one office: about two in a hundred cases. */
export function demoComplaints(agency: DemoAgency, days: WorkingDays, span: DemoSpan): string[] {
  const chance = chanceOf(agency, 'complaints')
  const services = DEMO_SERVICES.filter((service) => service.kind === agency.kind)
  const lines: string[] = []
  for (const [m, month] of span.months.entries()) {
    const trouble = agency.story === 'declines' && month >= span.declines ? 1.9 : 1
    const n = chance.count(agency.volume * 0.02 * agency.pace * trouble)
    for (let i = 0; i < n; i++) {
      const on = days.after(addDays(month, Math.floor(chance.next() * 28)), 0)
      const kind = chance.pick(['information', 'no-oversight', 'oversight'] as const, (one) =>
        one === 'oversight' ? 0.06 : one === 'information' ? 0.5 : 0.44,
      )
      const service = chance.pick(services, (one) => one.share)
      const took = LIMITS[kind] * 0.55 * trouble * Math.exp(0.5 * chance.normal())
      const resolvedOn = days.after(on, Math.round(took))
      if (on >= span.end) continue
      const isOpen = resolvedOn >= span.end || chance.next() < 0.02
      const named = chance.next() < 0.9 ? kind : ''
      lines.push(
        [`c-${agency.code}-${m}-${i}`, agency.code, service.code, on, isOpen ? '' : resolvedOn, named].join(
          ',',
        ),
      )
    }
  }
  return lines
}

/** What an office costs and how many work there up to a day, by whole quarters; offices of the ministry tell theirs by
 *  year. Each with the last day that it is of. */
export function demoCosts(
  agency: DemoAgency,
  span: DemoSpan,
  until: string,
): { text: string; endsOn: string }[] {
  const chance = chanceOf(agency, 'costs')
  const grain = agency.kind === 'immigration' ? 'year' : 'quarter'
  const months = grain === 'year' ? 12 : 3
  const staff = Math.max(4, Math.round(agency.volume / 11))
  return listPeriods(span.from, until, grain)
    .filter(({ startsOn, endsOn }) => startsOn >= span.from && endsOn <= until)
    .map(({ period, endsOn }, i) => {
      const salaries = staff * months * 8_400_000 * (1 + i * months * 0.003)
      const rest = agency.volume * months * 45_000 * (0.9 + 0.2 * chance.next())
      const present = Math.round(staff * (0.95 + 0.1 * chance.next()) * 2) / 2
      const cost = Math.round((salaries + rest) / 100_000) * 100_000
      return { text: [agency.code, period, cost, present].join(','), endsOn }
    })
}

/** A target in words, as plans have them. */
const NO_OLD_CASE = 'tidak ada kasus yang lebih tua dari satu tahun / no case older than a year'

/** What was promised for the last year of the span, the year before it, and so on. */
const PROMISES = [
  ['on-time-rate', 'min', [0.9, 0.85, 0.8]],
  ['satisfaction-index', 'min', [84, 82, 80]],
  ['complaint-on-time-rate', 'min', [0.9, 0.85]],
] as const

/** Yearly targets of every office and of the place it belongs to; what is still open says so. */
export function demoTargets(agencies: readonly DemoAgency[], span: DemoSpan): string[] {
  const last = Number(span.months.at(-1)!.slice(0, 4))
  const bound = agencies.filter(({ kind, level }) => kind !== null || level === 'city' || level === 'regency')
  return bound.flatMap(({ code, story }) => [
    ...PROMISES.flatMap(([indicator, kind, values]) =>
      values.map((value, ago) =>
        [code, indicator, last - ago, kind, value, '', story === 'small' ? 'placeholder' : 'agreed'].join(
          ',',
        ),
      ),
    ),
    [code, 'backlog', last, 'text', '', NO_OLD_CASE, 'agreed'].join(','),
    [code, 'on-time-rate', last + 1, 'to-be-determined', '', '', 'placeholder'].join(','),
  ])
}

/** The register: what changed the figures, and one that nobody can see in them yet. */
export const demoInnovations = (agencies: readonly DemoAgency[], span: DemoSpan): string[] => {
  const of = (story: DemoAgency['story']) => agencies.find((agency) => agency.story === story)!.code
  return [
    [
      of('innovates'),
      'SIAP: Satu Berkas Satu Pintu',
      span.innovates,
      addMonths(span.innovates, -2),
      'implemented',
    ],
    [of('speeds'), 'Dukcapil Antar Lingkungan', span.speeds, '', 'implemented'],
    [of('small'), 'Loket Keliling Kampung', addMonths(span.end, -4), '', 'trial'],
  ].map((cells, i) =>
    [
      ...cells,
      ['civilServant', 'unit', 'head'][i],
      i === 0 ? 'digital' : 'nonDigital',
      'publicService',
      ['mempersingkat waktu izin', 'dokumen selesai lebih cepat', 'layanan mendekat ke kampung'][i],
      [450_000_000, 120_000_000, 60_000_000][i],
    ].join(','),
  )
}
