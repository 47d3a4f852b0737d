import { Refusal, sayFault } from '#shared/refusal.ts'

// Lists of what happened on a day: newest first, those of one day by their ids. The cursor names the last one given.

interface Dated {
  on: string
  id: string
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A page of a list in any order. @throws Refusal `invalid` for a cursor that is none. */
export function paginate<T>(
  all: readonly T[],
  dated: (one: T) => Dated,
  { limit, cursor }: { limit: number; cursor: string | null },
): { items: T[]; next: string | null } {
  const after = cursor === null ? null : decode(cursor)
  const sorted = all
    .map((one) => ({ one, ...dated(one) }))
    .filter(({ on, id }) => after === null || on < after.on || (on === after.on && id > after.id))
    .sort((a, b) => compare(b.on, a.on) || compare(a.id, b.id))
  const page = sorted.slice(0, limit)
  return {
    items: page.map(({ one }) => one),
    next: sorted.length > limit ? encode(page.at(-1)!) : null,
  }
}

const encode = ({ on, id }: Dated): string => Buffer.from(`${on} ${id}`).toString('base64url')

function decode(cursor: string): Dated {
  const [, on, id] = /^(\d{4}-\d{2}-\d{2}) (.+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (on !== undefined && id !== undefined) return { on, id }
  const problem = sayFault('cursor', {})
  const issues = [{ parameter: 'cursor', message: problem }]
  throw new Refusal('invalid', 'field-invalid', { field: 'cursor', problem }, { issues })
}
