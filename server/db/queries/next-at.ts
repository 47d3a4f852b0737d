import type { ExpressionBuilder } from 'kysely'
import type { Schema } from '../schema.ts'

/** No wait for a next try is longer. */
const LONGEST_WAIT_MS = 86_400_000

/** Whether the instant of a next try has come. What is later than any wait was written by a clock that ran ahead: it would
 *  wait until the clock is there again. */
export const isTimeCome =
  (now: string) => (eb: ExpressionBuilder<Schema, 'outboxMail' | 'webhookDelivery'>) => {
    const last = new Date(Date.parse(now) + LONGEST_WAIT_MS).toISOString()
    return eb.or([eb('nextAt', '<=', now), eb('nextAt', '>', last)])
  }
