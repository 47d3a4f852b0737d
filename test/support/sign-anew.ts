import { type ReleaseManifest, SignedRelease } from '#shared/contract/release.ts'
import { canonicalJson, type Json } from '#shared/proof/canonical.ts'
import { keyIdOf, sha256 } from '#shared/proof/digest.ts'
import type { ReleaseSource } from '#shared/proof/findings.ts'
import { bytesOf } from './proof-world.ts'

const decoder = new TextDecoder()

export interface Lie {
  /** texts of parts in place of those that were signed; null: left out, with its name in the manifest */
  parts?: Record<string, (text: string) => string | null>
  manifest?: (manifest: ReleaseManifest) => object
  /** text of the manifest in place of its canonical one */
  written?: (text: string) => string
}

/** The same release saying something else, and everything signed anew with a key of its own, which is on its list of
 *  keys: a publisher who lies. */
export async function signAnew(from: ReleaseSource, lie: Lie): Promise<ReleaseSource> {
  const signed = SignedRelease.parse(JSON.parse((await from.signed(null))!))
  const manifest = JSON.parse(signed.manifest) as ReleaseManifest
  const texts = new Map<string, string | null>()
  for (const [name, change] of Object.entries(lie.parts ?? {})) {
    const found = await from.part(name)
    texts.set(name, change(found ? decoder.decode(found) : ''))
  }
  const parts: ReleaseManifest['parts'] = []
  for (const part of manifest.parts) {
    const text = texts.get(part.name)
    if (text === null) continue
    if (text === undefined) parts.push(part)
    else parts.push({ ...part, sha256: await sha256(text), bytes: bytesOf(text).length })
  }
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  const base64 = (bytes: ArrayBuffer) => Buffer.from(bytes).toString('base64')
  const publicKey = base64(await crypto.subtle.exportKey('raw', pair.publicKey))
  const keyId = await keyIdOf(publicKey)
  const said = lie.manifest?.({ ...manifest, keyId, parts }) ?? { ...manifest, keyId, parts }
  const canonical = canonicalJson(said as Json)
  const written = lie.written?.(canonical) ?? canonical
  const signature = base64(await crypto.subtle.sign('Ed25519', pair.privateKey, bytesOf(written)))
  const text = JSON.stringify({ manifest: written, sha256: await sha256(written), signature, publicKey })
  return {
    ...from,
    signed: async (code) => (code === null ? text : from.signed(code)),
    part: async (name) => {
      const other = texts.get(name)
      return other === undefined ? from.part(name) : other === null ? null : bytesOf(other)
    },
    keys: async () => [{ keyId, publicKey, endorsement: null, previousKeyId: null }],
  }
}
