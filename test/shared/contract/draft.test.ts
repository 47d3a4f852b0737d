import { expect, test } from 'vitest'
import { ChangeDraft, CommitDraft, PutMapping } from '#shared/contract/draft.ts'

test('a field that no request has is refused, so that a slip is told', () => {
  expect(ChangeDraft.safeParse({ reading: { headerRow: 4, sheet: 'Data' } }).success).toBe(true)
  expect(ChangeDraft.safeParse({ reading: { header: 4 } }).success).toBe(false)
  expect(ChangeDraft.safeParse({ reading: { delimiter: '"' } }).success).toBe(false)
  expect(PutMapping.safeParse({ mapping: { dataset: 'cases' } }).success).toBe(false)
  expect(CommitDraft.parse({ version: 3 })).toEqual({ version: 3, remember: true })
})
