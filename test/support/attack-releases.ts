import { type LinearSystem, openSimplex } from './simplex.ts'

// The attacker: has everything that all releases show, and knows which counts are the same in several of them, that
// none is negative and that what is hidden is not 0. He looks at single offices, services and months (atoms) and knows
// nothing of how the product works.

/** Begins the name of an atom that was never told by itself. */
export const UNTOLD = 'own untold '

/** Begin the names of those of an atom who said yes, and who said no: of one that is hidden, either may be nobody. */
export const [YES, NO] = ['said yes ', 'said no ']

export interface Cut {
  name: string
  /** names of the counts that it is the sum of */
  atoms: readonly string[]
  /** null: hidden */
  seen: number | null
}

export interface SeenRelease {
  /** what is there to find, by the name of the atom */
  truth: ReadonlyMap<string, number>
  cuts: readonly Cut[]
}

export interface Finding {
  release: number
  name: string
  truth: number
  /** how far apart values that fit everything lie; the attack ends when that is `enough` */
  low: number
  high: number
  /** another whole number fits together with whole numbers everywhere */
  isOpenInIntegers: boolean
}

/** The same where of every count that is shown it is told how many said yes. */
export function withSaid(
  counts: ReadonlyMap<string, number>,
  yes: ReadonlyMap<string, number>,
  cuts: readonly Cut[],
): SeenRelease {
  return {
    truth: new Map(
      Array.from(counts).flatMap(([atom, n]) => [
        [`${YES}${atom}`, yes.get(atom)!],
        [`${NO}${atom}`, n - yes.get(atom)!],
      ]),
    ),
    cuts: cuts.flatMap(({ name, atoms: all, seen }) => {
      const atoms = all.filter((atom) => counts.get(atom)! > 0)
      const told = atoms.reduce((sum, atom) => sum + yes.get(atom)!, 0)
      const saying = atoms.map((atom) => `${YES}${atom}`)
      const whole = { name, atoms: [...saying, ...atoms.map((atom) => `${NO}${atom}`)], seen }
      return seen === null ? [whole] : [whole, { name: `yes of ${name}`, atoms: saying, seen: told }]
    }),
  }
}

interface Sum {
  unknown: number[]
  known: number
}

/** `knowsChance`: he is told even of totals, and of counts after others in between, that are what they were by chance.
 *  @returns what he learns of each hidden count. @throws Error where the points he finds do not fit */
export function attackReleases(
  releases: readonly SeenRelease[],
  enough: number,
  knowsChance = true,
): Finding[] {
  const numbers = new Map<string, number>()
  const truth: number[] = []
  const known = new Set<string>()
  /** What he takes for one unknown: the same count of an atom, or only where it never was another in between. */
  const versionOf = (r: number, atom: string): string => {
    // What nobody ever told by itself may have changed unseen.
    if (atom.includes(UNTOLD)) return `${atom} in ${r}`
    const others = isSaid(atom) ? [atom, otherOf(atom)] : [atom]
    const told = (at: number) => others.map((one) => releases[at]!.truth.get(one) ?? 0).join()
    let since = r
    while (since > 0 && told(since - 1) === told(r)) since--
    return knowsChance ? `${atom}=${told(r)}` : `${atom} since ${since}`
  }
  for (const [r, { cuts }] of releases.entries())
    for (const { atoms, seen } of cuts)
      if (atoms.length === 1 && seen !== null) known.add(versionOf(r, atoms[0]!))
  const sumOf = (r: number, { atoms }: Cut): Sum => {
    const sum: Sum = { unknown: [], known: 0 }
    for (const atom of atoms) {
      const n = releases[r]!.truth.get(atom) ?? 0
      const version = versionOf(r, atom)
      if ((n === 0 && !isSaid(atom)) || known.has(version)) sum.known += n
      else {
        const number = numbers.get(version) ?? numbers.set(version, numbers.size).get(version)!
        truth[number] = n
        sum.unknown.push(number)
      }
    }
    return sum
  }

  const rows = new Map<string, LinearSystem['rows'][number]>()
  const say = (terms: [number, number][], sum: number) => {
    if (terms.length > 0) rows.set(`${terms.map(String).sort().join(' ')}`, { terms, sum })
  }
  const targets: { release: number; name: string; truth: number; sum: Sum }[] = []
  const hiddenSums = new Map<string, Sum>()
  for (const [r, release] of releases.entries()) {
    for (const cut of release.cuts) {
      const sum = sumOf(r, cut)
      const value = sum.known + sum.unknown.reduce((all, number) => all + truth[number]!, 0)
      if (cut.seen !== null) {
        if (cut.seen !== value) throw new Error(`${cut.name} is shown as ${cut.seen}, not as ${value}`)
        say(
          sum.unknown.map((number) => [number, 1]),
          cut.seen - sum.known,
        )
        continue
      }
      targets.push({ release: r, name: cut.name, truth: value, sum })
      // The same count in another release, whatever made it up there.
      const other = hiddenSums.get(`${cut.name}=${value}`)
      if (other && knowsChance) {
        const terms = new Map<number, number>()
        for (const number of sum.unknown) terms.set(number, 1)
        for (const number of other.unknown) terms.set(number, (terms.get(number) ?? 0) - 1)
        say(
          [...terms].filter(([, coefficient]) => coefficient !== 0),
          other.known - sum.known,
        )
      } else hiddenSums.set(`${cut.name}=${value}`, sum)
    }
  }
  // Every atom that is hidden counts one at least; what was told to an inner office itself may be nothing.
  const least = Array.from(numbers.keys(), (version) => (version.includes('own') || isSaid(version) ? 0 : 1))
  // Nor is it nothing together what somebody of an atom said.
  for (const [version, number] of [...numbers]) {
    if (!version.startsWith(YES) || version.includes('own')) continue
    const other = numbers.get(otherOf(version).replace(/=(.*),(.*)$/, '=$2,$1'))!
    const beyond = numbers.size
    numbers.set(`beyond ${version}`, beyond)
    truth[beyond] = truth[number]! + truth[other]! - 1
    least.push(0)
    rows.set(`beyond ${beyond}`, {
      terms: [
        [number, 1],
        [other, 1],
        [beyond, -1],
      ],
      sum: 1,
    })
  }
  const system: LinearSystem = {
    variables: numbers.size,
    rows: Array.from(rows.values(), ({ terms, sum }) => ({
      terms,
      sum: sum - terms.reduce((all, [number, coefficient]) => all + coefficient * least[number]!, 0),
    })),
  }
  const simplex = openSimplex(system)

  const findings = targets.map(
    (target): Finding => ({ ...target, low: target.truth, high: target.truth, isOpenInIntegers: false }),
  )
  const start = Float64Array.from(truth, (n, number) => n - least[number]!)
  const learn = (point: Float64Array) => {
    for (const { terms, sum } of system.rows) {
      const left = terms.reduce((all, [number, coefficient]) => all + coefficient * point[number]!, -sum)
      if (Math.abs(left) > 1e-5) throw new Error('The point does not satisfy the equations')
    }
    let isWhole = true
    for (const x of point) {
      if (x < -1e-6) throw new Error('The point has a negative count')
      isWhole &&= Math.abs(x - Math.round(x)) < 1e-5
    }
    for (const [i, { sum }] of targets.entries()) {
      const value = sum.unknown.reduce((all, number) => all + point[number]! + least[number]!, sum.known)
      const finding = findings[i]!
      finding.low = Math.min(finding.low, value)
      finding.high = Math.max(finding.high, value)
      if (finding.isOpenInIntegers || Math.abs(value - finding.truth) < 1 - 1e-5) continue
      finding.isOpenInIntegers = isWhole || isWholeBetween(start, point, Math.abs(value - finding.truth))
    }
  }
  const asked = new Map<string, Finding>()
  for (const [i, { sum }] of targets.entries()) {
    const finding = findings[i]!
    const name = sum.unknown.toSorted((a, b) => a - b).join()
    for (const sign of [1, -1]) {
      if ((finding.high - finding.low >= enough - 1e-6 && finding.isOpenInIntegers) || asked.has(name)) break
      const { value, point } = simplex.highest(sum.unknown.map((number) => [number, sign] as const))
      learn(point)
      if (value === Number.POSITIVE_INFINITY) {
        finding.high = value
        finding.isOpenInIntegers = true
      }
    }
    const same = asked.get(name)
    if (same) {
      finding.high = Math.max(finding.high, finding.truth + same.high - same.truth)
      finding.low = Math.min(finding.low, finding.truth + same.low - same.truth)
      finding.isOpenInIntegers ||= same.isOpenInIntegers
    } else asked.set(name, finding)
  }
  // Corners of what fits are not all whole.
  const whole = new Map<string, boolean>()
  for (const [i, { sum }] of targets.entries()) {
    const finding = findings[i]!
    if (finding.isOpenInIntegers || finding.high - finding.low < 1 - 1e-5) continue
    const name = sum.unknown.toSorted((a, b) => a - b).join()
    if (!whole.has(name)) {
      const value = sum.unknown.reduce((all, number) => all + truth[number]! - least[number]!, 0)
      const point =
        findWhole(system, sum.unknown, value + 1, 1) ?? findWhole(system, sum.unknown, value - 1, -1)
      if (point) learn(point)
      whole.set(name, finding.isOpenInIntegers)
    }
    finding.isOpenInIntegers ||= whole.get(name)!
  }
  return findings
}

const isSaid = (atom: string): boolean => atom.startsWith(YES) || atom.startsWith(NO)
const otherOf = (atom: string): string =>
  atom.startsWith(YES) ? atom.replace(YES, NO) : atom.replace(NO, YES)

/** Whether whole numbers lie on the way from a point of whole numbers to another; `steps`: how far one of them moves. */
function isWholeBetween(from: Float64Array, to: Float64Array, steps: number): boolean {
  for (let step = 1; step <= Math.min(steps, 200); step++) {
    const isWhole = from.every((x, j) => isNearWhole(((to[j]! - x) * step) / steps))
    if (isWhole) return true
  }
  return false
}

const isNearWhole = (x: number): boolean => Math.abs(x - Math.round(x)) < 1e-5

/** A point of whole numbers at which a sum is at least (side 1) or at most (side −1) a value, by branch and bound. null:
 *  there is none. @throws Error where it takes too long to tell */
function findWhole(
  { variables, rows }: LinearSystem,
  summed: readonly number[],
  value: number,
  side: 1 | -1,
): Float64Array | null {
  type Limit = { terms: (readonly [number, number])[]; sum: number; side: 1 | -1 }
  const open: Limit[][] = [[{ terms: summed.map((j) => [j, 1] as const), sum: value, side }]]
  for (let tries = 0; open.length > 0; tries++) {
    if (tries > 40000) throw new Error('It takes too long to tell whether whole numbers fit')
    const limits = open.pop()!
    const system: LinearSystem = {
      variables: variables + limits.length,
      rows: [
        ...rows,
        // What lies between the sum and its limit is a variable of its own.
        ...limits.map((limit, i) => ({
          terms: [...limit.terms, [variables + i, -limit.side] as const],
          sum: limit.sum,
        })),
      ],
    }
    let point: Float64Array
    try {
      point = openSimplex(system).highest(summed.map((j) => [j, -side] as const)).point
    } catch {
      continue
    }
    const j = point.subarray(0, variables).findIndex((x) => !isNearWhole(x))
    if (j < 0) return point.slice(0, variables)
    const below = Math.floor(point[j]!)
    open.push(
      [...limits, { terms: [[j, 1]], sum: below + 1, side: 1 }],
      [...limits, { terms: [[j, 1]], sum: below, side: -1 }],
    )
  }
  return null
}
