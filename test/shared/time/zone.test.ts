import { describe, expect, it } from 'vitest'
import { instantOf, wallTime } from '#shared/time/zone.ts'

describe('wall clocks of zones', () => {
  it.each([
    ['2026-11-20T09:00', 'Asia/Jakarta', '2026-11-20T02:00:00.000Z'],
    ['2026-11-20T09:00', 'Asia/Jayapura', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T00:30', 'Asia/Jakarta', '2026-11-19T17:30:00.000Z'],
    ['2026-07-01T09:00', 'Europe/Berlin', '2026-07-01T07:00:00.000Z'],
    // An hour after clocks were put forward, and before they are put back.
    ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T01:30', 'Europe/Berlin', '2026-10-24T23:30:00.000Z'],
    ['2026-11-20T09:00', 'America/St_Johns', '2026-11-20T12:30:00.000Z'],
  ])('%s in %s is %s', (wall, zone, instant) => {
    expect(instantOf(wall, zone)).toBe(instant)
    expect(wallTime(instant, zone)).toBe(wall)
  })

  it('a time that is never shown is one close by', () => {
    // 2:30 was left out that night.
    const hours =
      (Date.parse(instantOf('2026-03-29T02:30', 'Europe/Berlin')) - Date.parse('2026-03-29T01:00Z')) /
      3_600_000
    expect(Math.abs(hours)).toBeLessThan(1)
  })
})
