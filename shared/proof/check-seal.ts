import type { ReleaseManifest, SignedRelease } from '#shared/contract/release.ts'
import { canonicalJson, type Json } from './canonical.ts'
import { isSignedBy, keyIdOf, sha256 } from './digest.ts'
import { isManifest } from './manifest-form.ts'

// What a release says of itself, and whether it was signed so: the text of the manifest, its hash, its signature, the
// key, and the release before.

export type SealFault =
  | 'unreadable'
  | 'manifest-hash'
  | 'manifest-not-canonical'
  | 'signature'
  | 'key-id'
  | 'unknown-key'
  | 'key-unlisted'
  | 'key-endorsement'
  | 'previous-missing'
  | 'previous-hash'
  | 'other-release'
  | 'dated-back'
  | 'revision-form'
  | 'off-chain'
  | 'off-list'
  | 'noted-missing'
  | 'noted-other'

/** A key as the instance publishes it, the newest last or first: the order does not matter. */
export interface KnownKey {
  keyId: string
  publicKey: string
  /** signature of this key's text by the one before */
  endorsement: string | null
  previousKeyId: string | null
}

/** Reads the envelope of a release. @returns null for what is none */
export function readSigned(text: string): { signed: SignedRelease; manifest: ReleaseManifest } | null {
  try {
    const signed = JSON.parse(text) as SignedRelease
    const manifest: unknown = JSON.parse(signed.manifest)
    return isManifest(manifest) ? { signed, manifest } : null
  } catch {
    return null
  }
}

/** What is wrong with a manifest by itself. `keys`: those of the instance, one of which has to be the signer's. */
export async function checkSeal(
  signed: SignedRelease,
  manifest: ReleaseManifest,
  keys: readonly KnownKey[],
): Promise<SealFault[]> {
  const faults: SealFault[] = []
  if ((await sha256(signed.manifest)) !== signed.sha256) faults.push('manifest-hash')
  if (canonicalJson(manifest as unknown as Json) !== signed.manifest) faults.push('manifest-not-canonical')
  const isWritten = [signed.publicKey, signed.signature].every(isCanonicalBase64)
  if (!isWritten || !(await isSignedBy(signed.manifest, signed.signature, signed.publicKey)))
    faults.push('signature')
  if (!isWritten || (await keyIdOf(signed.publicKey)) !== manifest.keyId) faults.push('key-id')
  else if (!keys.some(({ publicKey }) => publicKey === signed.publicKey)) faults.push('key-unlisted')
  if (!isRevisionSaid(manifest)) faults.push('revision-form')
  return faults
}

/** A revision is called one, says what it corrects and why, and is of the same month; any other release does not. */
function isRevisionSaid({ code, through, kind, replaces, reason }: ReleaseManifest): boolean {
  const isRevision = code !== through
  return isRevision
    ? kind === 'revision' && typeof reason === 'string' && replaces?.slice(0, through.length) === through
    : kind === 'regular' && reason === null && replaces === null
}

/** Whether a key is one that is trusted, or follows it by endorsements: each new key is signed by the one before.
 *  `trusted`: a key or the name of one. */
export async function followsKey(
  publicKey: string,
  trusted: string,
  keys: readonly KnownKey[],
): Promise<boolean> {
  const byId = new Map(keys.map((key) => [key.keyId, key]))
  let key = publicKey
  for (let steps = 0; steps <= keys.length; steps++) {
    const keyId = await keyIdOf(key)
    if (key === trusted || keyId === trusted) return true
    const known = byId.get(keyId)
    const before = byId.get(known?.previousKeyId ?? '')
    if (!known?.endorsement || !before || known.publicKey !== key) return false
    if (!(await isSignedBy(key, known.endorsement, before.publicKey))) return false
    key = before.publicKey
  }
  return false
}

/** Whether every key was handed on by the one before, but the first, which there is one of. */
export async function areHandedOn(keys: readonly KnownKey[]): Promise<boolean> {
  const byId = new Map(keys.map((key) => [key.keyId, key]))
  let firsts = 0
  for (const { keyId, publicKey, endorsement, previousKeyId } of keys) {
    if (!isCanonicalBase64(publicKey) || (await keyIdOf(publicKey)) !== keyId) return false
    if (previousKeyId === null && endorsement === null) {
      firsts++
      continue
    }
    const before = byId.get(previousKeyId ?? '')
    if (!before || endorsement === null || !isCanonicalBase64(endorsement)) return false
    if (!(await isSignedBy(publicKey, endorsement, before.publicKey))) return false
  }
  return firsts <= 1
}

/** Whether a manifest names the release before by the hash of its manifest. */
export async function checkPrevious(
  manifest: ReleaseManifest,
  previousText: string | null,
): Promise<SealFault | null> {
  if (manifest.previous === null) return null
  const previous = previousText === null ? null : readSigned(previousText)
  if (!previous) return 'previous-missing'
  const { manifest: before } = previous
  const isSame =
    (await sha256(previous.signed.manifest)) === manifest.previous.sha256 &&
    before.code === manifest.previous.code &&
    before.sequence === manifest.sequence - 1
  if (!isSame) return 'previous-hash'
  const isLater = manifest.kind === 'revision' || manifest.through > before.through
  return isLater && manifest.publishAt >= before.publishAt ? null : 'dated-back'
}

/** The last sign of a base64 text holds bits that nothing reads: another sign there would be the same bytes. */
function isCanonicalBase64(text: string): boolean {
  try {
    return btoa(atob(text)) === text
  } catch {
    return false
  }
}
