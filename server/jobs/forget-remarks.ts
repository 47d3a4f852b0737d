import { deleteOldRemarks } from '#server/db/queries/survey-form.ts'
import type { Job } from './runner.ts'

/** Deletes citizens' remarks when their time is over, also where nobody answers any more. */
export const forgetRemarks: Job = {
  name: 'forget-remarks',
  every: '0 27 3 * * *',
  async run({ world, clock }) {
    await world.db.write((tx) => deleteOldRemarks(tx, clock().slice(0, 10)))
    return { done: 0 }
  },
}
