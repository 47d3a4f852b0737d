import { expect, test } from 'vitest'
import type { Draft, DraftEntities, DraftValues } from '#shared/contract/draft.ts'
import type { DraftColumn } from '#shared/contract/draft-detection.ts'
import { imports as words } from '#shared/i18n/en/desk/import.ts'
import { addsOf, setAdds, waysToAdd } from '#web/pages/agency/import/indicator-adds.ts'
import {
  answerDates,
  columnOf,
  type DraftMapping,
  isFromRow,
  placesOf,
  setColumn,
  setConstant,
  setCreate,
  setPlace,
  setRefFromRow,
  setValues,
} from '#web/pages/agency/import/mapping-edit.ts'
import { nextDecision, stepOf } from '#web/pages/agency/import/steps.ts'
import { refuseFiles } from '#web/pages/agency/import/take-files.ts'
import { fieldLeftBlank, writeWhereBlank, writtenWhereBlank } from '#web/pages/agency/import/write-blank.ts'

const column = (number: number, header: string, more: Partial<DraftColumn> = {}): DraftColumn => ({
  number,
  header,
  isDoubled: false,
  isReason: false,
  type: 'text',
  samples: [],
  distinct: 1,
  blank: 0,
  dates: null,
  first: null,
  last: null,
  ...more,
})
const columns = [
  column(1, 'No'),
  column(2, 'Tanggal', { type: 'date', dates: { patterns: [], choices: [] } }),
  column(3, 'Nama', { isDoubled: true }),
  column(4, 'Nama', { isDoubled: true }),
  column(5, 'Alasan', { isReason: true }),
]
const mapping: DraftMapping = {
  dataset: 'cases',
  columns: { ref: 'No', submittedAt: 'Tanggal', completedAt: 'Tanggal', agency: { anyOf: ['OPD', 'Nama'] } },
  constants: { service: 'ktp' },
  values: { channel: { Loket: 'counter' } },
}

test('a field is read from one column, one value, or none; the rest of the document stays', () => {
  expect(columnOf(mapping, 'ref', columns)?.number).toBe(1)
  expect(columnOf(mapping, 'agency', columns)?.number).toBe(3)
  expect(columnOf(mapping, 'service', columns)).toBeNull()
  const doubled = setColumn(mapping, 'service', columns[3]!)
  expect(doubled).toMatchObject({ columns: { service: 4, ref: 'No' }, constants: {}, values: mapping.values })
  expect(setConstant(mapping, 'ref', 'x')).toMatchObject({ constants: { ref: 'x', service: 'ktp' } })
  expect(setConstant(mapping, 'ref', 'x').columns).not.toHaveProperty('ref')
  expect(setConstant(mapping, 'service', '')).toMatchObject({ constants: {} })
  expect(setConstant(mapping, 'service', '').constants).not.toHaveProperty('service')
  expect(setColumn(mapping, 'ref', null).columns).not.toHaveProperty('ref')
  const dated = column(2, 'Tanggal', { type: 'date', dates: { patterns: ['iso'], choices: [] } })
  expect(setColumn(mapping, 'dueAt', dated).columns?.dueAt).toEqual({ column: 'Tanggal', datetime: ['iso'] })
})

test('rows without a number are told apart by what is in them, but not by the reasons of our own file', () => {
  const fromRow = setRefFromRow(mapping, columns)
  expect(fromRow.columns?.ref).toEqual({ from: ['No', 'Tanggal', 3, 4] })
  expect(isFromRow(fromRow)).toBe(true)
})

test('the answer about dates goes to every field of the column, and to other columns that leave it open', () => {
  const ways = (order: string) => [
    { patterns: [`dd/MM/${order}`], example: '', reads: '' },
    { patterns: [`MM/dd/${order}`], example: '', reads: '' },
  ]
  const open = [
    columns[0]!,
    column(2, 'Tanggal', { type: 'date', dates: { patterns: [], choices: ways('yyyy') } }),
    column(3, 'Batas', { type: 'date', dates: { patterns: [], choices: ways('yy') } }),
  ]
  const asked = { ...mapping, columns: { ...mapping.columns, dueAt: 'Batas' } }
  const answered = answerDates(asked, open[1]!, 0, open)
  const spec = { column: 'Tanggal', datetime: ['dd/MM/yyyy'] }
  expect(answered.columns).toMatchObject({
    submittedAt: spec,
    completedAt: spec,
    dueAt: { column: 'Batas', datetime: ['dd/MM/yy'] },
    ref: 'No',
  })
  // One that was answered otherwise keeps its answer.
  expect(answerDates(answered, open[1]!, 1, open).columns?.dueAt).toEqual({
    column: 'Batas',
    datetime: ['dd/MM/yy'],
  })
})

test('words and names are matched one by one, and can be taken back', () => {
  expect(setValues(mapping, 'channel', { WA: 'mobile', '-': null }).values?.channel).toEqual({
    Loket: 'counter',
    WA: 'mobile',
    '-': null,
  })
  const matched = setPlace(mapping, 'agency', 'Dinas A', 'a')
  // Names that are not matched pass as they are.
  expect(matched.values?.agency).toEqual({ '*': '$0', 'Dinas A': 'a' })
  expect(placesOf(matched, 'agency')).toEqual([{ value: 'Dinas A', code: 'a' }])
  expect(placesOf(setPlace(matched, 'agency', 'Dinas A', null), 'agency')).toEqual([])
  expect(setCreate(mapping, 'agency', true).create).toEqual(['agency'])
  expect(setCreate(setCreate(mapping, 'agency', true), 'agency', false).create).toEqual([])
})

test('where a draft stands is where the next decision is', () => {
  const draft = (more: Partial<Draft>) => ({ stage: 'mapping', mappingIssues: [], ...more }) as Draft
  expect(stepOf(draft({ stage: 'uploading' }), 'check')).toBe('file')
  expect(stepOf(draft({ stage: 'done' }), 'file')).toBe('done')
  expect(stepOf(draft({}), 'columns')).toBe('columns')
  expect(stepOf(draft({}), 'done')).toBe('file')
  expect(stepOf(draft({ mappingFrom: 'remembered' }), undefined)).toBe('check')
  const values = (isMapped: boolean) => [{ values: [{ value: 'WA', isMapped }] }] as unknown as DraftValues[]
  const places = (created: number) =>
    [{ counts: { known: 1, created, rejected: 0 } }] as unknown as DraftEntities[]
  expect(nextDecision(values(false), places(0))).toBe('values')
  expect(nextDecision(values(true), places(2))).toBe('places')
  expect(nextDecision(values(true), places(0))).toBe('check')
})

test('what cannot be read is said before anything is sent', () => {
  const file = (name: string, size = 10) => ({ name, size }) as File
  expect(refuseFiles([file('a.XLSX'), file('a.ods'), file('b.csv.gz')], words)).toBeNull()
  expect(refuseFiles([file('a.xls')], words)).toContain('a.xls')
  expect(refuseFiles([file('a.xlsx.gz')], words)).toContain('.xlsx')
  expect(refuseFiles([file('a.csv', 0)], words)).toContain('empty')
  expect(refuseFiles([file('a.csv', 5 * 1024 ** 3)], words)).toContain('4 GB')
})

test('a value is written where a column is blank, and taken back; never a date, nor for events of one case', () => {
  const written = writeWhereBlank(mapping, 'agency', 'dinas-a')
  expect(written.columns?.agency).toEqual({ anyOf: ['OPD', 'Nama'], default: 'dinas-a' })
  expect(writtenWhereBlank(written, 'agency')).toBe('dinas-a')
  expect(writeWhereBlank(written, 'agency', null).columns?.agency).toEqual(mapping.columns!.agency)
  const channels = { ...mapping, columns: { ...mapping.columns, channel: 'No' } }
  expect(writeWhereBlank(channels, 'channel', 'phone').values?.channel).toEqual({
    Loket: 'counter',
    phone: 'phone',
  })
  const blank = (column: string) => ({ code: 'required-missing', column }) as const
  const service: DraftMapping = { ...mapping, columns: { ...mapping.columns, service: 'No' } }
  expect(fieldLeftBlank(blank('No'), service, columns)).toBe('service')
  expect(fieldLeftBlank(blank('Tanggal'), service, columns)).toBeNull()
  const events: DraftMapping = { ...mapping, columns: { service: { column: 'No', take: 'last' } } }
  expect(fieldLeftBlank(blank('No'), events, columns)).toBeNull()
})

test('how a new indicator adds up is said of its name, and goes with its column; the others stay as they are', () => {
  const long: DraftMapping = { dataset: 'values', columns: { indicator: 'Nama', value: 'No' } }
  const said = setAdds(long, 'Berkas masuk', 'sum')
  expect(said).toMatchObject({
    columns: { indicator: 'Nama', indicatorAdds: 'Nama' },
    values: { indicatorAdds: { 'Berkas masuk': 'sum', '*': 'none' } },
  })
  expect([addsOf(said, 'Berkas masuk'), addsOf(said, 'Nilai')]).toEqual(['sum', 'none'])
  expect(setConstant(said, 'indicator', 'Nilai')).toMatchObject({ columns: { value: 'No' }, values: {} })
  expect(setConstant(said, 'indicator', 'Nilai').columns).not.toHaveProperty('indicatorAdds')
  expect(waysToAdd({ ...long, columns: { ...long.columns, indicatorAdds: 'Cara' } }, 'Nilai')).toEqual([])
  const wide: DraftMapping = {
    dataset: 'values',
    columns: {},
    measures: [
      { indicator: 'Masuk', value: 'Masuk' },
      { indicator: 'Tepat', value: 'Tepat (%)', indicatorUnit: 'percent' },
    ],
  }
  expect(setAdds(wide, 'Masuk', 'sum').measures).toEqual([
    { indicator: 'Masuk', value: 'Masuk', indicatorAdds: 'sum' },
    wide.measures![1],
  ])
  expect([waysToAdd(wide, 'Masuk'), waysToAdd(wide, 'Tepat')]).toEqual([['none', 'sum'], []])
  const one = setAdds({ dataset: 'values', columns: {}, constants: { indicator: 'Masuk' } }, 'Masuk', 'sum')
  expect(one.constants).toEqual({ indicator: 'Masuk', indicatorAdds: 'sum' })
  expect(setConstant(one, 'indicator', 'Nilai').constants).toEqual({ indicator: 'Nilai' })
})
