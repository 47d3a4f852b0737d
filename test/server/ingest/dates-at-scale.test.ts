import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'

// Finding the dates of a long column looks at some values only; which must not depend on luck.

let world: TestWorld
beforeAll(async () => {
  world = await openTestWorld()
})
afterAll(() => world?.close())

const at = (i: number): string => new Date(Date.UTC(2024, 0, 1) + i * 1_800_000).toISOString()

test('a rare way of writing dates is found among many values, and rare mistakes are told', async () => {
  const usual = Array.from({ length: 20_000 }, (_, i) => at(i).slice(0, 19).replace('T', ' '))
  const texts = [...usual, '2024/02/03', '2024/02/03 10:00', 'kemarin', '2024-02-03 10:00:00 +0700']
  const rows = texts.map((text, i) => `${i},A,S,${text}`)
  const mapping = caseMapping({ format: { datetime: undefined } })
  const result = await importText(world, 'cases', mapping, lines('ref,agency,service,submitted', ...rows))
  expect(result.detected.datetime).toEqual({ submitted: 'iso, yyyy/MM/dd HH:mm, yyyy/MM/dd' })
  expect(result.issues.map(({ row, code }) => [row, code])).toEqual([[20_003, 'bad-date']])
})

test('one value in thousands tells day and month apart', async () => {
  const texts = Array.from({ length: 6000 }, (_, i) => {
    const day = String((i % 12) + 1).padStart(2, '0')
    return `${day}/${day}/2024 ${at(i).slice(11, 16)}`
  })
  texts[4321] = '13/01/2024 08:00'
  const rows = texts.map((text, i) => `${i},B,S,${text}`)
  const mapping = caseMapping({ format: { datetime: undefined } })
  const result = await importText(world, 'cases', mapping, lines('ref,agency,service,submitted', ...rows))
  expect(result.detected.datetime).toEqual({ submitted: 'dd/MM/yyyy HH:mm' })
  expect(result.rejected).toBe(0)
})
