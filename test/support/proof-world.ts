import type { ReadDb } from '#server/db/database.ts'
import { listReleaseKeys } from '#server/db/queries/release-keys.ts'
import { listLines } from '#server/db/queries/release-lines.ts'
import { canonicalJson } from '#shared/proof/canonical.ts'
import type { Finding, ReleaseSource, VerifySummary } from '#shared/proof/findings.ts'
import { verifyRelease } from '#shared/proof/verify-release.ts'
import { addDays, addMonths } from '#shared/time/date.ts'
import { agencyTree } from './agency-tree.ts'
import type { TestWorld } from './database.ts'
import { makeDice } from './dice.ts'
import { importText } from './import.ts'
import { lines } from './small-file.ts'

// A country in which every kind of figure is there: cases with times, answers, complaints, costs and staff, figures that
// were given, an agency that fell silent and one above that has cases of its own.

const ELEMENTS = 'requirements procedure time cost product competence behaviour complaints facilities'.split(
  ' ',
)
const MONTHS = 8
export const FIRST = '2025-08-01'
export const LAST = '2026-03-31'

export async function plantProof(test: TestWorld, seed = 1): Promise<void> {
  const dice = makeDice(seed)
  await agencyTree(test.world, {
    nation: null,
    province: 'nation',
    north: 'province',
    south: 'province',
    silent: 'province',
    island: null,
  })
  const monthsOf = (agency: string) => (agency === 'silent' ? 4 : MONTHS)
  const days = (agency: string, many: (month: number) => number) =>
    Array.from({ length: monthsOf(agency) }, (_, m) =>
      Array.from({ length: many(m) }, () => addDays(addMonths(FIRST, m), dice.int(0, 27))),
    ).flat()
  const deliver = (
    dataset: 'cases' | 'surveys' | 'complaints',
    columns: string[],
    agency: string,
    rows: string[],
  ) =>
    importText(
      test,
      dataset,
      {
        dataset,
        source: `${dataset} of ${agency}`,
        create: ['service'],
        columns: Object.fromEntries(columns.map((column) => [column, column])),
        format: { timezone: 'Asia/Jakarta', datetime: ['yyyy-MM-dd HH:mm', 'yyyy-MM-dd'] },
        covers: [FIRST, agency === 'silent' ? addDays(addMonths(FIRST, 4), -1) : LAST],
        asOf: '2026-04-02',
      },
      lines(columns.join(','), ...rows),
    )
  const service = () => dice.pick(['permit', 'permit', 'card', 'licence'])
  for (const agency of ['province', 'north', 'south', 'silent', 'island']) {
    const volume = agency === 'north' ? 60 : 14
    await deliver(
      'cases',
      ['ref', 'agency', 'service', 'submittedAt', 'completedAt', 'dueAt', 'channel', 'outcome'],
      agency,
      days(agency, () => dice.int(4, volume)).map((day, i) => {
        const isOpen = dice.int(0, 9) === 0
        const end = addDays(day, dice.int(0, 12))
        const done = isOpen || end > LAST ? '' : `${end} ${10 + dice.int(0, 9)}:${10 + dice.int(0, 40)}`
        const outcome =
          done === '' ? '' : dice.pick(['completed', 'completed', 'completed', 'rejected', 'withdrawn'])
        const due = dice.int(0, 3) === 0 ? '' : addDays(day, 6)
        return `${agency}-${i},${agency},${service()},${day} 09:00,${done},${due},${dice.pick(['counter', 'web', ''])},${outcome}`
      }),
    )
    if (agency === 'province') continue
    await deliver(
      'surveys',
      ['ref', 'agency', 'service', 'answeredAt', ...ELEMENTS],
      agency,
      days(agency, () => dice.int(0, volume / 2)).map((day, i) => {
        const answers = ELEMENTS.map(() => (dice.int(0, 14) === 0 ? '' : dice.int(1, 4)))
        return `s${agency}-${i},${agency},${service()},${day},${answers.join(',')}`
      }),
    )
    await deliver(
      'complaints',
      ['ref', 'agency', 'service', 'receivedAt', 'resolvedAt'],
      agency,
      days(agency, () => dice.int(0, volume / 3)).map((day, i) => {
        const end = addDays(day, dice.int(1, 30))
        return `c${agency}-${i},${agency},${service()},${day},${end > LAST ? '' : end}`
      }),
    )
  }
  await importText(
    test,
    'costs',
    {
      dataset: 'costs',
      columns: { agency: 'agency', service: 'service', period: 'period', cost: 'cost', staff: 'staff' },
      covers: [FIRST, LAST],
      asOf: '2026-04-02',
    },
    lines(
      'agency,service,period,cost,staff',
      'north,,2025-09,1000000,3.5',
      'north,,2025-Q4,3500000,4',
      'south,permit,2025-09,250000,',
      'south,,2026-01,700000,2',
      'island,,2026-Q1,900000,2.25',
    ),
  )
  const values = (name: string, changes: object, ...rows: string[]) =>
    importText(
      test,
      'values',
      {
        dataset: 'values',
        source: name,
        columns: {
          agency: 'agency',
          period: 'period',
          indicator: 'indicator',
          value: 'value',
          numerator: 'numerator',
          denominator: 'denominator',
          weight: 'weight',
        },
        covers: [FIRST, LAST],
        asOf: '2026-04-02',
        ...changes,
      },
      lines('agency,period,indicator,value,numerator,denominator,weight', ...rows),
    )
  await values(
    'counts',
    {},
    'nation,2025-09,received,40,,,',
    'silent,2026-01,received,12,,,',
    'silent,2026-02,closed-on-time-rate,,18,25,',
    'silent,2026-01,mean-time,3600,,,12',
    'silent,2026-02,mean-time,7200,,,20',
    'silent,2026-03,backlog,31,,,',
    'silent,2026-02,median-time,5000,,,',
    'island,2026-01/2026-02,on-time-rate,,90,100,',
  )
  await values(
    'created',
    {
      create: ['indicator'],
      constants: { indicatorUnit: 'count', indicatorDirection: 'up', indicatorAdds: 'sum' },
    },
    'north,2025-Q4,visits,400,,,',
    'south,2025-10,visits,30,,,',
    'south,2025-12,visits,33,,,',
  )
  await importText(
    test,
    'targets',
    {
      dataset: 'targets',
      columns: Object.fromEntries(
        ['agency', 'indicator', 'service', 'period', 'kind', 'value', 'low', 'high', 'cumulative'].map(
          (column) => [column, column],
        ),
      ),
    },
    lines(
      'agency,indicator,service,period,kind,value,low,high,cumulative',
      'north,on-time-rate,,2025,min,0.9,,,false',
      'north,received,,2025-Q4,min,100,,,false',
      'north,received,permit,2025-10,exact,20,,,false',
      'north,completed,,2025-12,min,300,,,true',
      'north,closed-on-time-rate,,2026-02,min,0.8,,,true',
      'north,satisfaction-index,,2026,min,80,,,false',
      'south,mean-time,,2025,max,400000,,,false',
      'south,satisfaction-index,card,2025-S2,range,,70,90,false',
      'silent,median-time,,2026,max,4000,,,false',
      'nation,backlog,,2026-Q1,max,50,,,false',
    ),
  )
  await values(
    'scores',
    {},
    ...ELEMENTS.map((element, i) => `silent,2026-02,element-${element},${3 + i / 20},,,40`),
  )
}

/** The documents of a release in a database. */
export function sourceOf(db: ReadDb, code: string): ReleaseSource {
  const find = async (of: string) =>
    db.selectFrom('release').selectAll().where('code', '=', of).executeTakeFirst()
  return {
    async signed(of) {
      const row = await find(of ?? code)
      if (!row) return null
      const key = (await listReleaseKeys(db)).find(({ keyId }) => keyId === row.keyId)!
      const { manifest, sha256, signature } = row
      return canonicalJson({ manifest, sha256, signature, publicKey: key.publicKey })
    },
    async part(name) {
      const release = (await find(code))!
      const part = await db
        .selectFrom('releasePart')
        .selectAll()
        .where('releaseId', '=', release.releaseId)
        .where('name', '=', name)
        .executeTakeFirst()
      if (!part) return null
      if (part.body !== null) return bytesOf(part.body)
      const [folder] = name.split('/')
      const rows =
        name === 'changes.ndjson'
          ? await db
              .selectFrom('releaseChange')
              .select('body')
              .where('releaseId', '=', release.releaseId)
              .orderBy('position')
              .execute()
          : await listLines(db, release.sequence, {
              part: folder as 'readings' | 'cells',
              agencyIds: [part.agencyId],
            })
      return bytesOf(rows.map(({ body }) => `${body}\n`).join(''))
    },
    keys: () => listReleaseKeys(db),
    other: async (of) => ((await find(of)) ? sourceOf(db, of) : null),
  }
}

const encoder = new TextEncoder()
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text)

export async function verifyAll(
  source: ReleaseSource,
  options: Parameters<typeof verifyRelease>[1] = {},
): Promise<{ findings: Finding[]; summary: VerifySummary }> {
  const findings: Finding[] = []
  const run = verifyRelease(source, options)
  for (;;) {
    const { value, done } = await run.next()
    if (done) return { findings, summary: value }
    if (value.kind === 'finding') findings.push(value.finding)
  }
}
