import { forgetAnswers } from '#server/db/queries/pushes.ts'
import type { Job } from './runner.ts'

/** How long a request with an Idempotency-Key is answered as the first time: longer than the day that is promised. */
const KEPT_HOURS = 48

/** Forgets what requests with an Idempotency-Key were answered. */
export const forgetPushAnswers: Job = {
  name: 'forget-push-answers',
  every: '0 40 * * * *',
  async run({ world, clock }) {
    const before = new Date(Date.parse(clock()) - KEPT_HOURS * 3_600_000).toISOString()
    const done = await world.write((tx) => forgetAnswers(tx, before), {
      changesFigures: false,
      part: 'facts',
    })
    return { done }
  },
}
