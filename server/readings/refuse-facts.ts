import { Refusal } from '#shared/refusal.ts'
import type { Plan } from './query.ts'
import type { World } from './world.ts'

/** A release holds cells and no facts. @throws Refusal `invalid` for what can be worked out from facts alone */
export function refuseFacts({ release }: World, plan: Plan): void {
  if (release && needsFacts(plan)) throw notInRelease(release)
}

export const notInRelease = ({ code }: { code: string }): Refusal =>
  new Refusal('invalid', 'not-in-release-facts', { code }, { release: code })

function needsFacts({ grain, services, channels, parts }: Plan): boolean {
  const isByDay = grain === 'day' || grain === 'week'
  const isTimed = parts.has('elapsed') || parts.has('workingDays')
  // Days are kept for an agency as a whole.
  const isCut = services[0] !== null || channels !== null
  return (
    (isByDay && (isTimed || isCut || parts.has('survey') || parts.has('complaints'))) ||
    (channels !== null && isTimed)
  )
}
