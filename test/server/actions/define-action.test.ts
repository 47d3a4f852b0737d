import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCalendar } from '#server/actions/calendars/create.ts'
import { ANONYMOUS } from '#shared/access.ts'
import { actAs, personWith } from '../../support/actors.ts'
import { openTestWorld, type TestWorld } from '../../support/database.ts'

let test: TestWorld

beforeAll(async () => {
  test = await openTestWorld()
})
afterAll(() => test.close())

const calendar = {
  code: 'six-days',
  name: 'Enam hari',
  holidaySet: null,
  weekdays: [true, true, true, true, true, true, false],
  worksJointLeave: false,
}
const audited = () =>
  test.world.db.read
    .selectFrom('audit')
    .select(['actor', 'action'])
    .where('subject', '=', 'six-days')
    .execute()

describe('an action', () => {
  it('is refused to a visitor and to whoever lacks the role, and leaves nothing', async () => {
    await expect(actAs(test, ANONYMOUS, createCalendar, calendar)).rejects.toMatchObject({
      code: 'unauthenticated',
    })
    for (const actor of [
      personWith({ role: 'approver', agency: null }),
      personWith({ role: 'steward', agency: 'somewhere' }),
    ])
      await expect(actAs(test, actor, createCalendar, calendar)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await audited()).toEqual([])
  })

  it('is done by who may, with its trace', async () => {
    await actAs(test, personWith({ role: 'steward', agency: null }), createCalendar, calendar)
    expect(await audited()).toEqual([{ actor: 'person:somebody', action: 'calendar.create' }])
  })
})
