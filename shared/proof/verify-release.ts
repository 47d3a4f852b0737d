import type { FigureChange, ReleasedLine, ReleaseManifest } from '#shared/contract/release.ts'
import { lastDayOf } from '#shared/time/period.ts'
import type { CellLine } from './cell-line.ts'
import { checkReadings } from './check-readings.ts'
import { areHandedOn, checkPrevious, checkSeal, followsKey, type KnownKey, readSigned } from './check-seal.ts'
import { CheckedParts, isWrittenOnce } from './checked-parts.ts'
import { Delivered, type PlacedAgency } from './delivered.ts'
import { sha256 } from './digest.ts'
import { event, type ReleaseSource, type Rules, type VerifyEvent, type VerifySummary } from './findings.ts'
import { type Before, LogOfChanges } from './log-of-changes.ts'
import { ScopeFigures } from './scope-figures.ts'
import { ScopeTotals } from './scope-totals.ts'
import { addLastKnown, silentBacklogs } from './silent-backlogs.ts'
import { checkCells } from './sound-cells.ts'
import { ScopeAchievements, targetsByFigure } from './target-achievements.ts'

// Checks a release from its documents alone: that they are what was signed, and that every figure comes out again from
// the published cells by the published definitions. Agency by agency, from the leaves up, so that memory does not grow
// with the country. The server's command line and the browser run the same.

interface VerifyOptions {
  /** a public key, or the name of one, that is known to be the instance's; without it that of the release is taken */
  trustedKey?: string
  /** whether to go back to the first release */
  chain?: boolean
  /** what else the instance lists as released: with the whole chain, each has to be on it or to come after */
  listed?: readonly ListedRelease[]
  /** the release that was seen last: this one is it, or comes after it on the chain */
  noted?: NotedRelease
}

/** A release as somebody wrote it down; `sha256` of its manifest, null: only its code. */
export interface NotedRelease {
  code: string
  sha256: string | null
}

export interface ListedRelease {
  code: string
  /** of its manifest */
  sha256: string
}

/** Checks everything that a source holds of a release. */
export async function* verifyRelease(
  source: ReleaseSource,
  options: VerifyOptions = {},
): AsyncGenerator<VerifyEvent, VerifySummary> {
  const summary: VerifySummary = {
    code: null,
    parts: { same: 0, all: 0 },
    figures: { same: 0, different: 0, hidden: 0, onHidden: 0 },
    log: null,
    previous: null,
    sha256: null,
    keyId: null,
    findings: 0,
  }
  for await (const found of checkAll(source, options, summary)) {
    if (found.kind === 'finding') summary.findings++
    yield found
  }
  return summary
}

async function* checkAll(
  source: ReleaseSource,
  { trustedKey, chain = false, listed = [], noted }: VerifyOptions,
  summary: VerifySummary,
): AsyncGenerator<VerifyEvent> {
  const text = await source.signed(null)
  const read = text === null ? null : readSigned(text)
  if (!read) {
    yield event({ code: 'unreadable', part: 'release.json' })
    return
  }
  const { signed, manifest } = read
  // A file may end its last line.
  if (!isWrittenOnce(signed, text!.trimEnd()))
    yield event({ code: 'line-not-canonical', part: 'release.json', line: 1 })
  summary.code = manifest.code
  summary.previous = manifest.previous?.code ?? null
  summary.sha256 = signed.sha256
  summary.keyId = manifest.keyId
  summary.parts.all = manifest.parts.length
  const keys = await source.keys()
  for (const code of await checkSeal(signed, manifest, keys)) yield event({ code, part: 'release.json' })
  if (source.code !== undefined && source.code !== manifest.code)
    yield event({ code: 'other-release', part: 'release.json' })
  if (!(await areHandedOn(keys))) yield event({ code: 'key-endorsement', part: 'keys.json' })
  if (trustedKey && !(await followsKey(signed.publicKey, trustedKey, keys)))
    yield event({ code: 'unknown-key', part: 'release.json' })
  yield* checkChain(source, { signed, manifest }, chain ? { keys, listed } : null)
  if (noted) yield* checkNoted(source, { signed, manifest }, noted)
  const parts = new CheckedParts(source, manifest.parts)
  for (const name of parts.twice) yield event({ code: 'part-twice', part: name })
  const before = await releaseBefore(source, manifest)
  const held: Held = { agencies: 0, readings: 0, changed: 0, asOf: null, isWhole: false }
  try {
    yield* checkFigures(manifest, parts, before, { summary, held })
  } catch (error) {
    // What was changed may be anything; a source that does not answer is no finding.
    if (parts.isAsking || before?.parts.isAsking) throw error
    yield event({ code: 'part-unreadable', part: parts.current })
  }
  // Whatever else the manifest names.
  for (const name of parts.left()) yield* parts.text(name)
  summary.parts.same = parts.same
  // Of parts that are not what was signed it says nothing.
  if (held.isWhole && parts.same === manifest.parts.length) yield* checkSaid(manifest, held)
}

/** Each release names the one before; the first names none. `whole`: back to the first, and whatever else is listed is on
 *  the way; null: one step. */
async function* checkChain(
  source: ReleaseSource,
  newest: NonNullable<ReturnType<typeof readSigned>>,
  whole: { keys: readonly KnownKey[]; listed: readonly ListedRelease[] } | null,
): AsyncGenerator<VerifyEvent> {
  const hashes = new Map([[newest.manifest.code, newest.signed.sha256]])
  for (let at = newest.manifest; at.previous; ) {
    const text = await source.signed(at.previous.code)
    const fault = await checkPrevious(at, text)
    // A package need not bring the whole chain.
    if (fault && (fault !== 'previous-missing' || whole)) yield event({ code: fault, part: at.previous.code })
    const previous = text === null ? null : readSigned(text)
    if (!previous || !whole || fault) return
    for (const code of await checkSeal(previous.signed, previous.manifest, whole.keys))
      yield event({ code, part: previous.manifest.code })
    const { code } = previous.manifest
    // Under one name there would be two.
    if (hashes.has(code)) yield event({ code: 'off-chain', part: code })
    hashes.set(code, previous.signed.sha256)
    at = previous.manifest
  }
  for (const { code, sha256 } of whole?.listed ?? [])
    if (hashes.get(code) !== sha256) yield event({ code: 'off-chain', part: code })
  if (!whole || whole.listed.length === 0) return
  const names = new Set(whole.listed.map(({ code }) => code))
  for (const code of hashes.keys()) if (!names.has(code)) yield event({ code: 'off-list', part: code })
}

/** Who is shown an older state, or a chain that was begun anew, does not find there what he saw last. */
async function* checkNoted(
  source: ReleaseSource,
  newest: NonNullable<ReturnType<typeof readSigned>>,
  noted: NotedRelease,
): AsyncGenerator<VerifyEvent> {
  const { code } = noted
  let at = newest.manifest
  let hash = await sha256(newest.signed.manifest)
  while (at.code !== code) {
    const before = at.previous
    if (!before) return yield event({ code: 'noted-missing', part: code })
    hash = before.sha256
    // Its hash is told also where it is not at hand itself.
    if (before.code === code) break
    const text = await source.signed(before.code)
    const previous = text === null ? null : readSigned(text)
    if (!previous || (await checkPrevious(at, text)) !== null)
      return yield event({ code: 'noted-missing', part: code })
    at = previous.manifest
  }
  if (noted.sha256 !== null && noted.sha256 !== hash) yield event({ code: 'noted-other', part: code })
}

/** The documents of the release before, where they are at hand and it is the one that the chain names. */
async function releaseBefore(source: ReleaseSource, manifest: ReleaseManifest): Promise<Before | null> {
  if (!manifest.previous) return null
  const { code } = manifest.previous
  const other = (await source.other?.(code)) ?? null
  const text = other && (await other.signed(null))
  const read = text === null ? null : readSigned(text)
  if (!other || !read || (await checkPrevious(manifest, text)) !== null) return null
  return { manifest: read.manifest, parts: new CheckedParts(other, read.manifest.parts, `${code}/`) }
}

async function* checkFigures(
  manifest: ReleaseManifest,
  parts: CheckedParts,
  before: Before | null,
  { summary, held }: { summary: VerifySummary; held: Held },
): AsyncGenerator<VerifyEvent> {
  const rules = yield* parts.json<Rules>('rules.json')
  const directory = yield* parts.json<{ agencies: PlacedAgency[] }>('directory.json')
  if (!rules || !directory) return
  const lists = { 'rules.json': rules.definitions, 'directory.json': directory.agencies }
  for (const [part, list] of Object.entries(lists)) {
    if (Array.isArray(list)) continue
    yield event({ code: 'part-unreadable', part })
    return
  }
  const known = new Set(directory.agencies.map(({ code }) => code))
  if (known.size < directory.agencies.length) yield event({ code: 'named-twice', part: 'directory.json' })
  if (new Set(rules.definitions.map(({ id }) => id)).size < rules.definitions.length)
    yield event({ code: 'named-twice', part: 'rules.json' })
  for (const name of parts.left()) {
    const code = /^(?:readings|cells)\/(.+)\.ndjson$/.exec(name)?.[1]
    if (code && code !== 'together' && !known.has(code))
      yield event({ code: 'unknown-agency', part: name, line: 0 })
  }
  const log = new LogOfChanges(manifest, before)
  if (!parts.has('changes.ndjson')) yield event({ code: 'part-missing', part: 'changes.ndjson' })
  const changes = yield* parts.lines<FigureChange>('changes.ndjson')
  held.changed = changes.length
  yield* log.take(changes)
  const walk = new Walk(manifest, parts, rules, directory.agencies, log, { summary, held })
  yield* walk.visit('')
  yield* log.end()
  held.isWhole = parts.has('changes.ndjson')
  // Nobody stands above them, and yet they are not at the top: what they say was added to nothing.
  for (const name of parts.left())
    if (/^(?:readings|cells)\//.test(name)) yield event({ code: 'unplaced-agency', part: name, line: 0 })
  summary.log = log.check
}

/** What the parts of a release hold, for what its manifest says of them. */
interface Held {
  agencies: number
  readings: number
  changed: number
  /** latest instant that any delivery is true up to */
  asOf: string | null
  /** everything was read */
  isWhole: boolean
}

function* checkSaid({ counts, asOf }: ReleaseManifest, held: Held): Generator<VerifyEvent> {
  const said = { ...counts, asOf }
  const fields = ['agencies', 'readings', 'changed', 'asOf'] as const
  const differences = fields
    .filter((field) => said[field] !== held[field])
    .map((field) => ({ field, published: said[field] ?? null, recomputed: held[field] }))
  if (differences.length > 0) yield event({ code: 'manifest-differs', part: 'release.json', differences })
}

/** What an agency with everything below it hands to the one above. */
interface Subtree {
  totals: ScopeTotals
  lastKnown: Map<string, Set<string>>
  members: string[]
}

class Walk {
  readonly #manifest: ReleaseManifest
  readonly #parts: CheckedParts
  readonly #rules: Rules
  readonly #delivered: Delivered
  readonly #log: LogOfChanges
  readonly #figures: VerifySummary['figures']
  readonly #held: Held
  readonly #definitions: ReadonlyMap<string, Rules['definitions'][number]>
  readonly #targets: ReturnType<typeof targetsByFigure>

  constructor(
    manifest: ReleaseManifest,
    parts: CheckedParts,
    rules: Rules,
    agencies: readonly PlacedAgency[],
    log: LogOfChanges,
    { summary, held }: { summary: VerifySummary; held: Held },
  ) {
    this.#manifest = manifest
    this.#parts = parts
    this.#rules = rules
    this.#delivered = new Delivered(agencies, manifest.asOf && manifest.through)
    this.#log = log
    this.#figures = summary.figures
    this.#held = held
    this.#definitions = new Map(rules.definitions.map((definition) => [definition.id, definition]))
    this.#targets = targetsByFigure(rules.targets)
  }

  /** Everything of an agency, after everything below it; '': of all together. */
  async *visit(agency: string): AsyncGenerator<VerifyEvent, Subtree> {
    const own = new ScopeTotals()
    const whole: Subtree = {
      totals: new ScopeTotals(),
      lastKnown: new Map(),
      members: agency === '' ? [] : [agency],
    }
    for (const child of this.#delivered.childrenOf(agency)) {
      const below = yield* this.visit(child)
      whole.totals.addAll(below.totals)
      whole.members.push(...below.members)
      addLastKnown(whole.lastKnown, below.lastKnown)
    }
    const name = agency === '' ? 'together' : agency
    const file = `cells/${name}.ndjson`
    const told = yield* this.#parts.lines<CellLine>(file)
    const cells = told.map(({ value }) => value)
    try {
      yield* checkCells(file, agency, told)
      for (const line of cells) {
        if (line.kind === 'cases') for (const cell of line.cells) own.addCell(line.service ?? '', cell)
        if (line.kind !== 'deliveries') continue
        this.#delivered.set(agency, line.spans, line.asOf)
        for (const asOf of Object.values(line.asOf))
          if (this.#held.asOf === null || asOf > this.#held.asOf) this.#held.asOf = asOf
      }
    } catch {
      yield event({ code: 'part-unreadable', part: file })
    }
    whole.totals.addAll(own)
    const { from, through } = this.#manifest
    addLastKnown(whole.lastKnown, silentBacklogs(this.#delivered, agency, own, { from, through }))
    const part = `readings/${name}.ndjson`
    const of = {
      part,
      agency,
      minPeople: this.#rules.thresholds.minPeople,
      ...this.#scope(agency, whole, cells),
    }
    const lines = yield* this.#parts.lines<ReleasedLine>(part)
    if (agency !== '' && lines.length > 0) this.#held.agencies++
    const sound = yield* checkReadings(of, lines, this.#figures)
    for (const { points } of sound) this.#held.readings += points.length
    yield* this.#log.checkScope(part, sound)
    return whole
  }

  #scope(agency: string, { totals, lastKnown, members }: Subtree, cells: readonly CellLine[]) {
    const { from, through } = this.#manifest
    const delivered = this.#delivered
    const definitions = this.#definitions
    const figures = new ScopeFigures(
      {
        totals,
        // What is last known of an agency alone is no sum.
        lastKnown: members.length > 1 ? lastKnown : new Map(),
        delivered,
        members,
        from,
        through,
      },
      cells,
    )
    const achievements = new ScopeAchievements({
      agency,
      members,
      targets: this.#targets,
      definitions,
      delivered,
      figures,
      lastDay: lastDayOf(through),
    })
    return { definitions, figures, achievements }
  }
}
