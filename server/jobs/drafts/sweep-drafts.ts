import type { Job } from '../runner.ts'
import type { DraftDesk } from './draft-desk.ts'

/** Throws away drafts that nobody has come back to, with their files. */
export const sweepDrafts = (desk: DraftDesk): Job => ({
  name: 'sweep-drafts',
  every: '0 41 3 * * *',
  run: async () => ({ done: await desk.shelf.sweep() }),
})
