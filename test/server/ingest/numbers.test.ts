import { expect, test } from 'vitest'
import { brief, lines, readCases } from '#test/support/small-file.ts'

// A number that is read wrongly is worse than one that is rejected: what a mark cannot mean here is no number.
test.each<[string, object, [string, number | null][]]>([
  [
    'a decimal point',
    {},
    [
      ['90', 90],
      ['+90.6', 91],
      ['1e3', 1000],
      ['.7', 1],
      ['1,5', null],
      ['1_000', null],
      ['NaN', null],
      ['Infinity', null],
      ['0x10', null],
      ['12 s', null],
    ],
  ],
  [
    'a decimal comma and points for thousands',
    { decimal: ',', thousands: '.' },
    [
      ['1.234,4', 1234],
      ['1.234.567', 1_234_567],
      ['12,6', 13],
      ['1234', 1234],
      ['1.5', null],
      ['1,234.5', null],
    ],
  ],
  [
    'a decimal comma alone',
    { decimal: ',' },
    [
      ['90,6', 91],
      ['1.500', null],
    ],
  ],
  [
    'commas for thousands',
    { thousands: ',' },
    [
      ['1,234', 1234],
      ['12,34,567.9', 1_234_568],
      ['1,5', null],
    ],
  ],
  [
    'spaces for thousands',
    { thousands: ' ' },
    [
      ['1 234', 1234],
      ['1\u00a0234', 1234],
      ['1\u202f234', 1234],
    ],
  ],
])('reads numbers with %s', async (title, format, numbers) => {
  const rows = numbers.map(([text], i) => `${String(i).padStart(2, '0')},A,${title},2026-01-05,"${text}"`)
  const result = await readCases(lines('ref,agency,service,submitted,wait', ...rows), {
    format,
    columns: { pausedSeconds: 'wait' },
  })
  const read = new Map(result.cases.map((one) => [Number(one.ref), one.pausedSeconds]))
  expect(numbers.map(([text], i) => [text, read.get(i) ?? null])).toEqual(numbers)
  const bad = numbers.flatMap(([, value], i) => (value === null ? [`${i + 1} wait bad-number error`] : []))
  expect(brief(result.issues)).toEqual(bad)
})

// A column that writes otherwise than its file; `Rp` is told by the mapping, never by the way.
test.each<[string, object, object, [string, number | null][]]>([
  [
    'points in a file of decimal commas',
    { decimal: ',', thousands: '.' },
    { decimal: '.', thousands: ',' },
    [
      ['1,234.6', 1235],
      ['12.6', 13],
      ['1,234', 1234],
      ['1.234', 1],
      ['1.234,5', null],
      ['1.234.567', null],
    ],
  ],
  [
    'rupiah',
    { decimal: ',', thousands: '.' },
    { currency: 'IDR' },
    [
      ['Rp 1.000', 1000],
      ['Rp1.000.000,00', 1_000_000],
      ['Rp. 1.234.567,89', 1_234_568],
      ['IDR 5.000', 5000],
      ['idr5000', 5000],
      ['5.000 rupiah', 5000],
      ['Rp\u00a07.500,-', 7500],
      ['2.500', 2500],
      ['Rp', null],
      ['USD 5.000', null],
      ['Rp 1,000.50', null],
      ['Rp 5 juta', null],
    ],
  ],
  [
    'rupiah whose thousands the mapping does not say',
    {},
    { currency: 'IDR' },
    [
      ['Rp 1.000', null],
      ['Rp 1000.6', 1001],
      ['1.000', null],
    ],
  ],
  [
    'millions of rupiah',
    { decimal: ',', thousands: '.' },
    { currency: 'IDR', times: 1_000_000 },
    [
      ['1.234,5', 1_234_500_000],
      ['0,000001', 1],
      ['Rp 2', 2_000_000],
      ['2e3', null],
      ['abc', null],
    ],
  ],
])('reads a column of %s', async (title, format, column, numbers) => {
  const rows = numbers.map(([text], i) => `${String(i).padStart(2, '0')},A,${title},2026-01-05,"${text}"`)
  const result = await readCases(lines('ref,agency,service,submitted,wait', ...rows), {
    format,
    columns: { pausedSeconds: { column: 'wait', ...column } },
  })
  const read = new Map(result.cases.map((one) => [Number(one.ref), one.pausedSeconds]))
  expect(numbers.map(([text], i) => [text, read.get(i) ?? null])).toEqual(numbers)
  const bad = numbers.flatMap(([, value], i) => (value === null ? [`${i + 1} wait bad-number error`] : []))
  expect(brief(result.issues)).toEqual(bad)
})

test('how numbers are written is told of numbers, and by marks that differ', async () => {
  const read = (columns: object, format = {}) =>
    readCases('ref,agency,service,submitted\n1,A,B,2026-01-05\n', { columns, format })
  await expect(read({ region: { column: 'ref', currency: 'IDR' } })).rejects.toMatchObject({
    params: { path: 'columns.region.currency' },
  })
  await expect(
    read({ pausedSeconds: { column: 'ref', thousands: ',' } }, { decimal: ',' }),
  ).rejects.toMatchObject({
    params: { path: 'columns.pausedSeconds.thousands' },
  })
})

test('rejects a number outside its range', async () => {
  const result = await readCases(
    lines('ref,agency,service,submitted,wait', 'x,A,S,2026-01-05,-1', 'y,A,S,2026-01-05,0'),
    { columns: { pausedSeconds: 'wait' } },
  )
  expect(brief(result.issues)).toEqual(['1 wait out-of-range error'])
  expect(result.accepted).toBe(1)
})
