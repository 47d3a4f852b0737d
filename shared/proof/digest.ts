// Hashes and signatures by the Web Crypto API, which the server and every browser have.

const encoder = new TextEncoder()

/** SHA-256 of bytes, or of a text in UTF-8, as 64 hexadecimal digits. */
export async function sha256(of: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof of === 'string' ? encoder.encode(of) : of
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Names a key: the first 16 hexadecimal digits of the SHA-256 of its 32 raw bytes. @returns '' for what is no base64 */
export async function keyIdOf(publicKey: string): Promise<string> {
  let bytes: Uint8Array<ArrayBuffer>
  try {
    bytes = fromBase64(publicKey)
  } catch {
    return ''
  }
  return (await sha256(bytes)).slice(0, 16)
}

/** Whether a text was signed (Ed25519) with the private half of a key. Key (raw) and signature in base64. */
export async function isSignedBy(text: string, signature: string, publicKey: string): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', fromBase64(publicKey), 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', key, fromBase64(signature), encoder.encode(text))
  } catch {
    // Neither a key nor a signature at all.
    return false
  }
}

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))
