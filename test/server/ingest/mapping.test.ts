import { describe, expect, test } from 'vitest'
import { parseMapping } from '#shared/contract/mapping.ts'
import { caseMapping, lines, readCases } from '#test/support/small-file.ts'

// A wrong mapping is refused in a sentence that names the wrong field.

const refusal = (document: unknown): string => {
  try {
    parseMapping(document)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

test.each<[string, unknown, string]>([
  ['no object', [], 'Mapping: document: '],
  ['an unknown word', caseMapping({ colums: {} }), 'Mapping: document: Unrecognized key: "colums"'],
  ['no dataset', { columns: {} }, 'Mapping: dataset: '],
  ['an unknown dataset', { dataset: 'case', columns: {} }, 'Mapping: dataset: '],
  ['a dataset without what it needs', { dataset: 'costs', columns: {} }, 'Mapping: columns.agency: '],
  [
    'a field in other letters',
    caseMapping({ columns: { completed_at: 'x' } }),
    'Mapping: columns.completed_at: is unknown; did you mean completedAt?',
  ],
  [
    'a field nobody knows',
    caseMapping({ columns: { colour: 'x' } }),
    'Mapping: columns.colour: is unknown; known',
  ],
  ['values of no field', caseMapping({ values: { chanel: {} } }), 'Mapping: values.chanel: is unknown'],
  [
    'a constant of no field',
    caseMapping({ constants: { agencylevel: 'unit' } }),
    'did you mean agencyLevel?',
  ],
  [
    'a missing required field',
    caseMapping({ columns: { submittedAt: undefined } }),
    'Mapping: columns.submittedAt: is required: map a column or give a constant',
  ],
  ['a column of no kind', caseMapping({ columns: { ref: true } }), 'Mapping: columns.ref: '],
  [
    'a column without source',
    caseMapping({ columns: { ref: { null: ['x'] } } }),
    'Mapping: columns.ref: needs column',
  ],
  ['column number 0', caseMapping({ columns: { ref: 0 } }), 'Mapping: columns.ref: '],
  [
    'from in another field',
    caseMapping({ columns: { region: { from: ['a'] } } }),
    'Mapping: columns.region.from: is for ref only',
  ],
  [
    'a wrong level',
    caseMapping({ constants: { agencyLevel: 'planet' } }),
    'Mapping: constants.agencyLevel: must be one of ministry',
  ],
  [
    'a wrong zone',
    caseMapping({ format: { timezone: 'WIB' } }),
    'Mapping: format.timezone: “WIB” is not a time zone',
  ],
  [
    'an offset as zone',
    caseMapping({ format: { timezone: '+07:00' } }),
    'Mapping: format.timezone: “+07:00” is not',
  ],
  [
    'a wrong zone of a column',
    caseMapping({ columns: { dueAt: { column: 'x', timezone: 'Mars' } } }),
    'Mapping: columns.dueAt.timezone: “Mars” is not a time zone',
  ],
  [
    'one mark for two things',
    caseMapping({ format: { thousands: '.' } }),
    'Mapping: format.thousands: “.” is the decimal mark too',
  ],
  [
    'two characters between columns',
    caseMapping({ format: { delimiter: ';;' } }),
    'Mapping: format.delimiter: must be one character',
  ],
  [
    'a snapshot of nothing',
    caseMapping({ mode: 'snapshot' }),
    'Mapping: source: is required with mode snapshot',
  ],
  [
    'days the wrong way round',
    caseMapping({ covers: ['2026-02-01', '2026-01-01'] }),
    'Mapping: covers: must be [first day, last day]',
  ],
  ['a day that is none', caseMapping({ covers: ['2026-02-30', '2026-03-01'] }), 'Mapping: covers.0: '],
  ['an empty measure', caseMapping({ measures: [{}] }), 'Mapping: measures.0: must give a field'],
  [
    'a measure of no field',
    caseMapping({ measures: [{ columns: '^x', colour: '$0' }] }),
    'Mapping: measures.0.colour: is unknown; known',
  ],
])('refuses %s', (_, document, message) => {
  expect(refusal(document)).toContain(message)
})

test('a measure by headers takes the cell under each, unless it says what else', () => {
  const measures = (...measures: object[]) =>
    parseMapping({ dataset: 'values', columns: { agency: 'Agency' }, measures }).measures
  const byHeader = { columns: '^(.+): volume$', indicator: 'received', period: '$1' }
  expect(measures(byHeader)).toEqual([{ ...byHeader, value: '$0' }])
  const share = { ...byHeader, numerator: '$1: on time', denominator: '$0' }
  expect(measures(share)).toEqual([share])
  expect(() => measures({ indicator: 'received', period: '2025-01' })).toThrow('columns.value: one of these')
})

describe('what only the engine can judge', () => {
  const text = lines('ref,agency,service,submitted,how', 'A1,A,S,2026-01-05,x')
  test.each<[string, Record<string, unknown>, string]>([
    [
      'a pattern that is none',
      { columns: { region: { column: 'how', replace: [['(x', '']] } } },
      'Mapping: columns.region.replace: “(x” is no valid pattern (missing ): (x)',
    ],
    [
      'a translation to no channel',
      { columns: { channel: 'how' }, values: { channel: { x: 'telepathy' } } },
      'Mapping: values.channel.x: “telepathy” must be one of counter, web',
    ],
    [
      'a constant that is no channel',
      { constants: { channel: 'Web' } },
      'Mapping: constants.channel: “Web” must be one of counter, web',
    ],
  ])('refuses %s', async (_, changes, message) => {
    await expect(readCases(text, changes)).rejects.toThrow(message)
  })
})

test('a mapping for another dataset is not for this one', () => {
  expect(refusal({ ...caseMapping(), dataset: 'surveys' })).toContain(
    'Mapping: columns.submittedAt: is unknown',
  )
})
