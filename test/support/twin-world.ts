import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setComposite } from '#server/actions/composite/set.ts'
import { act } from '#server/actions/define-action.ts'
import { setInnovation } from '#server/actions/innovations/set.ts'
import { setTarget } from '#server/actions/targets/set.ts'
import { SetInnovation } from '#shared/contract/innovation.ts'
import { SetTarget } from '#shared/contract/target.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { addDays, addMonths } from '#shared/time/date.ts'
import { importText } from './import.ts'
import { MONTHLY_COLUMNS, monthlyCases } from './monthly.ts'
import type { TestServer } from './server.ts'
import { importCases, lines } from './small-file.ts'
import type { Answer, Person, TwinKind } from './twin-people.ts'

// What twins have in common, and how their people are delivered.

const OFFICES = { North: ['North 1', 'North 2', 'North 3'], South: ['South 1'] }
const SERVICES = ['Permit', 'Card']

export interface TwinSpan {
  /** first day */
  from: string
  /** YYYY-MM; the last two are those that the releases go through */
  months: readonly string[]
}

/** Months up to June 2025. */
export function twinSpan(count: number): TwinSpan {
  const from = addMonths('2025-06-01', 1 - count)
  return { from, months: Array.from({ length: count }, (_, i) => addMonths(from, i).slice(0, 7)) }
}

/** Through which month a release goes. */
export const throughOf = ({ months }: TwinSpan, release: number): string => months.at(release - 2)!

/** Cases, targets, weights and innovations. */
export async function plantTwin(server: TestServer, { from, months }: TwinSpan): Promise<void> {
  const { test } = server
  await mkdir(join(test.dataDir, 'no-web'))
  await copyFile(join(import.meta.dirname, '../../web/index.html'), join(test.dataDir, 'no-web/index.html'))
  test.setClock('2025-07-01T03:00:00.000Z')
  for (const [parent, offices] of Object.entries(OFFICES)) {
    const files = offices.flatMap((office, o) =>
      SERVICES.map((service, s) => {
        const done = months.map((_, m) => ({
          done: 20 + ((7 * m + 3 * s + 5 * o) % 11),
          late: (m + s + o) % 7,
        }))
        return monthlyCases(office, from, done, service)
      }),
    )
    const header = files[0]!.slice(0, files[0]!.indexOf('\n') + 1)
    await importCases(test, header + files.map((file) => file.slice(header.length)).join(''), {
      columns: MONTHLY_COLUMNS,
      constants: { agencyParent: parent, calendar: 'monday-friday' },
      covers: [from, '2025-06-30'],
      asOf: '2025-07-01',
    })
  }
  const promise = { cumulative: false, kind: 'min' as const, reason: '', provenance: 'agreed' as const }
  for (const [indicator, value, cumulative] of [
    ['respondents', 90, true],
    ['satisfaction-index', 70, false],
    ['complaint-on-time-rate', 0.8, false],
  ] as const)
    for (const agency of ['north', 'north-1'])
      await act(
        test.context,
        setTarget,
        SetTarget.parse({ ...promise, agency, indicator, period: '2025', value, cumulative }),
      )
  await act(test.context, setComposite, {
    validFrom: from,
    decree: 'Decree 1',
    decidedBy: 'The minister',
    minCoverage: 0.1,
    parts: [
      { indicator: 'satisfaction-index', weight: 2, floor: 25, ceiling: 100 },
      { indicator: 'complaints-per-1000', weight: 1, floor: 900, ceiling: 0 },
      { indicator: 'on-time-rate', weight: 1, floor: 0, ceiling: 1 },
    ],
  })
  for (const agency of ['north-1', 'south'])
    await act(
      test.context,
      setInnovation,
      SetInnovation.parse({ agency, name: 'New queue', startedOn: '2025-01-15', isSubmitted: true }),
    )
}

export interface TwinDelivery {
  kind: TwinKind
  people: readonly Person[]
  span: TwinSpan
  release: number
}

/** All that is known of answers or complaints when a release is made. */
export async function deliverTwin({ test }: TestServer, delivery: TwinDelivery): Promise<void> {
  const { kind, people, span, release } = delivery
  const { agencyById, serviceById } = await test.world.directory()
  const columns = COLUMNS[kind]
  const rows = people
    .filter(({ since }) => since <= release)
    .map((one) => {
      const place = [agencyById.get(one.agencyId)!.code, serviceById.get(one.serviceId)!.code]
      return [one.ref, ...place, ...SAYS[kind](one)].join()
    })
  const end = addMonths(`${throughOf(span, release)}-01`, 1)
  const mapping = {
    dataset: kind,
    source: kind,
    format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd' },
    columns: Object.fromEntries(columns.map((name) => [name, name])),
    covers: [span.from, addDays(end, -1)],
    asOf: end,
  }
  await importText(test, kind, mapping, lines(columns.join(), ...rows))
}

const COLUMNS: Record<TwinKind, readonly string[]> = {
  surveys: ['ref', 'agency', 'service', 'answeredAt', ...ELEMENTS],
  complaints: ['ref', 'agency', 'service', 'receivedAt', 'resolvedAt', 'class'],
}

const RESOLVED_ON: Record<Answer, string | null> = { good: '02', bad: '27', own: '03', partial: null }

const SAYS: Record<TwinKind, (one: Person) => readonly (string | number)[]> = {
  surveys({ ref, month, answer }) {
    const own = Number(ref.slice(1))
    const scoreOf = (at: number): string | number => {
      if (answer === 'good') return 4
      if (answer === 'bad') return 2
      return answer === 'partial' && at === 8 ? '' : 1 + ((own * (at + 3)) % 4)
    }
    return [`${month}-03`, ...ELEMENTS.map((_, at) => scoreOf(at))]
  },
  complaints({ month, answer }) {
    const day = RESOLVED_ON[answer]
    return [`${month}-01`, day === null ? '' : `${month}-${day}`, 'information']
  },
}
