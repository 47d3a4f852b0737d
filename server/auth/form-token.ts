import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// A form that was handed out carries a token: a random name, when it was handed out, and a signature over both and
// what the form is for. It tells nothing about whoever fills the form in.

const KEY_BYTES = 32
const MAC_CHARACTERS = 27

/** The key that forms are signed with; made at the first start, beside the data, readable by its owner only. */
export function readFormKey(dataDir: string): Buffer {
  const path = join(dataDir, 'form.key')
  try {
    writeFileSync(path, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(path)
}

const macOf = (key: Buffer, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url').slice(0, MAC_CHARACTERS)

/** `about`: what the form is for, such as its path. */
export function makeFormToken(key: Buffer, about: string, at: string): string {
  const body = `${randomBytes(12).toString('base64url')}.${Math.floor(Date.parse(at) / 1000).toString(36)}`
  return `${body}.${macOf(key, `${body} ${about}`)}`
}

/** What a token says, or null for one that is not ours. */
export function readFormToken(
  key: Buffer,
  about: string,
  token: string,
): { nonce: string; issuedAt: number } | null {
  const [nonce, issued, mac, ...more] = token.split('.')
  if (!nonce || !issued || !mac || more.length > 0) return null
  const right = Buffer.from(macOf(key, `${nonce}.${issued} ${about}`))
  const given = Buffer.from(mac)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  return { nonce, issuedAt: Number.parseInt(issued, 36) * 1000 }
}
