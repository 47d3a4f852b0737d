import { Refusal } from '#shared/refusal.ts'

// A password that is long but made of what everybody would try first is no password. What is guessable is taken out of
// it; what is left must still be something. Source: NIST SP 800-63B, 5.1.1.2 (length, no rules of composition, a list of
// the expected: common words, the service's own name, what is known of the person).

/** Words and keyboard rows that long passwords are most often made of, here and elsewhere. */
const EXPECTED = [
  ['password', 'passw0rd', 'katasandi', 'kata sandi', 'sandi', 'rahasia', 'secret', 'welcome', 'letmein'],
  ['admin', 'administrator', 'operator', 'petugas', 'login', 'user', 'test', 'default', 'changeme'],
  ['indonesia', 'merdeka', 'garuda', 'pancasila', 'nusantara', 'jakarta', 'bismillah', 'iloveyou', 'sayang'],
  ['qwertyuiop', 'qwerty', 'asdfghjkl', 'asdf', 'zxcvbnm', 'zxcv', 'qazwsx', '1q2w3e4r', 'abcdefghij', 'abc'],
  ['01234567890', '09876543210', 'terukur', 'dragon', 'monkey', 'football', 'sunshine', 'princess'],
].flat()

/** How many different signs must be left when all that is expected is taken out. */
const MIN_LEFT = 5

const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Runs of a row of signs, from the longest down to four of them: 1234 of 01234567890. */
function piecesOf(row: string): string[] {
  if (!/^(\d|[a-z]+$)/.test(row)) return [row]
  const isRow = /^\d+$/.test(row) || ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abcdefghij'].includes(row)
  if (!isRow) return [row]
  const pieces: string[] = []
  for (let length = row.length; length >= 4; length--)
    for (let from = 0; from + length <= row.length; from++) pieces.push(row.slice(from, from + length))
  return pieces
}

/** Whether somebody who knows the person and the product would try it early. */
export function isGuessable(password: string, about: { email: string; name: string }): boolean {
  const [local = '', domain = ''] = plain(about.email).split('@')
  const known = [plain(about.email), local, ...local.split(/[._+-]/), domain, ...domain.split('.')]
    .concat(plain(about.name), plain(about.name).split(/\s+/))
    .filter((word) => word.length >= 3)
  const expected = [...known, ...EXPECTED.flatMap(piecesOf)].sort((a, b) => b.length - a.length)
  let left = plain(password)
  for (const word of expected) left = left.replaceAll(word, '')
  // Years and the sign at the end are what is added when a rule asks for a digit and a sign.
  left = left.replaceAll(/(19|20)\d\d/g, '')
  return new Set(left).size < MIN_LEFT
}

/** @throws Refusal `invalid` naming the field */
export function checkPassword(password: string, about: { email: string; name: string }): void {
  if (isGuessable(password, about)) {
    throw new Refusal('invalid', 'password-guessable', {}, { parameter: 'password' })
  }
}
