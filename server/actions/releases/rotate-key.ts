import { forgetSigningKey, makeSigningKey, readSigningKeys } from '#server/auth/release-key.ts'
import { insertReleaseKey, retireReleaseKey } from '#server/db/queries/release-keys.ts'
import { RotateReleaseKey } from '#shared/contract/release-desk.ts'
import type { ActionContext } from '../context.ts'
import { act, defineAction } from '../define-action.ts'
import { currentSigningKey } from './signing-key.ts'

const rotation = defineAction<Record<string, never>, { keyId: string; retired: string }>({
  name: 'release.rotate-key',
  input: RotateReleaseKey,
  concerns: () => 'instance',
  changesFigures: false,
  async run(tx, _input, context) {
    const { dataDir, clock } = context
    const old = await currentSigningKey(context)
    const given = context.signingKeyFile
      ? (await readSigningKeys(dataDir, context.signingKeyFile))[0]
      : undefined
    const key = given && given.keyId !== old.keyId ? given : await makeSigningKey(dataDir)
    const createdAt = clock()
    await retireReleaseKey(tx, old.keyId, createdAt)
    await insertReleaseKey(tx, {
      key,
      createdAt,
      // Whoever trusts the old key learns of the new one from it.
      endorsement: old.sign(key.publicKey),
      previousKeyId: old.keyId,
    })
    const result = { keyId: key.keyId, retired: old.keyId }
    return { result, trace: { subject: key.keyId, before: old.keyId, after: key.keyId } }
  },
})

/** From now on releases are signed with another key, which the one before endorses: the one given by its file where it
 *  is not in use yet, else a new one. What was signed before stays valid under its own key.
 *  @throws Refusal `unavailable` where the key in use is not at hand */
export async function rotateReleaseKey(context: ActionContext): Promise<{ keyId: string }> {
  // The first one is made outside of the change.
  await currentSigningKey(context)
  const { keyId, retired } = await act(context, rotation, {})
  await forgetSigningKey(context.dataDir, retired)
  return { keyId }
}
