import { expect, test } from 'vitest'
import { brief, lines, readCases } from '#test/support/small-file.ts'

// From columns to fields: numbers, joins, templates, replacements, absent texts, translations, kept rows.

test('takes columns by number, joined, and the first header that the file has', async () => {
  const result = await readCases(
    lines(
      'no,office,unit,kind,opened_on,area',
      'A1,Dinas,Loket 1,Izin,2026-01-05,Utara',
      'A2,Dinas,,Izin,2026-01-06,',
    ),
    {
      columns: {
        ref: 1,
        agency: ['office', 'unit'],
        service: { anyOf: ['type', 'kind'] },
        submittedAt: { anyOf: ['opened_at', 'opened_on'] },
        region: { column: 6 },
      },
    },
  )
  expect(result.issues).toEqual([])
  expect(result.cases.map(({ ref, agency, region }) => [ref, agency, region])).toEqual([
    ['A1', 'dinas-loket-1', 'Utara'],
    ['A2', 'dinas', null],
  ])
})

test('refuses when the file has none of anyOf, and a number beyond its columns', async () => {
  const text = lines('ref,agency,service,submitted', 'A1,A,S,2026-01-05')
  const columns = { service: { anyOf: ['type', 'kind'] } }
  await expect(readCases(text, { columns })).rejects.toThrow('has no column “type / kind”')
  await expect(readCases(text, { columns: { service: 5 } })).rejects.toThrow('has no column “5”')
})

test('fills templates, which are absent when any part is', async () => {
  const result = await readCases(lines('ref,agency,service,y,m,d', 'B1,A,S,2026,2,9', 'B2,A,S,2026,,9'), {
    format: { datetime: 'yyyy-M-d' },
    columns: { submittedAt: { template: '{y}-{m}-{d}' } },
  })
  expect(result.cases.map(({ submitted }) => submitted)).toEqual(['2026-02-09'])
  expect(brief(result.issues)).toEqual(['2 {y}-{m}-{d} required-missing error'])
})

test('replaces in the text that a template gives', async () => {
  const result = await readCases(lines('ref,agency,service,y,m', 'B1,A,S,2026,2', 'B2,A,S,2026,11'), {
    format: { datetime: 'yyyyMMdd' },
    columns: {
      submittedAt: {
        template: '{y}-{m}-01',
        replace: [
          ['-(\\d)-', '-0$1-'],
          ['-', ''],
        ],
      },
    },
  })
  expect(result.cases.map(({ submitted }) => submitted)).toEqual(['2026-02-01', '2026-11-01'])
})

test('replaces every match in RE2 syntax, with groups, before null texts and defaults', async () => {
  const result = await readCases(
    lines(
      'ref,agency,service,submitted,region',
      'C1,"Dinas, ",S,2026-01-05,05-07',
      'C2,Dinas,S,2026-01-05,(none)',
      'C3,Dinas,S,2026-01-05,  ',
      'C4,Dinas,S,2026-01-05,a.b.c',
    ),
    {
      format: { null: ['NA'] },
      columns: {
        agency: { column: 'agency', replace: [[',\\s*$', '']] },
        region: {
          column: 'region',
          replace: [
            ['^(\\d+)-(\\d+)$', '$2/$1'],
            ['^\\((.*)\\)$', '$1'],
            ['\\.', '_'],
          ],
          null: ['none'],
          default: 'elsewhere',
        },
      },
    },
  )
  expect(result.agencies.map(({ code }) => code)).toEqual(['dinas'])
  expect(result.cases.map(({ region }) => region)).toEqual(['07/05', 'elsewhere', 'elsewhere', 'a_b_c'])
})

test('takes blank, format.null and the column’s null texts for absent', async () => {
  const result = await readCases(
    lines(
      'ref,agency,service,submitted,done,region',
      'D1,A,S,2026-01-05,NULL,-',
      'D2,A,S,2026-01-05, n/a ,\u00a0',
      'D3,A,S,2026-01-05,,0',
      'D4,A,NULL,2026-01-05,,x',
    ),
    {
      format: { null: ['NULL'] },
      columns: { completedAt: { column: 'done', null: ['n/a'] }, region: { column: 'region', null: ['-'] } },
    },
  )
  expect(result.cases.map(({ completed, region }) => [completed, region])).toEqual([
    [null, null],
    [null, null],
    [null, '0'],
  ])
  expect(brief(result.issues)).toEqual(['4 service required-missing error'])
  expect(result.issues[0]!.message).toBe('Column service is empty but required. Fill it in.')
})

test('translates values; without * an unmatched one is a warning and absent', async () => {
  const text = lines(
    'ref,agency,service,submitted,done,how,state',
    'E1,A,S,2026-01-05,2026-01-06,Self Service,Closed',
    'E2,A,S,2026-01-05,,Fax,Open',
    'E3,A,S,2026-01-05,2026-01-06,,Rejected',
    'E4,A,S,2026-01-05,2026-01-06,self service,Closed ',
  )
  const columns = { completedAt: 'done', channel: 'how', outcome: 'state' }
  const outcome = { Closed: 'completed', Rejected: 'rejected', Open: null }
  const strict = await readCases(text, {
    columns,
    values: { channel: { 'Self Service': 'web' }, outcome },
  })
  expect(strict.cases.map((one) => [one.channel, one.outcome])).toEqual([
    ['web', 'completed'],
    [null, null],
    [null, 'rejected'],
    [null, 'completed'],
  ])
  expect(brief(strict.issues)).toEqual(['2 how unknown-value warning', '4 how unknown-value warning'])
  expect(strict).toMatchObject({ accepted: 4, warnings: 2, rejected: 0 })
  expect(strict.issues[0]!.message).toContain('“Fax”')
  const lenient = await readCases(text, {
    columns,
    values: { channel: { 'Self Service': 'web', '*': 'other' }, outcome },
  })
  // An absent value stays absent: * is for values.
  expect(lenient.cases.map(({ channel }) => channel)).toEqual(['web', 'other', null, 'other'])
  expect(lenient.warnings).toBe(0)
})

test('lets a default that its value map does not know stand for itself', async () => {
  const text = lines('ref,agency,service,submitted,how', 'E1,A,S,2026-01-05,Tel', 'E2,A,S,2026-01-05,')
  const channels = async (filled: string, channel: object) => {
    const result = await readCases(text, {
      columns: { channel: { column: 'how', default: filled } },
      values: { channel },
    })
    return [...result.cases.map((one) => one.channel), result.warnings]
  }
  expect(await channels('web', { Tel: 'phone' })).toEqual(['phone', 'web', 0])
  expect(await channels('web', { Tel: 'phone', '*': 'other' })).toEqual(['phone', 'web', 0])
  expect(await channels('none', { Tel: 'phone', none: 'counter' })).toEqual(['phone', 'counter', 0])
  expect(await channels('none', { Tel: 'phone', '*': 'other' })).toEqual(['phone', 'other', 0])
})

test('matches channel and outcome as written when they are not translated', async () => {
  const result = await readCases(
    lines('ref,agency,service,submitted,channel', 'F1,A,S,2026-01-05,Web', 'F2,A,S,2026-01-05,Telegram'),
    { columns: { channel: 'channel' } },
  )
  expect(result.cases.map(({ channel }) => channel)).toEqual(['web', null])
  expect(brief(result.issues)).toEqual(['2 channel unknown-value warning'])
})

test('tells unknown values of numbers and dates too', async () => {
  const result = await readCases(
    lines(
      'ref,agency,service,submitted,wait,due',
      'G1,A,S,2026-01-05,short,soon',
      'G2,A,S,2026-01-05,long,later',
    ),
    {
      columns: { pausedSeconds: 'wait', dueAt: 'due' },
      values: { pausedSeconds: { short: 60 }, dueAt: { soon: '2026-01-09' } },
    },
  )
  expect(result.cases.map(({ pausedSeconds, due }) => [pausedSeconds, due])).toEqual([
    [60, '2026-01-09'],
    [null, null],
  ])
  expect(brief(result.issues).sort()).toEqual(['2 due unknown-value warning', '2 wait unknown-value warning'])
})

test('takes any field from constants', async () => {
  const result = await readCases(lines('ref,submitted', 'H1,2026-01-05'), {
    columns: { ref: 'ref', agency: undefined, service: undefined, submittedAt: 'submitted' },
    constants: {
      agency: 'Dinas Tetap',
      service: 'Layanan',
      channel: 'counter',
      pausedSeconds: 30,
      region: 7,
    },
  })
  expect(result.cases[0]).toMatchObject({
    agency: 'dinas-tetap',
    service: 'layanan',
    channel: 'counter',
    pausedSeconds: 30,
    region: '7',
  })
})

test('reads a date among the constants as ISO too, whatever the file writes', async () => {
  const result = await readCases(lines('ref,agency,service,submitted', 'H1,A,S,05/01/2026'), {
    format: { datetime: 'dd/MM/yyyy' },
    constants: { dueAt: '2026-01-31' },
  })
  expect(result.cases[0]).toMatchObject({ submitted: '2026-01-05', due: '2026-01-31' })
})

const states = lines(
  'ref,agency,service,submitted,cancelled,state',
  'K1,A,S,2026-01-05,,Open',
  'K2,A,S,2026-01-05,2026-01-06,Closed',
  'K3,A,S,not a day,NULL,Closed',
  'K4,A,S,2026-01-05,none,',
  'K5,A,S,2026-01-05,,Closed*',
)
const cancelled = { column: 'cancelled', null: ['none'] }
test.each<[string, object[], string[], number]>([
  ['is null', [{ column: 'cancelled', is: null }], ['K1', 'K4', 'K5'], 3],
  ['not null', [{ column: 'cancelled', not: null }], ['K2'], 1],
  ['is a text', [{ column: 'state', is: 'Open' }], ['K1'], 1],
  ['not a text, where absent is not that text', [{ column: 'state', not: 'Closed' }], ['K1', 'K4'], 2],
  ['in', [{ column: 'state', in: ['Open', 'Closed'] }], ['K1', 'K2', 'K5'], 3],
  ['in nothing', [{ column: 'state', in: [] }], [], 0],
  ['notIn', [{ column: 6, notIn: ['Open'] }], ['K2', 'K4', 'K5'], 3],
  [
    'all of them',
    [
      { column: 'cancelled', is: null },
      { column: 'state', in: ['Closed'] },
    ],
    ['K5'],
    1,
  ],
])('keeps rows: %s', async (_, keep, refs, accepted) => {
  const result = await readCases(states, {
    keep,
    format: { null: ['NULL'] },
    // Judged on the text after replace and null.
    columns: { dueAt: cancelled, region: { column: 'state', replace: [['\\*$', '']] } },
  })
  const rejected = result.rejected
  expect(result.cases.map(({ ref }) => ref)).toEqual(refs)
  expect(result).toMatchObject({ rows: 5, accepted, skipped: 5 - accepted - rejected })
})

test.each([
  ['its number', 6],
  ['one of several headers', { anyOf: ['status', 'state'] }],
])('keeps rows by a column that is mapped by %s', async (_, column) => {
  const result = await readCases(states, {
    keep: [{ column: 'state', is: 'Closed' }],
    columns: { region: { ...(typeof column === 'number' ? { column } : column), replace: [['\\*$', '']] } },
  })
  expect(result.cases.map(({ ref }) => ref)).toEqual(['K2', 'K5'])
})
