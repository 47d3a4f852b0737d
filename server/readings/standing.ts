import type { Directory } from './directory.ts'
import type { World } from './world.ts'

/** Heads every answer: up to when its deliveries are true, and of which state of the data it speaks. */
export const standingOf = (world: World, directory: Directory, asOf: string | null) => ({
  asOf,
  source: world.release ? ('released' as const) : ('live' as const),
  ...(world.release && { release: world.release.code }),
  demo: directory.isDemo,
})
