import { type LinearSystem, openSimplex } from './simplex.ts'

// The attacker: has everything that all releases show, and knows which counts are the same in several of them, that
// none is negative and that what is hidden is not 0. He looks at single offices, services and months (atoms) and knows
// nothing of how the product works.

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

interface Sum {
  unknown: number[]
  known: number
}

/** @returns what he learns of each hidden count. @throws Error where the points he finds do not fit */
export function attackReleases(
  releases: readonly SeenRelease[],
  enough: number,
  knowsTotals = true,
): Finding[] {
  const numbers = new Map<string, number>()
  const truth: number[] = []
  const known = new Set<string>()
  const versionOf = (atom: string, n: number) => `${atom}=${n}`
  for (const { truth: counts, cuts } of releases)
    for (const { atoms, seen } of cuts)
      if (atoms.length === 1 && seen !== null) known.add(versionOf(atoms[0]!, counts.get(atoms[0]!) ?? 0))
  // What is shown of an office with nothing of its own but one part: the same atom.
  const sumOf = ({ truth: counts }: SeenRelease, { atoms }: Cut): Sum => {
    const sum: Sum = { unknown: [], known: 0 }
    for (const atom of atoms) {
      const n = counts.get(atom) ?? 0
      const version = versionOf(atom, n)
      if (n === 0 || known.has(version)) sum.known += n
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
      const sum = sumOf(release, cut)
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
      if (other && knowsTotals) {
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
  const least = Array.from(numbers.keys(), (version) => (version.includes('own') ? 0 : 1))
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
      if (isWhole && Math.abs(value - finding.truth) > 0.5) finding.isOpenInIntegers = true
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
  // Corners of what fits are not all whole: others are looked for in many directions.
  for (const [i, { sum }] of targets.entries()) {
    const finding = findings[i]!
    for (let tries = 1; tries <= 40 && !finding.isOpenInIntegers && finding.high > finding.low; tries++) {
      const side = sum.unknown.map((number) => [number, tries % 2 ? 50 : -50] as const)
      const slope = truth.map((_, number) => [number, (((number + 1) * tries * 7919) % 11) - 5] as const)
      learn(simplex.highest([...side, ...slope]).point)
    }
  }
  return findings
}
