import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { brief, lines, readCases } from '#test/support/small-file.ts'

// A second file beside the mapping.

const standards = lines('id;name;area', 'k1;Izin Usaha;North', 'k2;Izin Bangunan;', 'k3;A;x', 'k3;B;y')
const cases = lines(
  'ref,agency,kind,submitted',
  'A1,A, k1 ,2026-01-05',
  'A2,A,k9,2026-01-05',
  'A3,A,k2,2026-01-05',
  'A4,A,k3,2026-01-05',
  'A5,A,,2026-01-05',
  'A6,A,k3,2026-01-05',
)
const read = (lookup: object = {}) =>
  readCases(
    cases,
    {
      columns: { service: { column: 'standard.name', default: 'Other' }, region: 'standard.area' },
      lookups: { standard: { file: 'standards.csv.gz', on: { kind: 'id' }, ...lookup } },
    },
    { beside: { 'standards.csv.gz': gzipSync(standards) } },
  )

test('joins by key; a missing key is a warning, two matches are an error', async () => {
  const result = await read({ missing: 'warn' })
  expect(result).toMatchObject({ rows: 6, accepted: 4, rejected: 2, warnings: 1 })
  expect(brief(result.issues)).toEqual([
    '2 kind lookup-missing warning',
    '4 kind lookup-ambiguous error',
    '6 kind lookup-ambiguous error',
  ])
  expect(result.issues[0]!.message).toBe('“k9” is not in the lookup file.')
  expect(result.cases.map(({ ref, service, region }) => [ref, service, region])).toEqual([
    ['A1', 'izin-usaha', 'North'],
    ['A2', 'other', null],
    ['A3', 'izin-bangunan', null],
    ['A5', 'other', null],
  ])
})

test('a missing key is a warning unless the mapping says otherwise', async () => {
  expect((await read()).warnings).toBe(1)
  expect(brief((await read({ missing: 'error' })).issues)[0]).toBe('2 kind lookup-missing error')
  expect(await read({ missing: 'ignore' })).toMatchObject({ accepted: 4, warnings: 0 })
})

test('refuses a key that a file does not have, and a file that is not there', async () => {
  await expect(read({ on: { kind: 'ID' } })).rejects.toThrow('lookups.standard.on: there is no column “ID”.')
  await expect(read({ on: { sort: 'id' } })).rejects.toThrow(
    'lookups.standard.on: there is no column “sort”.',
  )
  await expect(read({ file: 'nowhere.csv' })).rejects.toThrow(
    'lookups.standard: the file nowhere.csv is not beside the mapping.',
  )
})

test('prefers the row that agrees in more, and finds a lookup by a column of one before it', async () => {
  const result = await readCases(
    lines(
      'ref,agency,kind,year,submitted',
      'A1,A,k1,2018,2026-01-05',
      'A2,A,k1,2019,2026-01-05',
      'A3,A,k1,2017,2026-01-05',
      'A4,A,k2,2017,2026-01-05',
    ),
    {
      columns: { service: { column: 'standard.name', default: 'Other' }, region: 'area.name' },
      lookups: {
        standard: { file: 'standards.csv', on: { kind: 'id' }, prefer: { year: 'year' } },
        area: { file: 'areas.csv', on: { 'standard.area': 'id' }, missing: 'ignore' },
      },
    },
    {
      beside: {
        'standards.csv': lines('id,year,name,area', 'k1,2018,Old,n', 'k1,2019,New,s', 'k2,2018,Only,s'),
        'areas.csv': lines('id,name', 'n,North', 's,South'),
      },
    },
  )
  expect(result.cases.map(({ ref, service, region }) => `${ref} ${service} ${region}`)).toEqual([
    'A1 old North',
    'A2 new South',
    'A4 only South',
  ])
  // Of two rows of other years neither is meant.
  expect(brief(result.issues)).toEqual(['3 kind lookup-ambiguous error'])
})
