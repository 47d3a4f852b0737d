import { expireJournals } from '#server/actions/imports/journal.ts'
import type { Job } from './runner.ts'

/** Forgets what the undo of old imports would need. */
export const forgetJournals = (days: number): Job => ({
  name: 'forget-journals',
  every: '0 27 3 * * *',
  async run({ world, clock }) {
    const before = new Date(Date.parse(clock()) - days * 86_400_000).toISOString()
    return { done: await world.write((tx) => expireJournals(tx, before), { changesFigures: false }) }
  },
})
