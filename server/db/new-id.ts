import { randomBytes } from 'node:crypto'

/** What a counter of one millisecond goes up to. */
const MOST = 0xfff

let lastMs = 0
let count = 0

/**
 * An id that sorts after every one that this process made before: a UUID of version 7 whose 12 bits after the time
 * count within a millisecond (RFC 9562, 6.2, method 1). Those of the library are random among themselves within one,
 * and what is listed or sent in the order of ids would come in any order on a fast machine. Where the clock is set back
 * or the counter is full, ids go on from the time of the one before.
 */
export function newId(): string {
  const now = Date.now()
  if (now > lastMs) {
    lastMs = now
    count = 0
  } else if (count < MOST) count++
  else {
    lastMs++
    count = 0
  }
  const random = randomBytes(8)
  random[0] = (random[0]! & 0x3f) | 0x80
  const time = lastMs.toString(16).padStart(12, '0')
  const rest = random.toString('hex')
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${count.toString(16).padStart(3, '0')}`,
    rest.slice(0, 4),
    rest.slice(4),
  ].join('-')
}
