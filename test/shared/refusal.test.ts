import { expect, it } from 'vitest'
import * as en from '#shared/i18n/en/refusals.ts'
import * as id from '#shared/i18n/id/refusals.ts'
import { issuesIn, refusalText } from '#shared/i18n/refusal-text.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'

it('is an error with a code, a sentence and facts', () => {
  const refusal = new Refusal('too_large', 'too-many-files', { max: 3 }, { limit: 3 })
  expect(refusal).toBeInstanceOf(Error)
  expect(refusal).toMatchObject({
    name: 'Refusal',
    code: 'too_large',
    message: 'At most 3 files are taken at once. Deliver them in parts.',
    details: { limit: 3 },
  })
  expect(new Refusal('conflict', 'stopped', {}).details).toEqual({})
})

it('is told in either language', () => {
  const refusal = new Refusal('invalid', 'file-empty', { file: 'a.csv' })
  expect(refusalText('en', refusal)).toBe(refusal.message)
  expect(refusalText('id', refusal)).toBe('a.csv kosong. Kirim dengan baris judul kolom dan baris isinya.')
})

it('is told also after a trip through JSON, with what is wrong inside it', () => {
  const problem = sayFault('field-unknown', { near: 'completedAt', known: [] })
  const refusal = new Refusal('invalid', 'mapping-invalid', { path: 'columns.completedat', problem })
  const { key, params } = refusal
  const back = JSON.parse(JSON.stringify({ key, params })) as Pick<Refusal, 'key' | 'params'>
  expect(refusalText('id', back)).toBe(
    'Pemetaan: columns.completedat: tidak dikenal; apakah maksudnya completedAt?',
  )
  expect(refusalText('en', back)).toBe('Mapping: columns.completedat: is unknown; did you mean completedAt?')
  expect(issuesIn('id', [{ path: 'x', message: problem }])).toEqual([{ path: 'x', message: problem.id }])
})

it('says something of its own in each language', () => {
  // What only passes on the sentence of another.
  const passing = ['server-said', 'field-invalid', 'parameters-invalid']
  const shared = (a: object, b: Record<string, unknown>) =>
    Object.entries(a).flatMap(([key, text]) => (String(text) === String(b[key]) ? [key] : []))
  expect(shared(id.refusals, en.refusals).filter((key) => !passing.includes(key))).toEqual([])
  expect(shared(id.faults, en.faults)).toEqual([])
  expect(shared(id.titles, en.titles)).toEqual([])
})
