import { describe, expect, test } from 'vitest'
import { brief, lines, readCases } from '#test/support/small-file.ts'

// Dates: patterns, zones, daylight saving, detection, and what cannot be a date.

/** One case per text of `submitted`, in order. */
const file = (...texts: string[]) =>
  lines(
    'ref,agency,service,submitted',
    ...texts.map((text, i) => `${String(i).padStart(3, '0')},A,S,"${text}"`),
  )

/** What became of each text: an instant, a date, or nothing. */
async function read(format: object, ...texts: string[]) {
  const result = await readCases(file(...texts), {
    format: { timezone: 'Asia/Jakarta', datetime: undefined, ...format },
    columns: { agency: { column: 'agency', default: 'A' } },
  })
  const found = new Map(result.cases.map((one) => [Number(one.ref), one.submitted]))
  return { ...result, values: texts.map((_, i) => found.get(i) ?? null) }
}

describe('patterns', () => {
  test('are tried in order; a date stays a date', async () => {
    const { values, issues } = await read(
      { datetime: ['yyyy-MM-dd HH:mm:ss', 'dd/MM/yyyy', 'd MMM yyyy'] },
      '2026-01-05 08:00:00',
      '31/01/2026',
      '2 Agustus 2025',
      '3 aug 2025',
      '2026/01/05',
    )
    expect(values).toEqual(['2026-01-05T01:00:00.000Z', '2026-01-31', '2025-08-02', '2025-08-03', null])
    expect(brief(issues)).toEqual(['5 submitted bad-date error'])
    expect(issues[0]!.message).toContain('“2026/01/05”')
  })

  test('read zones as instants, also Z for UTC', async () => {
    const { values } = await read(
      { datetime: ['yyyy-MM-dd HH:mm:ss.SSSSSSXXX', "yyyy-MM-dd'T'HH:mm:ssXXX"] },
      '2011-10-11 13:45:40.276000+02:00',
      '2011-10-30T01:00:00+02:00',
      '2026-01-05T08:00:00Z',
      '2026-01-05T08:00:00-0530',
    )
    expect(values).toEqual([
      '2011-10-11T11:45:40.276Z',
      '2011-10-29T23:00:00.000Z',
      '2026-01-05T08:00:00.000Z',
      '2026-01-05T13:30:00.000Z',
    ])
  })

  test('read ISO also without marks, with a decimal comma and a small t', async () => {
    const { values } = await read(
      { datetime: 'iso' },
      '20260105T080000',
      '20260105T080000Z',
      '20260105T080000.5+0900',
      '2026-01-05 08:00:00,250',
      '2026-01-05t08:00:00z',
      '20260105T0800',
      '20261305T080000',
    )
    expect(values).toEqual([
      '2026-01-05T01:00:00.000Z',
      '2026-01-05T08:00:00.000Z',
      '2026-01-04T23:00:00.500Z',
      '2026-01-05T01:00:00.250Z',
      '2026-01-05T08:00:00.000Z',
      null,
      null,
    ])
  })

  test('read a.m. and p.m. with their points', async () => {
    const { values } = await read(
      { datetime: 'd/M/yyyy h:mm a' },
      '5/1/2026 8:00 a.m.',
      '5/1/2026 8:00 P.M.',
      '5/1/2026 8:00 pm',
    )
    expect(values).toEqual([
      '2026-01-05T01:00:00.000Z',
      '2026-01-05T13:00:00.000Z',
      '2026-01-05T13:00:00.000Z',
    ])
  })

  test('take a quoted Z for a letter: the time is local', async () => {
    const { values } = await read({ datetime: "yyyy-MM-dd'T'HH:mm:ss'Z'" }, '2026-01-05T08:00:00Z')
    expect(values).toEqual(['2026-01-05T01:00:00.000Z'])
  })

  test('read twelve hours, weekdays, long fractions and short years', async () => {
    const { values, issues } = await read(
      { datetime: ['M/d/yyyy h:mm a', 'EEE, dd MMM yyyy HH:mm', 'yyyy-MM-dd HH:mm:ss.SSSSSSS', 'dd.MM.yy'] },
      '1/5/2026 8:05 PM',
      '1/5/2026 12:00 AM',
      'Mon, 05 Jan 2026 08:00',
      'Senin, 05 Jan 2026 08:00',
      '2026-01-05 08:00:00.1234567',
      '05.01.26',
    )
    expect(issues).toEqual([])
    expect(values).toEqual([
      '2026-01-05T13:05:00.000Z',
      '2026-01-04T17:00:00.000Z',
      '2026-01-05T01:00:00.000Z',
      '2026-01-05T01:00:00.000Z',
      '2026-01-05T01:00:00.123Z',
      '2026-01-05',
    ])
  })

  test('of a column go before those of the format, as does its zone', async () => {
    const result = await readCases(
      lines('ref,agency,service,submitted,done', 'c1,A,S,2026-01-05 08:00,05/01/2026 08:00'),
      {
        columns: {
          completedAt: { column: 'done', datetime: 'dd/MM/yyyy HH:mm', timezone: 'America/New_York' },
        },
      },
    )
    expect(result.cases[0]).toMatchObject({
      submitted: '2026-01-05T01:00:00.000Z',
      completed: '2026-01-05T13:00:00.000Z',
    })
  })

  test('never take the number of a named month for a day', async () => {
    const datetime = ['MMM d yyyy', 'd MMM yyyy']
    const { values } = await read({ datetime }, '05 Oct 2025', 'Oct 05 2025', '05 10 2025')
    expect(values).toEqual(['2025-10-05', '2025-10-05', null])
  })

  test('name the letter that is not understood', async () => {
    await expect(read({ datetime: 'yyyy-MM-dd Q' }, 'x')).rejects.toThrow(
      'format.datetime: “Q” in “yyyy-MM-dd Q” is not understood',
    )
  })

  test('read iso with and without zone, time, seconds', async () => {
    const { values, issues } = await read(
      { datetime: 'iso' },
      '2026-01-05',
      '2026-01-05T08:00',
      '2026-01-05 8:00:00.5',
      '2026-01-05T08:00:00Z',
      '2026-01-05 08:00:00+09',
      '2026-01-05T08:00:00.123456789-0500',
      '2026-01-05 08:00 UTC',
      '2026-01-05 08:00 WIB',
      '20260105',
      '2026-13-01',
    )
    expect(values).toEqual([
      '2026-01-05',
      '2026-01-05T01:00:00.000Z',
      '2026-01-05T01:00:00.500Z',
      '2026-01-05T08:00:00.000Z',
      '2026-01-04T23:00:00.000Z',
      '2026-01-05T13:00:00.123Z',
      '2026-01-05T08:00:00.000Z',
      null,
      null,
      null,
    ])
    expect(issues.map(({ row }) => row)).toEqual([8, 9, 10])
  })
})

test('rejects days that the calendar does not have, and years that cannot be', async () => {
  const { values, rejected } = await read(
    { datetime: ['dd/MM/yyyy', 'dd/MM/yyyy HH:mm'] },
    '31/02/2026',
    '29/02/2026',
    '29/02/2024',
    '00/01/2026',
    '01/13/2026',
    '05/01/0026',
    '05/01/2926',
    '05/01/2026 25:00',
    '05/01/2026 x',
  )
  expect(values).toEqual([null, null, '2024-02-29', null, null, null, null, null, null])
  expect(rejected).toBe(8)
})

test('daylight saving: an hour that occurs twice is the later one, one that does not exist moves forward', async () => {
  const { values } = await read(
    { timezone: 'America/New_York', datetime: ['yyyy-MM-dd HH:mm:ss', 'iso'] },
    '2024-11-03 00:59:59',
    '2024-11-03 01:30:00',
    '2024-11-03T01:30:00',
    '2024-11-03 02:00:00',
    '2024-03-10 01:59:59',
    '2024-03-10 02:30:00',
    '2024-03-10T02:30:00',
    '2024-03-10 03:00:00',
  )
  expect(values).toEqual([
    '2024-11-03T04:59:59.000Z',
    '2024-11-03T06:30:00.000Z',
    '2024-11-03T06:30:00.000Z',
    '2024-11-03T07:00:00.000Z',
    '2024-03-10T06:59:59.000Z',
    '2024-03-10T07:30:00.000Z',
    '2024-03-10T07:30:00.000Z',
    '2024-03-10T07:00:00.000Z',
  ])
})

describe('detection', () => {
  test.each<[string, string[], string, (string | null)[]]>([
    ['iso', ['2026-01-05 08:00:00', '2026-01-06'], 'iso', ['2026-01-05T01:00:00.000Z', '2026-01-06']],
    ['day first', ['05/01/2026', '31/01/2026'], 'dd/MM/yyyy', ['2026-01-05', '2026-01-31']],
    [
      'month first',
      ['01/05/2026 8:00', '01/31/2026 9:00'],
      'MM/dd/yyyy HH:mm',
      ['2026-01-05T01:00:00.000Z', '2026-01-31T02:00:00.000Z'],
    ],
    ['month names', ['05 Mei 2025', '06 Oct 2025'], 'dd MMM yyyy', ['2025-05-05', '2025-10-06']],
    ['month names first', ['Oct 05, 2025', 'Mar 06, 2025'], 'MMM dd, yyyy', ['2025-10-05', '2025-03-06']],
    ['no separators', ['20260105', '20260131'], 'yyyyMMdd', ['2026-01-05', '2026-01-31']],
    ['dots mean day first', ['05.01.2026', '06.01.2026'], 'dd.MM.yyyy', ['2026-01-05', '2026-01-06']],
  ])('finds and reports: %s', async (_, texts, pattern, values) => {
    const result = await read({}, ...texts)
    expect(result.detected.datetime).toEqual({ submitted: pattern })
    expect(result.values).toEqual(values)
  })

  test.each([
    ['01/02/2026', 'dd/MM/yyyy', 'MM/dd/yyyy'],
    ['01-02-2026 08:00', 'dd/MM/yyyy', 'MM/dd/yyyy'],
    ['01/02/26', 'dd/MM/yy', 'MM/dd/yy'],
  ])('asks where day and month can be exchanged: %s', async (text, day, month) => {
    await expect(read({}, text, text)).rejects.toThrow(
      `The dates in “submitted” can be read day first or month first (for example “${text}”). Say which: format.datetime “${day}” or “${month}”.`,
    )
  })

  test('asks when nothing fits', async () => {
    await expect(read({}, 'yesterday', '2026-01-05')).rejects.toThrow(
      'The dates in “submitted” are not recognised (for example “2026-01-05”). Give format.datetime',
    )
  })

  test('leaves a column without values in peace, and rejects the few values that do not fit', async () => {
    const texts = Array.from({ length: 28 }, (_, i) => `${String(i + 1).padStart(2, '0')}/01/2026`)
    const result = await read({}, ...texts, '31/02/2026')
    expect(result.detected.datetime).toEqual({ submitted: 'dd/MM/yyyy' })
    expect(brief(result.issues)).toEqual(['29 submitted bad-date error'])
    const blank = await readCases(lines('ref,agency,service,submitted,done', 'x1,A,S,2026-01-05,'), {
      format: { datetime: undefined },
      columns: { completedAt: 'done' },
    })
    expect(blank.accepted).toBe(1)
  })
})
