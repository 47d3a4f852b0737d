import type { Grant } from '#shared/access.ts'
import type { Where } from '../allow.ts'

/** Where one must be an administrator to give or take these grants. */
export const concernedBy = (grants: readonly Grant[]): Where =>
  grants.some(({ agency }) => agency === null) ? 'instance' : grants.map(({ agency }) => agency!)
