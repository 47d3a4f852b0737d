import { makeSigningKey, readSigningKeys, type SigningKey } from '#server/auth/release-key.ts'
import { findCurrentKey, insertReleaseKey } from '#server/db/queries/release-keys.ts'
import { Refusal } from '#shared/refusal.ts'
import type { ActionContext } from '../context.ts'

/** The key that releases are signed with. The first start makes it, unless one is given, and publishes its public half.
 *  @throws Refusal `unavailable` where the private half of the published key is not at hand: another one may sign only
 *  once it is endorsed by rotating. */
export async function currentSigningKey(context: ActionContext): Promise<SigningKey> {
  const { world, dataDir, clock } = context
  const known = await findCurrentKey(world.db.read)
  const keys = await readSigningKeys(dataDir, context.signingKeyFile ?? null)
  if (!known) {
    const key = keys[0] ?? (await makeSigningKey(dataDir))
    await world.db.write(async (tx) => {
      // Another process may have been first.
      if (await findCurrentKey(tx)) return
      await insertReleaseKey(tx, { key, createdAt: clock(), endorsement: null, previousKeyId: null })
    })
    return currentSigningKey(context)
  }
  const own = keys.find(({ keyId }) => keyId === known.keyId)
  if (!own) throw new Refusal('unavailable', 'signing-key-missing', { keyId: known.keyId })
  return own
}
