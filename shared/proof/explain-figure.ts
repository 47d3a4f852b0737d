import type { ReleasedLine, ReleasedPoint, ReleaseManifest, SignedRelease } from '#shared/contract/release.ts'
import { lastDayOf, parsePeriod } from '#shared/time/period.ts'
import type { CellLine } from './cell-line.ts'
import { figureAgain } from './check-readings.ts'
import { checkPrevious, checkSeal, readSigned, type SealFault } from './check-seal.ts'
import { comparePoint, type Verdict } from './compare-point.ts'
import type { PublishedDefinition } from './definition.ts'
import { Delivered, type PlacedAgency } from './delivered.ts'
import { sha256 } from './digest.ts'
import type { FigureName, ReleaseSource, Rules } from './findings.ts'
import { type Recomputed, ScopeFigures } from './scope-figures.ts'
import { ScopeTotals } from './scope-totals.ts'
import { addLastKnown, silentBacklogs } from './silent-backlogs.ts'
import { namesIn, numberOf, type SumName } from './sums.ts'
import { type Held, ScopeAchievements, targetsByFigure } from './target-achievements.ts'

// One figure of a release, from its signature to the number, with each step between: what verifyRelease does for all of
// them, for whoever wants to see one with their own eyes.

/** A document that was read, by the hash that the manifest names and by its own; null: not there. */
export interface CheckedPart {
  name: string
  named: string | null
  found: string | null
}

/** The sums of an agency's own cells that the figure rests on. */
export interface AgencySums {
  agency: string
  sums: Partial<Record<SumName, number>>
  /** durations of completed cases; 0 where the figure is not about them */
  durations: number
}

export interface ExplainedFigure {
  signed: SignedRelease
  manifest: ReleaseManifest
  seal: SealFault[]
  /** what is wrong with the link to the release before; `first`: there is none before */
  chain: SealFault | 'first' | null
  parts: CheckedPart[]
  definition: PublishedDefinition | null
  /** in `readings/…`, 1 for the first; null: the figure is in no line */
  line: number | null
  published: ReleasedPoint | null
  recomputed: Recomputed | null
  /** null: nothing was published */
  verdict: Verdict | null
  /** of an achievement: the figures held against their targets */
  held: Held[]
  /** agencies with cells of their own in the period */
  rows: AgencySums[]
  /** the sums that the definition speaks of, of the whole scope */
  sums: Partial<Record<SumName, number>>
}

export interface ReadStep {
  part: string
  done: number
  all: number
}

/** Explains one figure. @returns null where there is no release that can be read */
export async function* explainFigure(
  source: ReleaseSource,
  figure: FigureName,
): AsyncGenerator<ReadStep, ExplainedFigure | null> {
  const text = await source.signed(null)
  const read = text === null ? null : readSigned(text)
  if (!read) return null
  const { signed, manifest } = read
  const seal = await checkSeal(signed, manifest, await source.keys())
  const { previous } = manifest
  const chain = previous ? await checkPrevious(manifest, await source.signed(previous.code)) : 'first'
  const reader = new PartReader(source, manifest)
  const rules = parse<Rules>(await reader.text('rules.json'))
  const directory = parse<{ agencies: PlacedAgency[] }>(await reader.text('directory.json'))
  const found: ExplainedFigure = {
    signed,
    manifest,
    seal,
    chain,
    parts: reader.parts,
    definition: rules?.definitions.find(({ id }) => id === figure.indicator) ?? null,
    line: null,
    published: null,
    recomputed: null,
    verdict: null,
    held: [],
    rows: [],
    sums: {},
  }
  const { definition } = found
  const span = parsePeriod(figure.period)
  const code = figure.agency ?? ''
  const isKnown = code === '' || directory?.agencies.some((agency) => agency.code === code)
  if (!rules || !directory || !definition || !span || !isKnown) return found
  const delivered = new Delivered(directory.agencies, manifest.asOf && manifest.through)
  const members = delivered.members(code)
  const totals = new ScopeTotals()
  const lastKnown = new Map<string, Set<string>>()
  const service = figure.service ?? ''
  const names = namesIn(definition)
  let ownLines: CellLine[] = []
  for (const [done, member] of members.entries()) {
    const name = `cells/${member}.ndjson`
    yield { part: name, done, all: members.length }
    if (!reader.has(name)) continue
    const lines = parseLines<CellLine>(await reader.text(name))
    if (member === code) ownLines = lines
    const own = new ScopeTotals()
    for (const line of lines) {
      if (line.kind === 'cases') for (const cell of line.cells) own.addCell(line.service ?? '', cell)
      if (line.kind === 'deliveries') delivered.set(member, line.spans, line.asOf)
    }
    totals.addAll(own)
    addLastKnown(lastKnown, silentBacklogs(delivered, member, own, manifest))
    const [period] = figure.grain === 'given' ? [] : own.periods(service, figure.grain, [span])
    if (!period || !own.services().includes(service)) continue
    const cell = { ...period, isBacklogLastKnown: false, survey: null, complaints: null, costs: null }
    const sums = sumsOf(
      names.filter((one) => one.startsWith('cases.') || one === 'backlog'),
      (one) => numberOf(cell, one),
    )
    const { method } = definition
    const durations =
      method.kind === 'quantile' || (method.kind === 'mean' && method.of === 'elapsed')
        ? (cell[method.kind === 'quantile' ? method.of : 'elapsed']?.n ?? 0)
        : 0
    if (durations > 0 || Object.values(sums).some((sum) => sum !== 0))
      found.rows.push({ agency: member, sums, durations })
  }
  const file = code === '' ? 'together' : code
  if (code === '' && reader.has('cells/together.ndjson'))
    ownLines = parseLines<CellLine>(await reader.text('cells/together.ndjson'))
  const { from, through } = manifest
  const of = {
    totals,
    lastKnown: members.length > 1 ? lastKnown : new Map(),
    delivered,
    members,
    from,
    through,
  }
  const figures = new ScopeFigures(of, ownLines)
  const achievements = new ScopeAchievements({
    agency: code,
    members,
    targets: targetsByFigure(rules.targets),
    definitions: new Map(rules.definitions.map((one) => [one.id, one])),
    delivered,
    figures,
    lastDay: lastDayOf(through),
  })
  const readings = `readings/${file}.ndjson`
  yield { part: readings, done: members.length, all: members.length }
  const lines = (await reader.text(readings))?.split('\n') ?? []
  for (const [i, line] of lines.entries()) {
    const value = line === '' ? null : parse<ReleasedLine>(line)
    if (value) achievements.add(value.indicator, value.service ?? '', value.grain, value.points)
    if (
      value?.indicator !== figure.indicator ||
      value.service !== figure.service ||
      value.grain !== figure.grain
    )
      continue
    const point = value.points.find(([period]) => period === figure.period)
    if (!point) continue
    found.line = i + 1
    found.published = point
  }
  const recomputed = figureAgain({ figures, achievements }, definition, figure)
  found.recomputed = recomputed
  if (recomputed) found.sums = sumsOf(names, (one) => numberOf(recomputed.cell, one))
  if (definition.method.kind === 'achievement')
    found.held = achievements.held(service, figure.grain, figure.period)
  if (found.published && recomputed)
    found.verdict = comparePoint(definition, found.published, recomputed, rules.thresholds.minPeople)
  return found
}

const sumsOf = (names: readonly SumName[], of: (name: SumName) => number): Partial<Record<SumName, number>> =>
  Object.fromEntries(names.map((name) => [name, of(name)]))

class PartReader {
  readonly #source: ReleaseSource
  readonly #named: ReadonlyMap<string, string>
  readonly parts: CheckedPart[] = []

  constructor(source: ReleaseSource, { parts }: ReleaseManifest) {
    this.#source = source
    this.#named = new Map(parts.map(({ name, sha256 }) => [name, sha256]))
  }

  has(name: string): boolean {
    return this.#named.has(name)
  }

  /** The text of a part, noted with its hash. */
  async text(name: string): Promise<string | null> {
    const bytes = await this.#source.part(name)
    const found = bytes && (await sha256(bytes))
    this.parts.push({ name, named: this.#named.get(name) ?? null, found })
    return bytes && new TextDecoder().decode(bytes)
  }
}

function parse<T>(text: string | null): T | null {
  try {
    return text === null ? null : (JSON.parse(text) as T)
  } catch {
    return null
  }
}

const parseLines = <T>(text: string | null): T[] =>
  (text ?? '').split('\n').flatMap((line) => (line === '' ? [] : (parse<T>(line) ?? [])))
