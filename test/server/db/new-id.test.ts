import { afterEach, expect, it, vi } from 'vitest'
import { newId } from '#server/db/new-id.ts'

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const timeOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

afterEach(() => void vi.useRealTimers())

it('ids are UUIDs of version 7 in the order in which they were made, many within a millisecond', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })
  const ids = Array.from({ length: 10_000 }, newId)
  expect(ids.filter((id) => !UUID_V7.test(id))).toEqual([])
  expect(ids).toEqual(ids.toSorted())
  expect(new Set(ids).size).toBe(ids.length)
  expect(timeOf(ids[0]!)).toBe(Date.now())
})

it('ids go on in their order where the clock is set back', () => {
  const before = newId()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 })
  expect(newId() > before).toBe(true)
})
