import { gzipSync } from 'node:zlib'
import type { Dice } from './dice.ts'

// What the world sends by mistake or on purpose: texts, JSON and files that are broken in every way we know of.

const TEXTS = [
  ...['', ' ', '\t', '\u0000', 'a\u0000b', '\ufeff', '\u202etxt.exe', 'é', 'é', '😀', '\u{10ffff}'],
  ...['=1+1', '=HYPERLINK("http://x","y")', '+cmd|/C calc!A0', '-2+3', '@SUM(A1)', '\r=1'],
  ...[
    '../../../../etc/passwd',
    '..\\..\\boot.ini',
    '/dev/zero',
    'CON',
    'file:///etc/passwd',
    '%00',
    '%2e%2e%2f',
  ],
  ...["'; drop table fact_case; --", '" or 1=1 --', '$$', '#{7*7}', '{{7*7}}', '\\', "'", '"', '`', '--'],
  ...['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', 'javascript:alert(1)', ']]>', '&#0;'],
  ...['a\r\nSet-Cookie: x=1', 'to@example.org\nBcc: all@example.org', 'constructor', '__proto__', 'toString'],
  ...['NaN', 'Infinity', '-0', '1e999', '-1', '0x10', '1_000', '9'.repeat(400), '0.1.2', '1,2,3', '١٢٣'],
  ...['2025-13-40', '0000-00-00', '9999-12-31T23:59:60Z', '2025-02-30', '31/02/2025', '-271821-04-20', 'now'],
  ...['null', 'undefined', 'true', '[]', '{}', 'all', '*', ',', ',,,,', 'a,a,a,a'],
]

/** A text that nobody expects; now and then a very long one. */
export function hostileText(dice: Dice): string {
  if (dice.chance(0.02)) return dice.pick(['x', '=', '9', '😀', '"', ' ']).repeat(dice.int(1000, 200_000))
  if (dice.chance(0.1))
    return Array.from({ length: dice.int(1, 40) }, () => String.fromCharCode(dice.int(0, 0xffff))).join('')
  return dice.pick(TEXTS)
}

/** Any JSON value. */
export function hostileValue(dice: Dice, depth = 0): unknown {
  const kind = dice.int(0, depth > 4 ? 5 : 8)
  if (kind === 0) return null
  if (kind === 1) return dice.chance(0.5)
  if (kind === 2) return dice.pick([0, -1, 1.5, 1e308, -1e308, 2 ** 53, 5e-324, dice.int(-1000, 100_000)])
  if (kind <= 5) return hostileText(dice)
  if (kind === 6) return Array.from({ length: dice.int(0, 5) }, () => hostileValue(dice, depth + 1))
  const made: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (let i = dice.int(0, 5); i > 0; i--)
    made[hostileText(dice).slice(0, 500)] = hostileValue(dice, depth + 1)
  return made
}

/** The text of a request's body: JSON that is broken, deep, or of another shape than `like`. */
export function hostileBody(dice: Dice, like: unknown): string {
  const roll = dice.int(0, 11)
  if (roll === 0) return '['.repeat(dice.int(1, 50_000))
  if (roll === 1) return `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
  if (roll === 2) return hostileText(dice)
  if (roll === 3) return '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}}}'
  if (roll === 4) return JSON.stringify(hostileValue(dice))
  const text = JSON.stringify(spoil(dice, like))
  return roll === 5 ? text.slice(0, dice.int(0, text.length)) : text
}

/** The same, with some of its leaves replaced, left out or doubled. */
function spoil(dice: Dice, value: unknown): unknown {
  if (dice.chance(0.2)) return hostileValue(dice)
  if (Array.isArray(value)) return value.flatMap((item) => (dice.chance(0.1) ? [] : [spoil(dice, item)]))
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(() => dice.chance(0.9))
  const more = dice.chance(0.1) ? [[hostileText(dice).slice(0, 200), hostileValue(dice)]] : []
  return Object.fromEntries([...kept.map(([name, item]) => [name, spoil(dice, item)]), ...more] as [
    string,
    unknown,
  ][])
}

/** A file that is broken in one of many ways, with a name to match. `sound`: files that are well. */
export function hostileFile(dice: Dice, sound: readonly { name: string; bytes: Uint8Array }[]) {
  const { name, bytes } = dice.pick(sound)
  const way = dice.pick(WAYS)
  return { way: way.name, name: dice.chance(0.2) ? hostileName(dice, name) : name, bytes: way(dice, bytes) }
}

const hostileName = (dice: Dice, name: string): string => {
  const end = name.slice(name.indexOf('.'))
  const stem = dice.pick([
    '../../x',
    'a'.repeat(250),
    '😀',
    ' ',
    'a;b',
    "a'b",
    'a"b',
    'CON',
    '.',
    '-rf',
    '%2e%2e',
  ])
  return dice.pick([
    stem + end,
    stem,
    `${stem}.exe`,
    `${name}.gz`,
    `${stem}.xlsx`,
    `${stem}.parquet`,
    `${stem}.json`,
  ])
}

const text = (lines: string): Uint8Array => new TextEncoder().encode(lines)
const HEAD = 'ref,agency,service,submitted,completed\n'
const row = (dice: Dice, cell: string): string => {
  const cells = [`R${dice.int(1, 99)}`, 'Dinas A', 'Izin', '2026-01-05', '2026-01-07']
  cells[dice.int(0, 4)] = cell
  return `${cells.join(',')}\n`
}
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

type Way = (dice: Dice, bytes: Uint8Array) => Uint8Array
const WAYS: readonly Way[] = [
  function truncated(dice, bytes) {
    return bytes.slice(0, dice.int(0, bytes.length))
  },
  function flipped(dice, bytes) {
    const made = bytes.slice()
    for (let i = dice.int(1, 20); i > 0 && made.length > 0; i--)
      made[dice.int(0, made.length - 1)]! ^= 1 << dice.int(0, 7)
    return made
  },
  function noise(dice) {
    return Uint8Array.from({ length: dice.int(0, 4000) }, () => dice.int(0, 255))
  },
  function empty() {
    return new Uint8Array()
  },
  function otherEncoding(dice, bytes) {
    return Buffer.from(
      Buffer.from(bytes).toString('latin1'),
      dice.pick(['utf16le', 'utf8', 'latin1'] as const),
    )
  },
  function nuls(dice, bytes) {
    return Uint8Array.from(
      [...bytes.slice(0, 3000)].flatMap((byte) => (dice.chance(0.05) ? [0, byte] : [byte])),
    )
  },
  function hostileCells(dice) {
    return text(
      HEAD + Array.from({ length: dice.int(1, 20) }, () => row(dice, quoted(hostileText(dice)))).join(''),
    )
  },
  function unquotedCells(dice) {
    return text(HEAD + Array.from({ length: dice.int(1, 20) }, () => row(dice, hostileText(dice))).join(''))
  },
  function openQuote(dice) {
    return text(`${HEAD}${row(dice, '"never closed')}${row(dice, 'x').repeat(dice.int(1, 500))}`)
  },
  function hugeField(dice) {
    return text(HEAD + row(dice, 'x'.repeat(dice.int(1e6, 4e6))) + row(dice, '2026-01-05'))
  },
  function oneLongLine(dice) {
    return text('a'.repeat(dice.int(1e6, 4e6)))
  },
  function manyColumns(dice) {
    return text(
      `${HEAD.trim()},${Array.from({ length: dice.int(500, 4000) }, (_, i) => `c${i}`).join(',')}\n1,2,3\n`,
    )
  },
  function sameHeaders() {
    return text('ref,ref,agency,agency,service,submitted\n1,2,a,b,c,2026-01-05\n')
  },
  function raggedRows(dice) {
    return text(HEAD + Array.from({ length: 50 }, () => `${','.repeat(dice.int(0, 30))}x\n`).join(''))
  },
  function bomb(dice) {
    return gzipSync(Buffer.alloc(dice.int(1, 40) * 1e6, dice.pick(['\u0000', 'a', ',', '\n', 'a,b\n'])))
  },
  function zipOfZip(_, bytes) {
    return gzipSync(gzipSync(bytes))
  },
  function deepJson(dice) {
    return text(dice.pick(['[', '{"a":']).repeat(dice.int(100, 100_000)))
  },
  function wrongJson(dice) {
    return text(
      Array.from({ length: dice.int(1, 30) }, () => `${JSON.stringify(hostileValue(dice))}\n`).join(''),
    )
  },
]
