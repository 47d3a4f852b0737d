import type { Logger } from 'pino'
import type { SteadyClock } from '#server/actions/steady-clock.ts'
import type { ReadDb } from '#server/db/database.ts'
import { findNewestTold } from '#server/db/queries/releases.ts'

const EVERY_MS = 60_000

/** Keeps a clock from running behind what was told by any process of the instance, and logs when that of the machine
 *  does. Ends its first look before it returns, so that nothing goes by a wrong instant. @returns what ends it */
export async function followTold(clock: SteadyClock, read: ReadDb, log: Logger): Promise<() => void> {
  let wasBehind = false
  const look = async () => {
    const newest = await findNewestTold(read)
    const isBehind = clock.notBefore(newest)
    if (isBehind && !wasBehind)
      log.warn(
        { clock: new Date().toISOString(), released: newest },
        'the clock runs behind the newest release',
      )
    wasBehind = isBehind
  }
  await look()
  const timer = setInterval(
    () => void look().catch((err: unknown) => log.warn({ err }, 'clock not looked at')),
    EVERY_MS,
  )
  timer.unref()
  return () => clearInterval(timer)
}
