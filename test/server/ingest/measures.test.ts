import { expect, test } from 'vitest'
import { brief, lines, readCases } from '#test/support/small-file.ts'

// One fact per row and measure: wide files, of any dataset.

const wide = lines(
  'ref,agency,submitted,Permit: days,Permit: pause,Appeal: days,Appeal: pause',
  'A1,A,2026-01-05,10,3,8,0',
  'A2,A,2026-01-05,,2,7,8',
  'A3,A,2026-01-05,x,1,9,y',
  'A4,,2026-01-05,1,1,1,1',
)
const WAITS = {
  measures: [{ columns: '^(.+): days$', service: '$1', pausedSeconds: { column: '$0', minus: '$1: pause' } }],
}
const brieflyRead = (cases: readonly { ref: string; service: string; pausedSeconds: number | null }[]) =>
  cases.map(({ ref, service, pausedSeconds }) => `${ref} ${service} ${pausedSeconds}`)

test('takes a record once for each header that a pattern matches', async () => {
  const result = await readCases(wide, { ...WAITS, columns: { service: undefined } })
  expect(brieflyRead(result.cases)).toEqual(['A1 permit 7', 'A1 appeal 8'])
  // A blank says nothing; what is wrong is told with the record's number and the measure's own header.
  expect(brief(result.issues)).toEqual([
    '2 Appeal: days out-of-range error',
    '3 Permit: days bad-number error',
    '3 Appeal: days bad-number error',
    '4 agency required-missing error',
  ])
  expect(result).toMatchObject({ rows: 8, accepted: 2, skipped: 1, rejected: 5 })
})

test('takes a record once for each measure of a list, with what a measure leaves open from the columns', async () => {
  const result = await readCases(lines('ref,agency,service,submitted,a,b', 'A1,A,Permit,2026-01-05,1,2'), {
    measures: [{ pausedSeconds: 'a' }, { service: 'Appeal', pausedSeconds: 'b' }],
  })
  expect(brieflyRead(result.cases)).toEqual(['A1 permit 1', 'A1 appeal 2'])
})

test('a date of a measure is a column too', async () => {
  const result = await readCases(
    lines('ref,agency,a,b', 'A1,A,2026-01-05,2026-02-06', 'A2,A,2026-01-07,32'),
    {
      columns: { submittedAt: undefined, service: undefined },
      measures: [{ columns: '^[ab]$', service: 'S$0', submittedAt: '$0' }],
    },
  )
  expect(result.cases.map(({ ref, service, submitted }) => `${ref} ${service} ${submitted}`)).toEqual([
    'A1 sa 2026-01-05',
    'A1 sb 2026-02-06',
    'A2 sa 2026-01-07',
  ])
  expect(brief(result.issues)).toEqual(['2 b bad-date error'])
})

test('keeps the place of a record that is broken', async () => {
  const content = lines('ref,agency,submitted,a,b', 'A1,A,2026-01-05,1,2', 'A2,A', 'A3,A,2026-01-05,3,z')
  const measures = [{ columns: '^[ab]$', service: '$0', pausedSeconds: '$0' }]
  const result = await readCases(content, { measures, columns: { service: undefined } })
  expect(brief(result.issues)).toEqual(['2 null bad-record error', '3 b bad-number error'])
  expect(result).toMatchObject({ rows: 6, accepted: 3, rejected: 3 })
})

test('takes off with the marks of the file, and is absent where a part is', async () => {
  const content = lines(
    'ref;agency;service;submitted;a;b',
    'A1;A;P;2026-01-05;1.500;1.200',
    'A2;A;P;2026-01-05;5;',
    'A3;A;P;2026-01-05;;5',
  )
  const result = await readCases(content, {
    format: { decimal: ',', thousands: '.' },
    columns: { pausedSeconds: { column: 'a', minus: ['b'] } },
  })
  expect(brieflyRead(result.cases)).toEqual(['A1 p 300', 'A2 p null', 'A3 p null'])
})

test('refuses a pattern that no header matches, one that is none, and a column that is not there', async () => {
  const read = (measure: object) =>
    readCases(wide, { measures: [{ service: 'S', ...measure }], columns: { service: undefined } })
  await expect(read({ columns: '^Wait', pausedSeconds: '$0' })).rejects.toThrow(
    'Mapping: measures.0.columns: “^Wait” matches no header of file.csv',
  )
  await expect(read({ columns: '(', pausedSeconds: '$0' })).rejects.toThrow('“(” is no valid pattern')
  await expect(read({ columns: '^(.+): days$', pausedSeconds: '$1: hours' })).rejects.toThrow(
    'file.csv has no column “Permit: hours”',
  )
})
