import { createHmac } from 'node:crypto'

/** The code that an authenticator app shows for an otpauth address at a moment (RFC 6238: SHA-1, 30 s, 6 digits). */
export function totpOf(uri: string, atMs = Date.now()): string {
  const secret = decodeBase32(new URL(uri).searchParams.get('secret')!)
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac.at(-1)! & 15
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0')
}

/** A code that no app shows within minutes of now. */
export function wrongTotpOf(uri: string): string {
  const near = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((steps) => totpOf(uri, Date.now() + steps * 30_000))
  return [
    '000000',
    '111111',
    '222222',
    '333333',
    '444444',
    '555555',
    '666666',
    '777777',
    '888888',
    '999999',
  ].find((code) => !near.includes(code))!
}

function decodeBase32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
