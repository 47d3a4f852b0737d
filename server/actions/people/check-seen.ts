import type { Grant } from '#shared/access.ts'
import { Refusal } from '#shared/refusal.ts'

const textOf = (grants: readonly Grant[]): string =>
  grants
    .map(({ role, agency }) => `${role} ${agency ?? ''}`)
    .sort()
    .join('\n')

/** Where an action concerns what somebody holds, its input says what that is, and here it must still be so: the right
 *  to do it was looked up for what was said.
 *  @throws Refusal `conflict` */
export function checkSeen(seen: readonly Grant[], now: readonly Grant[]): void {
  if (textOf(seen) !== textOf(now)) throw new Refusal('conflict', 'changed-meanwhile', {})
}
