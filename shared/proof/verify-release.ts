import type { FigureChange, ReleasedLine, ReleasedPoint, ReleaseManifest } from '#shared/contract/release.ts'
import type { Grain } from '#shared/time/period.ts'
import type { CellLine } from './cell-line.ts'
import {
  checkPrevious,
  checkSeal,
  followsKey,
  type KnownKey,
  readSigned,
  type SealFault,
} from './check-seal.ts'
import { comparePoint, type Difference } from './compare-point.ts'
import type { PublishedDefinition } from './definition.ts'
import { Delivered, type PlacedAgency } from './delivered.ts'
import { sha256 } from './digest.ts'
import { type Recomputed, ScopeFigures } from './scope-figures.ts'
import { ScopeTotals } from './scope-totals.ts'
import { addLastKnown, silentBacklogs } from './silent-backlogs.ts'

// Checks a release from its documents alone: that they are what was signed, and that every figure comes out again from
// the published cells by the published definitions. Agency by agency, from the leaves up, so that memory does not grow
// with the country. The server's command line and the browser run the same.

/** Where the documents of a release come from. A name that is not there gives null. */
export interface ReleaseSource {
  /** text of the signed release of a code; null: the one that is checked */
  signed(code: string | null): Promise<string | null>
  /** bytes of a part by its name in the manifest */
  part(name: string): Promise<Uint8Array<ArrayBuffer> | null>
  /** public keys of the instance */
  keys(): Promise<readonly KnownKey[]>
}

/** A figure of a release by its names; null: everything, or all services, together. */
export interface FigureName {
  indicator: string
  agency: string | null
  service: string | null
  grain: Grain
  period: string
}

export type Finding =
  | { code: SealFault; part: string }
  | {
      code: 'part-missing' | 'part-hash' | 'part-unreadable'
      part: string
      expected?: string
      found?: string
    }
  /** `line`: 1 for the first */
  | {
      code: 'line-unreadable' | 'line-twice' | 'unknown-indicator' | 'unknown-agency'
      part: string
      line: number
    }
  | { code: 'figure-missing'; part: string; figure: FigureName }
  /** the log of changes says of a figure what its line does not */
  | { code: 'change-differs'; part: string; line: number; figure: FigureName }
  | {
      code: 'figure-differs'
      part: string
      line: number
      figure: FigureName
      differences: Difference[]
    }

export interface VerifySummary {
  code: string | null
  /** parts whose bytes are what was signed, of how many */
  parts: { same: number; all: number }
  figures: {
    /** came out the same */
    same: number
    different: number
    /** hidden, because they are of too few people */
    hidden: number
    /** shown, but resting on facts of so few people that they are not said */
    onHidden: number
    /** achievements whose target cannot be told from outside */
    unchecked: number
  }
  findings: number
}

export type VerifyEvent =
  | { kind: 'finding'; finding: Finding }
  | { kind: 'progress'; part: string; done: number; all: number }

/** Rules of a release, as far as figures are worked out by them. */
export interface Rules {
  definitions: PublishedDefinition[]
  thresholds: { minPeople: number }
}

const GRAINS = ['month', 'quarter', 'semester', 'year', 'all'] as const
const RELEASED_GRAINS: readonly string[] = [...GRAINS, 'given']
const decoder = new TextDecoder('utf-8', { fatal: true })

/** Checks everything that a source holds of a release. `trustedKey`: a public key, or the name of one, that is known to
 *  be the instance's; without it the key that the release brings is taken. `chain`: whether to go back to the first. */
export async function* verifyRelease(
  source: ReleaseSource,
  options: { trustedKey?: string; chain?: boolean } = {},
): AsyncGenerator<VerifyEvent, VerifySummary> {
  const summary: VerifySummary = {
    code: null,
    parts: { same: 0, all: 0 },
    figures: { same: 0, different: 0, hidden: 0, onHidden: 0, unchecked: 0 },
    findings: 0,
  }
  const checker = new Verifier(source, summary)
  const text = await source.signed(null)
  const read = text === null ? null : readSigned(text)
  if (!read) {
    yield* checker.find({ code: 'unreadable', part: 'release.json' })
    return summary
  }
  const { signed, manifest } = read
  summary.code = manifest.code
  summary.parts.all = manifest.parts.length
  for (const code of await checkSeal(signed, manifest)) yield* checker.find({ code, part: 'release.json' })
  const { trustedKey } = options
  if (trustedKey && !(await followsKey(signed.publicKey, trustedKey, await source.keys())))
    yield* checker.find({ code: 'unknown-key', part: 'release.json' })
  yield* checker.checkChain(manifest, options.chain ?? false)
  yield* checker.checkParts(manifest)
  return summary
}

/** What an agency with everything below it hands to the one above. */
interface Subtree {
  totals: ScopeTotals
  lastKnown: Map<string, Set<string>>
  members: string[]
}

class Verifier {
  readonly #source: ReleaseSource
  readonly #summary: VerifySummary
  #manifest!: ReleaseManifest
  #definitions: readonly PublishedDefinition[] = []
  #minPeople = 0
  #delivered!: Delivered
  #done = 0
  readonly #changes = new Map<string, { line: number; change: FigureChange }>()
  readonly #left = new Map<string, ReleaseManifest['parts'][number]>()

  constructor(source: ReleaseSource, summary: VerifySummary) {
    this.#source = source
    this.#summary = summary
  }

  *find(finding: Finding): Generator<VerifyEvent> {
    this.#summary.findings++
    yield { kind: 'finding', finding }
  }

  /** Each release names the one before; the first names none. */
  async *checkChain(manifest: ReleaseManifest, isWhole: boolean): AsyncGenerator<VerifyEvent> {
    for (let at: ReleaseManifest | null = manifest; at?.previous; ) {
      const text = await this.#source.signed(at.previous.code)
      const fault = await checkPrevious(at, text)
      // A package need not bring the whole chain.
      if (fault && (fault !== 'previous-missing' || isWhole))
        yield* this.find({ code: fault, part: at.previous.code })
      const previous: ReturnType<typeof readSigned> = text === null ? null : readSigned(text)
      if (!previous || !isWhole || fault) return
      for (const code of await checkSeal(previous.signed, previous.manifest))
        yield* this.find({ code, part: previous.manifest.code })
      at = previous.manifest
    }
  }

  async *checkParts(manifest: ReleaseManifest): AsyncGenerator<VerifyEvent> {
    this.#manifest = manifest
    for (const part of manifest.parts) this.#left.set(part.name, part)
    const rules = yield* this.#json<Rules>('rules.json')
    const directory = yield* this.#json<{ agencies: PlacedAgency[] }>('directory.json')
    if (rules && directory) {
      this.#definitions = rules.definitions
      this.#minPeople = rules.thresholds.minPeople
      this.#delivered = new Delivered(directory.agencies, manifest.asOf && manifest.through)
      const known = new Set(directory.agencies.map(({ code }) => code))
      for (const name of this.#left.keys()) {
        const code = /^(?:readings|cells)\/(.+)\.ndjson$/.exec(name)?.[1]
        if (code && code !== 'together' && !known.has(code))
          yield* this.find({ code: 'unknown-agency', part: name, line: 0 })
      }
      for (const { line, value } of yield* this.#lines<FigureChange>('changes.ndjson'))
        this.#changes.set(changeKey(value), { line, change: value })
      yield* this.#visit('')
      // Whatever is left speaks of figures that are in no line: then it may say only that they are gone.
      for (const { line, change } of this.#changes.values())
        if (change.new?.value !== null) yield* this.find(changeDiffers(line, change))
    }
    // Whatever else the manifest names.
    for (const name of [...this.#left.keys()]) yield* this.#read(name)
  }

  /** The bytes of a part as text; null where they are not what was signed, which is told. */
  async *#read(name: string): AsyncGenerator<VerifyEvent, string | null> {
    const part = this.#left.get(name)
    if (!part) return null
    this.#left.delete(name)
    yield { kind: 'progress', part: name, done: this.#done++, all: this.#manifest.parts.length }
    const bytes = await this.#source.part(name)
    if (!bytes) {
      yield* this.find({ code: 'part-missing', part: name })
      return null
    }
    const found = await sha256(bytes)
    if (found === part.sha256) this.#summary.parts.same++
    else yield* this.find({ code: 'part-hash', part: name, expected: part.sha256, found })
    try {
      return decoder.decode(bytes)
    } catch {
      yield* this.find({ code: 'part-unreadable', part: name })
      return null
    }
  }

  async *#json<T>(name: string): AsyncGenerator<VerifyEvent, T | null> {
    const text = yield* this.#read(name)
    if (text === null) {
      if (!this.#manifest.parts.some((part) => part.name === name))
        yield* this.find({ code: 'part-missing', part: name })
      return null
    }
    try {
      return JSON.parse(text) as T
    } catch {
      yield* this.find({ code: 'part-unreadable', part: name })
      return null
    }
  }

  /** Lines of a part with their numbers; one that cannot be read is told and left out. */
  async *#lines<T>(name: string): AsyncGenerator<VerifyEvent, { line: number; value: T }[]> {
    const text = yield* this.#read(name)
    const found: { line: number; value: T }[] = []
    for (const [i, row] of (text ?? '').split('\n').entries()) {
      if (row === '') continue
      try {
        found.push({ line: i + 1, value: JSON.parse(row) as T })
      } catch {
        yield* this.find({ code: 'line-unreadable', part: name, line: i + 1 })
      }
    }
    return found
  }

  /** Everything of an agency, after everything below it; '': of all together. */
  async *#visit(code: string): AsyncGenerator<VerifyEvent, Subtree> {
    const own = new ScopeTotals()
    const whole: Subtree = {
      totals: new ScopeTotals(),
      lastKnown: new Map(),
      members: code === '' ? [] : [code],
    }
    for (const child of this.#delivered.childrenOf(code)) {
      const below = yield* this.#visit(child)
      whole.totals.addAll(below.totals)
      whole.members.push(...below.members)
      addLastKnown(whole.lastKnown, below.lastKnown)
    }
    const name = code === '' ? 'together' : code
    const cells = (yield* this.#lines<CellLine>(`cells/${name}.ndjson`)).map(({ value }) => value)
    yield* this.#guard(`cells/${name}.ndjson`, () => {
      for (const line of cells) {
        if (line.kind === 'cases') for (const cell of line.cells) own.addCell(line.service ?? '', cell)
        if (line.kind === 'deliveries') this.#delivered.set(code, line.spans, line.asOf)
      }
    })
    whole.totals.addAll(own)
    const { from, through } = this.#manifest
    addLastKnown(whole.lastKnown, silentBacklogs(this.#delivered, code, own, { from, through }))
    const figures = new ScopeFigures(
      {
        totals: whole.totals,
        // What is last known of an agency alone is no sum.
        lastKnown: whole.members.length > 1 ? whole.lastKnown : new Map(),
        delivered: this.#delivered,
        members: whole.members,
        from,
        through,
      },
      cells,
    )
    yield* this.#checkFigures(`readings/${name}.ndjson`, code, figures)
    return whole
  }

  /** What was changed may be anything; what cannot be understood at all is told. */
  *#guard(part: string, run: () => void): Generator<VerifyEvent> {
    try {
      run()
    } catch {
      yield* this.find({ code: 'part-unreadable', part })
    }
  }

  async *#checkFigures(part: string, code: string, figures: ScopeFigures): AsyncGenerator<VerifyEvent> {
    const byId = new Map(this.#definitions.map((definition) => [definition.id, definition]))
    const seen = new Set<string>()
    const services = new Set([''])
    for (const { line, value } of yield* this.#lines<ReleasedLine>(part)) {
      const { indicator, service, grain, points } = value
      const definition = byId.get(indicator)
      if ((value.agency ?? '') !== code) yield* this.find({ code: 'unknown-agency', part, line })
      if (!definition) yield* this.find({ code: 'unknown-indicator', part, line })
      const isLine = RELEASED_GRAINS.includes(grain) && Array.isArray(points) && points.every(Array.isArray)
      if (!isLine) yield* this.find({ code: 'line-unreadable', part, line })
      if (!definition || !isLine || (value.agency ?? '') !== code) continue
      services.add(service ?? '')
      for (const point of points) {
        const key = keyOf(indicator, service ?? '', grain, point[0])
        if (seen.has(key)) yield* this.find({ code: 'line-twice', part, line })
        seen.add(key)
        const name: FigureName = { indicator, agency: code || null, service, grain, period: point[0] }
        yield* this.#checkPoint(part, line, definition, name, point, figures)
      }
    }
    yield* this.#checkAllThere(part, code, figures, services, seen)
  }

  *#checkPoint(
    part: string,
    line: number,
    definition: PublishedDefinition,
    figure: FigureName,
    point: ReleasedPoint,
    figures: ScopeFigures,
  ): Generator<VerifyEvent> {
    yield* this.#checkChange(figure, point)
    const counted = this.#summary.figures
    const recomputed = figures.figure(definition, figure.service ?? '', figure.grain, figure.period)
    if (!recomputed) {
      counted.different++
      const differences: Difference[] = [{ field: 'missing', published: figure.period, recomputed: null }]
      yield* this.find({ code: 'figure-differs', part, line, figure, differences })
      return
    }
    if (definition.method.kind === 'achievement' && recomputed.measure.value === null && point[1] !== null) {
      counted.unchecked++
      return
    }
    const verdict = comparePoint(definition, point, recomputed, this.#minPeople)
    if (verdict === 'same') counted.same++
    else if (verdict === 'hidden') counted.hidden++
    else if (verdict === 'on-hidden') counted.onHidden++
    else {
      counted.different++
      yield* this.find({ code: 'figure-differs', part, line, figure, differences: verdict })
    }
  }

  /** What is logged of a figure is what its line says, and nothing is logged of one that is hidden. */
  *#checkChange(figure: FigureName, [, value, n, , , , , missing]: ReleasedPoint): Generator<VerifyEvent> {
    const key = changeKey(figure)
    const logged = this.#changes.get(key)
    if (!logged) return
    this.#changes.delete(key)
    const now = logged.change.new
    const isSame = now?.value === value && now.n === n && now.missing === missing
    if (!isSame || missing === 'too-few') yield* this.find(changeDiffers(logged.line, logged.change))
  }

  /** Leaving a bad figure out is another way of changing it. */
  *#checkAllThere(
    part: string,
    code: string,
    figures: ScopeFigures,
    services: ReadonlySet<string>,
    seen: ReadonlySet<string>,
  ): Generator<VerifyEvent> {
    for (const definition of this.#definitions) {
      for (const service of new Set([...services, ...figures.services()])) {
        for (const grain of GRAINS) {
          for (const { period } of figures.periods(grain)) {
            if (seen.has(keyOf(definition.id, service, grain, period))) continue
            if (isAbsent(figures.figure(definition, service, grain, period)!)) continue
            const figure = {
              indicator: definition.id,
              agency: code || null,
              service: service || null,
              grain,
              period,
            }
            yield* this.find({ code: 'figure-missing', part, figure })
          }
        }
      }
    }
  }
}

const keyOf = (indicator: string, service: string, grain: string, period: string): string =>
  `${indicator}|${service}|${grain}|${period}`

const changeKey = ({ indicator, agency, service, grain, period }: FigureName): string =>
  `${agency ?? ''}|${keyOf(indicator, service ?? '', grain, period)}`

const changeDiffers = (
  line: number,
  { indicator, agency, service, grain, period }: FigureChange,
): Finding => ({
  code: 'change-differs',
  part: 'changes.ndjson',
  line,
  figure: { indicator, agency, service, grain, period },
})

/** Nobody delivers it, and nobody was expected to: such a figure is in no line. */
const isAbsent = ({ measure, reporting, expected }: Recomputed): boolean =>
  measure.value === null &&
  (measure.missing === 'not-reported' || measure.missing === 'not-yet-due') &&
  reporting === 0 &&
  expected === 0 &&
  measure.flags.length === 0
