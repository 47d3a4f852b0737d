import { expect, it } from 'vitest'
import { Refusal } from '#shared/refusal.ts'

it('is an error with a code, a sentence and facts', () => {
  const refusal = new Refusal('too_large', 'Too much.', { size: 3 })
  expect(refusal).toBeInstanceOf(Error)
  expect(refusal).toMatchObject({
    name: 'Refusal',
    code: 'too_large',
    message: 'Too much.',
    details: { size: 3 },
  })
  expect(new Refusal('conflict', 'No.').details).toEqual({})
})
