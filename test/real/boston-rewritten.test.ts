import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BOSTON_SET, BOSTON_ZONE, bostonCases } from '#test/support/boston.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { encoders, type Layout, writeCsv } from '#test/support/encode.ts'
import { expectFigures } from '#test/support/expect-figures.ts'
import { importText } from '#test/support/import.ts'
import { tallyCases } from '#test/support/raw-figures.ts'
import { endOfDay, localMoment, wallToInstant } from '#test/support/raw-time.ts'
import { hasReal, type RawRecord, readMapping, readRealCsv } from '#test/support/real-data.ts'

// One real slice written the many ways that offices export it: each must be the very same facts.

const SPAN = { from: '2011-07-01', to: '2021-12-31' }
const DATES = ['open_dt', 'target_dt', 'closed_dt']
const RULES = { zone: BOSTON_ZONE, asOf: Date.parse('2026-11-23T03:00:00Z') }

interface Mapping {
  format: Record<string, unknown>
  columns: Record<string, unknown>
  constants: Record<string, unknown>
  asOf?: string
}

const boston = (change: (mapping: Mapping) => void = () => {}): Mapping => {
  const mapping = readMapping('boston-311') as unknown as Mapping
  change(mapping)
  return mapping
}

/** Every sixtieth record, with letters that encodings differ in. */
const slice = (): RawRecord[] =>
  readRealCsv(`${BOSTON_SET}/cases.csv.gz`)
    .filter((_, i) => i % 60 === 0)
    .map((record) => ({
      ...record,
      department: record.department === 'PWDx' ? 'Öffentliche Arbeiten, Größe "A"' : record.department!,
      neighborhood: record.neighborhood ? `${record.neighborhood} é` : '',
    }))

const withDates = (records: readonly RawRecord[], write: (text: string) => string): RawRecord[] =>
  records.map((record) => ({
    ...record,
    ...Object.fromEntries(DATES.map((name) => [name, record[name] ? write(record[name]) : ''])),
  }))

const two = (value: number): string => String(value).padStart(2, '0')
const parts = (text: string): number[] => text.split(/\D/).map(Number)

const DATE_STYLES: { name: string; datetime: string | null; write: (text: string) => string }[] = [
  {
    name: 'MM/dd/yyyy hh:mm:ss a',
    datetime: 'MM/dd/yyyy hh:mm:ss a',
    write(text) {
      const [y, m, d, h, min, s] = parts(text) as [number, number, number, number, number, number]
      return `${two(m)}/${two(d)}/${y} ${two(h % 12 || 12)}:${two(min)}:${two(s)} ${h < 12 ? 'AM' : 'PM'}`
    },
  },
  {
    name: 'M/d/yyyy h:mm:ss a',
    datetime: 'M/d/yyyy h:mm:ss a',
    write(text) {
      const [y, m, d, h, min, s] = parts(text) as [number, number, number, number, number, number]
      return `${m}/${d}/${y} ${h % 12 || 12}:${two(min)}:${two(s)} ${h < 12 ? 'am' : 'pm'}`
    },
  },
  {
    name: 'dd.MM.yyyy HH:mm:ss',
    datetime: 'dd.MM.yyyy HH:mm:ss',
    write(text) {
      const [y, m, d] = parts(text) as [number, number, number]
      return `${two(d)}.${two(m)}.${y} ${text.slice(11)}`
    },
  },
  { name: 'iso with T', datetime: 'iso', write: (text) => text.replace(' ', 'T') },
  { name: 'iso in UTC', datetime: 'iso', write: (text) => new Date(instantOf(text)).toISOString() },
  { name: 'iso with an offset', datetime: 'iso', write: (text) => atOffset(instantOf(text), -4) },
  {
    name: "yyyy-MM-dd'T'HH:mm:ssXXX",
    datetime: "yyyy-MM-dd'T'HH:mm:ssXXX",
    write: (text) => atOffset(instantOf(text), 9),
  },
  { name: 'yyyyMMddHHmmss', datetime: 'yyyyMMddHHmmss', write: (text) => text.replaceAll(/\D/g, '') },
  {
    name: 'd MMMM yyyy HH.mm.ss in Indonesian',
    datetime: 'd MMMM yyyy HH.mm.ss',
    write(text) {
      const [y, m, d] = parts(text) as [number, number, number]
      return `${d} ${BULAN[m - 1]} ${y} ${text.slice(11).replaceAll(':', '.')}`
    },
  },
  { name: 'found by itself', datetime: null, write: (text) => text },
]

const BULAN = 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(
  ' ',
)

const instantOf = (text: string): number =>
  wallToInstant(Date.parse(`${text.replace(' ', 'T')}Z`), BOSTON_ZONE)

function atOffset(instant: number, hours: number): string {
  const wall = new Date(instant + hours * 3_600_000).toISOString().slice(0, 19)
  return `${wall}${hours < 0 ? '-' : '+'}${two(Math.abs(hours))}:00`
}

const LAYOUTS: { name: string; file?: string; layout: Layout; change?: (mapping: Mapping) => void }[] = [
  { name: 'tabs', file: 'x.tsv', layout: { delimiter: '\t' } },
  { name: 'semicolons', layout: { delimiter: ';' } },
  { name: 'bars', layout: { delimiter: '|' } },
  {
    name: 'carets, declared',
    layout: { delimiter: '^' },
    change: (mapping) => (mapping.format.delimiter = '^'),
  },
  { name: 'every field quoted, lines of Windows', layout: { quoteAll: true, newline: '\r\n' } },
  { name: 'blank columns at the end', layout: { blankColumns: 3 } },
  {
    name: 'headers with blanks around them',
    layout: { rename: { case_enquiry_id: '  case_enquiry_id ', open_dt: 'open_dt\t' } },
  },
  {
    name: 'columns by number',
    layout: { rename: { department: 'type' } },
    change: (mapping) => Object.assign(mapping.columns, { agency: 11, service: 9 }),
  },
]

describe.skipIf(!hasReal(BOSTON_SET)).each(ENGINES)('a rewritten slice of Boston 311 on %s', (engine) => {
  let test: TestWorld
  let records: RawRecord[]

  beforeAll(async () => {
    records = slice()
    test = await openTestWorld(engine)
    const result = await importText(test, 'cases', boston(), writeCsv(records))
    expect(result).toMatchObject({ rows: records.length, inserted: records.length, warnings: 0 })
  })
  afterAll(() => test?.close())

  const expectSame = async (mapping: Mapping, content: string | Uint8Array, name?: string) => {
    const again = await importText(test, 'cases', mapping, content, name)
    expect(again.issues).toEqual([])
    expect(again).toMatchObject({ rows: records.length, unchanged: records.length, inserted: 0, updated: 0 })
    return again
  }

  it('gives the figures of the slice', async () => {
    const { agencyByCode } = await test.world.directory()
    expect(agencyByCode.get('offentliche-arbeiten-gro-e-a')?.name).toBe('Öffentliche Arbeiten, Größe "A"')
    await expectFigures(
      test,
      { ...SPAN, grain: 'month', agencies: '*' },
      tallyCases(bostonCases(records), { ...RULES, grain: 'month', by: (it) => it.agency }),
      ({ agency }) => (agency === 'boston' ? undefined : agencyByCode.get(agency!)!.name),
    )
  })

  // Files are read by the same private engine whatever the database: once is enough.
  describe.runIf(engine === 'duckdb')('written otherwise', () => {
    it.each(Object.keys(encoders) as (keyof typeof encoders)[])('reads %s', async (encoding) => {
      const { detected } = await expectSame(boston(), encoders[encoding](writeCsv(records)))
      expect(encoding).toContain(detected.encoding)
    })

    it('reads a declared encoding', async () => {
      const mapping = boston((it) => {
        it.format.encoding = 'latin1'
      })
      await expectSame(mapping, encoders['windows-1252'](writeCsv(records)))
    })

    it.each(LAYOUTS)('reads $name', async ({ file, layout, change }) => {
      await expectSame(boston(change), writeCsv(records, layout), file)
    })

    it.each(DATE_STYLES)('reads dates: $name', async ({ datetime, write }) => {
      const mapping = boston((it) => {
        if (datetime) it.format.datetime = datetime
        else delete it.format.datetime
      })
      await expectSame(mapping, writeCsv(withDates(records, write)))
    })
  })

  it('keeps a due date without a time the whole local day', async () => {
    const byDay = records.map((record) => ({ ...record, target_dt: record.target_dt!.slice(0, 10) }))
    const mapping = boston((it) => {
      delete it.columns.agency
      it.constants = { agency: 'By day' }
      it.format.datetime = ['yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd']
    })
    await importText(test, 'cases', mapping, writeCsv(byDay))
    const cases = bostonCases(records).map((it) => ({ ...it, due: it.due && { at: null, on: it.due.on } }))
    await expectFigures(
      test,
      { ...SPAN, grain: 'month', agencies: ['by-day'] },
      tallyCases(cases, { ...RULES, grain: 'month', by: () => '' }),
      () => '',
    )
  })

  it('judges nothing after the day that the delivery speaks of', async () => {
    const mapping = boston((it) => {
      delete it.columns.agency
      it.constants = { agency: 'As of' }
      it.asOf = '2011-10-15'
    })
    const result = await importText(test, 'cases', mapping, writeCsv(records))
    const asOf = endOfDay('2011-10-15', BOSTON_ZONE)
    const isLater = (text: string | undefined) => !!text && localMoment(text, BOSTON_ZONE)!.at! > asOf
    const later = records.filter((it) => isLater(it.open_dt) || isLater(it.closed_dt))
    expect(later.length).toBeGreaterThan(0)
    expect(result).toMatchObject({ accepted: records.length, warnings: later.length })
    await expectFigures(
      test,
      { ...SPAN, grain: 'month', agencies: ['as-of'] },
      tallyCases(bostonCases(records), { ...RULES, asOf, grain: 'month', by: () => '' }),
      () => '',
    )
  })
})
