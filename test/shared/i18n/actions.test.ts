import { expect, it } from 'vitest'
import { actions as en } from '#shared/i18n/en/desk/actions.ts'
import { actions as id } from '#shared/i18n/id/desk/actions.ts'

it.each(Object.entries({ id, en }))(
  'no two actions read alike to whoever chooses among them: %s',
  (_, of) => {
    const names = Map.groupBy(Object.keys(of), (name) => of[name as keyof typeof of].toLowerCase())
    expect([...names.values()].filter(({ length }) => length > 1)).toEqual([])
  },
)
