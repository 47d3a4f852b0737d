import { setTimeout } from 'node:timers/promises'
import type { Database } from './database.ts'

const PAUSE_MS = 200

/** Takes a lock of `tryLock` as soon as whoever has it lets go of it, and says once where it has to wait.
 *  @throws the signal's reason */
export async function takeLock(
  db: Pick<Database, 'tryLock'>,
  name: string,
  { signal, onWait }: { signal?: AbortSignal; onWait?: () => void } = {},
): Promise<() => Promise<void>> {
  for (let tries = 1; ; tries++) {
    const release = await db.tryLock(name)
    if (release) return release
    if (tries === 1) onWait?.()
    await setTimeout(PAUSE_MS, undefined, signal && { signal })
  }
}
