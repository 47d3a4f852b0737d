import { describe, expect, it } from 'vitest'
import { FIELDS } from '#shared/contract/dataset-fields.ts'
import { parseMapping } from '#shared/contract/mapping.ts'
import { Refusal } from '#shared/refusal.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'

/** The example of contract.md section 3, word for word. */
const EXAMPLE = {
  dataset: 'cases',
  format: {
    timezone: 'America/New_York',
    datetime: 'yyyy-MM-dd HH:mm:ss',
    delimiter: ',',
    encoding: 'utf-8',
    decimal: '.',
    null: [],
  },
  columns: {
    ref: 'case_enquiry_id',
    agency: 'department',
    service: 'type',
    submittedAt: 'open_dt',
    completedAt: 'closed_dt',
    dueAt: 'target_dt',
    channel: 'source',
    outcome: 'case_status',
  },
  constants: { agencyLevel: 'unit', agencyParent: 'boston' },
  values: {
    channel: { 'Self Service': 'web', 'Constituent Call': 'phone', '*': 'other' },
    outcome: { Closed: 'completed', Open: null },
  },
  create: ['agency', 'service'],
}

const SMALL = { dataset: 'cases', columns: { ref: 'a', agency: 'b', service: 'c', submittedAt: 'd' } }
const SURVEY = { dataset: 'surveys', columns: { ref: 'a', agency: 'b', service: 'c', answeredAt: 'd' } }

const withColumn = (field: string, spec: unknown) => ({
  ...SMALL,
  columns: { ...SMALL.columns, [field]: spec },
})

function refusalOf(document: unknown): Refusal {
  try {
    parseMapping(document)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('It was accepted')
}

describe('parseMapping accepts', () => {
  it('the example of the contract, unchanged', () => expect(parseMapping(EXAMPLE)).toEqual(EXAMPLE))

  it('the least there can be', () => expect(parseMapping(SMALL)).toEqual(SMALL))

  it('a constant in place of a required column', () => {
    const { service: _, ...columns } = SMALL.columns
    const document = { ...SMALL, columns, constants: { service: 'permit' } }
    expect(parseMapping(document)).toEqual(document)
  })

  it.each([
    ['a number from 1', 3],
    ['a list of headers', ['first', 'last']],
    [
      'an object with everything',
      {
        column: 'SUBMITTO',
        replace: [[',\\s*$', '']],
        datetime: ['yyyy-MM-dd', "yyyy-MM-dd'T'HH:mm:ss'Z'"],
        timezone: 'Asia/Makassar',
        null: ['NULL', 'NA'],
        default: '2025-01-01',
        take: 'last',
      },
    ],
    ['the first header that there is', { anyOf: ['A', 'B'] }],
    ['a template', { template: '{year}-{month}' }],
  ])('as column %s', (_name, spec) => {
    expect(parseMapping(withColumn('completedAt', spec)).columns.completedAt).toEqual(spec)
  })

  it('a hash as ref', () => {
    expect(parseMapping(withColumn('ref', { from: ['a', 2] })).columns.ref).toEqual({ from: ['a', 2] })
  })

  it('what else the contract names', () => {
    const document = {
      ...SMALL,
      format: { ...EXAMPLE.format, thousands: ' ', records: 'data.items' },
      keep: [
        { column: 'CANCELLED', is: null },
        { column: 'STATUS', in: ['A'] },
        { column: 3, notIn: ['X'] },
      ],
      mode: 'snapshot',
      source: 'register',
      lookups: { standard: { file: 'standards.csv.gz', on: { standard: 'eternal_id' }, missing: 'warn' } },
      covers: ['2025-01-01', '2025-03-31'],
      asOf: '2025-04-01T00:00:00+07:00',
    }
    expect(parseMapping(document)).toEqual(document)
  })

  it('the nine elements by their ids, or a score with its scale', () => {
    const columns = {
      ...SURVEY.columns,
      ...Object.fromEntries(ELEMENTS.map((element) => [element, element])),
    }
    expect(parseMapping({ ...SURVEY, columns }).columns).toEqual(columns)
    const scored = { ...SURVEY, columns: { ...SURVEY.columns, score: 'stars' }, scale: [1, 5] }
    expect(parseMapping(scored)).toEqual(scored)
  })
})

describe('parseMapping refuses', () => {
  it.each([
    ['a dataset that does not exist', { ...SMALL, dataset: 'case' }, 'dataset'],
    ['a dataset without its required fields', { dataset: 'values', columns: {} }, 'columns.agency'],
    ['a field that does not exist', withColumn('finishedAt', 'x'), 'columns.finishedAt'],
    ['a field of the other dataset', withColumn('answeredAt', 'x'), 'columns.answeredAt'],
    [
      'a missing required field',
      { ...SMALL, columns: { ...SMALL.columns, submittedAt: undefined } },
      'columns.submittedAt',
    ],
    ['a list of no headers', withColumn('dueAt', []), 'columns.dueAt'],
    ['a column number of 0', withColumn('dueAt', 0), 'columns.dueAt'],
    ['an unknown key of a column', withColumn('dueAt', { column: 'x', dattime: 'iso' }), 'dattime'],
    ['an unknown way to take', withColumn('dueAt', { column: 'x', take: 'newest' }), 'columns.dueAt.take'],
    ['a column object without a column', withColumn('dueAt', { datetime: 'iso' }), 'columns.dueAt'],
    ['a hash for anything but ref', withColumn('dueAt', { from: ['a'] }), 'columns.dueAt'],
    [
      'a time zone of a column',
      withColumn('dueAt', { column: 'x', timezone: 'WIB' }),
      'columns.dueAt.timezone',
    ],
    ['a time zone', { ...SMALL, format: { timezone: 'Asia/Jakata' } }, 'format.timezone'],
    ['a decimal mark', { ...SMALL, format: { decimal: ';' } }, 'format.decimal'],
    ['two marks alike', { ...SMALL, format: { decimal: ',', thousands: ',' } }, 'format.thousands'],
    ['a delimiter of two characters', { ...SMALL, format: { delimiter: '||' } }, 'format.delimiter'],
    ['an unknown format key', { ...SMALL, format: { dateformat: 'iso' } }, 'dateformat'],
    ['an unknown top-level key', { ...SMALL, colums: {} }, 'colums'],
    ['values of an unknown field', { ...SMALL, values: { chanel: { a: 'web' } } }, 'values.chanel'],
    [
      'a constant of an unknown field',
      { ...SMALL, constants: { agencyKind: 'unit' } },
      'constants.agencyKind',
    ],
    ['an unknown level', { ...SMALL, constants: { agencyLevel: 'village' } }, 'constants.agencyLevel'],
    ['to create something else', { ...SMALL, create: ['region'] }, 'create.0'],
    ['a snapshot of nothing', { ...SMALL, mode: 'snapshot' }, 'source'],
    ['a score without a scale', { ...SURVEY, columns: { ...SURVEY.columns, score: 's' } }, 'scale'],
    [
      'a scale turned round',
      { ...SURVEY, columns: { ...SURVEY.columns, score: 's' }, scale: [5, 1] },
      'scale',
    ],
    [
      'a scale of one point',
      { ...SURVEY, columns: { ...SURVEY.columns, score: 's' }, scale: [3, 3] },
      'scale',
    ],
    ['a hash of nothing', withColumn('ref', { from: [] }), 'columns.ref'],
    ['covers turned round', { ...SMALL, covers: ['2025-03-31', '2025-01-01'] }, 'covers'],
    ['a day that does not exist', { ...SMALL, covers: ['2025-02-01', '2025-02-30'] }, 'covers.1'],
    ['an instant without a zone', { ...SMALL, asOf: '2025-04-01T00:00:00' }, 'asOf'],
    ['an unknown kind of keep', { ...SMALL, keep: [{ column: 'a', isNot: 'b' }] }, 'isNot'],
    [
      'an unknown lookup answer',
      { ...SMALL, lookups: { s: { file: 'a', on: {}, missing: 'skip' } } },
      'lookups.s.missing',
    ],
    ['no columns', { dataset: 'cases' }, 'columns'],
  ])('%s, naming the field', (_name, document, field) => {
    const refusal = refusalOf(document)
    expect(refusal.code).toBe('invalid')
    expect(refusal.message).toContain(field)
    expect(refusal.details.issues).not.toEqual([])
  })

  it.each([null, 'text', 7, []])('what is no document: %j', (document) => {
    expect(refusalOf(document).message).toMatch(/^Mapping: document: /)
  })

  it('and helps with a name that is nearly right', () => {
    expect(refusalOf(withColumn('submitted_at', 'x')).message).toBe(
      'Mapping: columns.submitted_at: is unknown; did you mean submittedAt?',
    )
  })

  it('and lists everything that is wrong, not the first thing only', () => {
    const document = {
      ...withColumn('finishedAt', 'x'),
      constants: { agencyLevel: 'village' },
      mode: 'snapshot',
    }
    expect(
      (refusalOf(document).details.issues as unknown as { path: string }[]).map(({ path }) => path),
    ).toEqual(['columns.finishedAt', 'constants.agencyLevel', 'source'])
  })
})

describe('FIELDS', () => {
  it('are those of the contract, required ones first', () => {
    expect(FIELDS.cases!.required).toEqual(['ref', 'agency', 'service', 'submittedAt'])
    expect(FIELDS.surveys!.required).toEqual(['ref', 'agency', 'service', 'answeredAt'])
    expect(FIELDS.complaints!.required).toEqual(['ref', 'agency', 'service', 'receivedAt'])
    expect(FIELDS.targets!.required).toEqual(['agency', 'indicator', 'period', 'kind'])
    expect(FIELDS.costs!.required).toEqual(['agency', 'period'])
    expect(FIELDS.innovations!.required).toEqual(['agency', 'name', 'startedOn'])
    expect(FIELDS.surveys!.optional).toEqual(expect.arrayContaining([...ELEMENTS, 'score', 'weight']))
  })
})
