import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { encoders, type Layout, writeCsv } from '#test/support/encode.ts'
import { expectFigures } from '#test/support/expect-figures.ts'
import { importText } from '#test/support/import.ts'
import {
  INVENTED_MAPPING,
  INVENTED_ZONE,
  inventedCases,
  inventedCode,
  inventRecords,
} from '#test/support/invented.ts'
import { tallyCases } from '#test/support/raw-figures.ts'
import type { RawRecord } from '#test/support/real-data.ts'

// Exports as they come: several hundred agencies, mixed dirt. Every figure is worked out again from the good rows.

const SIZE = { rows: 4000, agencies: 300, services: 60 }
const DATES = ['Waktu Masuk', 'Waktu Selesai', 'Batas Waktu']

const american = (text: string): string => {
  const [y, m, d, h] = text.split(/\D/).map(Number) as [number, number, number, number]
  return `${m}/${d}/${y} ${h % 12 || 12}${text.slice(13)} ${h < 12 ? 'AM' : 'PM'}`
}
const german = (text: string): string => text.replace(/(\d+)-(\d+)-(\d+) (.*)/, '$3.$2.$1 $4')
const withOffset = (text: string): string => `${text.replace(' ', 'T')}+08:00`

const rewrite = (records: readonly RawRecord[], write: (text: string) => string): RawRecord[] =>
  records.map((record) => {
    const copy = { ...record }
    for (const name of DATES) copy[name] = copy[name] ? write(copy[name]!) : ''
    return copy
  })

interface Export {
  name: string
  datetime: string | undefined
  write: (text: string) => string
  layout: Layout
  encode: (text: string) => Buffer
  /** damages the text; says how many records it adds that are none */
  damage?: (text: string) => { text: string; rejected: number }
}

const EXPORTS: Export[] = [
  {
    name: 'American, with a byte order mark and blank columns',
    datetime: 'MM/dd/yyyy hh:mm:ss a',
    write: american,
    layout: { newline: '\r\n', blankColumns: 2 },
    encode: encoders['utf-8 with mark'],
  },
  {
    name: 'German, semicolons, Latin-1, dates found by themselves',
    datetime: undefined,
    write: german,
    layout: { delimiter: ';', newline: '\r\n' },
    encode: encoders['windows-1252'],
  },
  {
    name: 'ISO with an offset, packed, records too short and too long and a quote that never closes',
    datetime: 'iso',
    write: withOffset,
    layout: { quoteAll: true },
    encode: encoders['utf-8, packed'],
    damage(text) {
      const lines = text.split('\n"1')
      const broken = ['\n"9","short"', `\n${',"x"'.repeat(12)}`, '\n"9","never closed']
      broken.forEach((line, i) => {
        lines[1000 * (i + 1)] += line
      })
      return { text: lines.join('\n"1'), rejected: broken.length }
    },
  },
  {
    name: 'UTF-8 with zero bytes and a broken character, blank lines before the header',
    datetime: undefined,
    write: (text) => text,
    layout: {},
    encode(text) {
      const bytes = Buffer.from(`\n\n${text.replaceAll('sudah lengkap', 'sudah\0 lengkap')}`)
      bytes[bytes.lastIndexOf('kurang')] = 0xff
      return bytes
    },
  },
]

/** Files are read by the same private engine whatever the database: the last one, with bytes that PostgreSQL refuses in
 *  a text, is enough there. */
const on = (engine: Engine, exports: Export[]) => exports.map((it, i) => ({ engine, seed: i + 1, ...it }))
const pairs = [...on('duckdb', EXPORTS), ...on('postgres', EXPORTS.slice(-1))]

describe.each(pairs)('$name, on $engine', ({ engine, seed, datetime, write, layout, encode, damage }) => {
  let world: TestWorld
  beforeAll(async () => {
    world = await openTestWorld(engine)
  })
  afterAll(() => world?.close())

  test('every good row counts, and the same file again changes nothing', async () => {
    const records = inventRecords(seed, SIZE)
    const cases = inventedCases(records)
    const plain = writeCsv(rewrite(records, write), layout)
    const { text, rejected } = damage?.(plain) ?? { text: plain, rejected: 0 }
    const mapping = { ...INVENTED_MAPPING, format: { timezone: INVENTED_ZONE, datetime } }
    const bytes = encode(text)
    const result = await importText(world, 'cases', mapping, bytes)
    expect(result.issues.map(({ code }) => code)).toEqual(Array(rejected).fill('bad-record'))
    expect(result).toMatchObject({
      rows: records.length + rejected,
      accepted: records.length,
      rejected,
      inserted: records.length,
      agencies: new Set(cases.map((it) => it.agency)).size,
      services: new Set(cases.map((it) => it.service)).size,
    })
    const { agencyByCode } = await world.world.directory()
    expect(agencyByCode.get('opd-0007')?.name).toBe('Dinas Urusan "7", Kabupaten é')
    await expectFigures(
      world,
      { from: '2021-01-01', to: '2024-12-31', grain: 'year', agencies: '*' },
      tallyCases(cases, {
        zone: INVENTED_ZONE,
        asOf: Date.parse('2026-11-23T03:00:00Z'),
        grain: 'year',
        by: (it) => inventedCode(it.agency),
      }),
      ({ agency }) => (agency === 'kota' ? undefined : agency!),
    )
    const again = await importText(world, 'cases', mapping, bytes)
    expect(again).toMatchObject({ unchanged: records.length, inserted: 0, updated: 0 })
  })
})
