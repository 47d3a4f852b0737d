import { expect, test } from 'vitest'
import { canonicalJson } from '#shared/proof/canonical.ts'
import { isSignedBy, keyIdOf, sha256 } from '#shared/proof/digest.ts'

// The examples of RFC 8785 (3.2.3, 3.2.4), FIPS 180-4 and RFC 8032 (7.1, test 2).

test('members stand in the order of their UTF-16 names', () => {
  const value = {
    '€': 'Euro Sign',
    '\r': 'Carriage Return',
    '\u{fb33}': 'Hebrew',
    '1': 'One',
    '\u{1f600}': 'Smiley',
  }
  expect(canonicalJson(value)).toBe(
    '{"\\r":"Carriage Return","1":"One","€":"Euro Sign","\u{1f600}":"Smiley","\u{fb33}":"Hebrew"}',
  )
})

test('numbers are written as ECMAScript does, and what is none is refused', () => {
  expect(canonicalJson([Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27, -0])).toBe(
    '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
  )
  expect(() => canonicalJson([Number.NaN])).toThrow()
})

test('what is absent is left out, what is null stays', () => {
  expect(canonicalJson({ b: undefined, a: null, c: { y: [], x: true } })).toBe(
    '{"a":null,"c":{"x":true,"y":[]}}',
  )
})

test('SHA-256 of abc', async () => {
  expect(await sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64')
const KEY = base64('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')
const SIGNATURE = base64(
  '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
)

test('a signature holds for its text and key alone', async () => {
  expect(await isSignedBy('r', SIGNATURE, KEY)).toBe(true)
  expect(await isSignedBy('s', SIGNATURE, KEY)).toBe(false)
  expect(await isSignedBy('r', SIGNATURE, base64('00'.repeat(32)))).toBe(false)
  expect(await isSignedBy('r', 'no signature', KEY)).toBe(false)
  expect(await keyIdOf(KEY)).toMatch(/^[0-9a-f]{16}$/)
})
