import type { ReleasedLine, ReleasedPoint } from '#shared/contract/release.ts'
import { comparePoint, type Difference } from './compare-point.ts'
import type { PublishedDefinition } from './definition.ts'
import { event, type FigureName, keyOf, type VerifyEvent, type VerifySummary } from './findings.ts'
import type { Recomputed, ScopeFigures } from './scope-figures.ts'
import type { ScopeAchievements } from './target-achievements.ts'

const GRAINS = ['month', 'quarter', 'semester', 'year', 'all'] as const
const RELEASED_GRAINS: readonly string[] = [...GRAINS, 'given']

export interface ReadingsOf {
  /** name of the part that the lines are of */
  part: string
  /** '': everything together */
  agency: string
  definitions: ReadonlyMap<string, PublishedDefinition>
  minPeople: number
  figures: ScopeFigures
  achievements: ScopeAchievements
}

/** Holds the published figures of a scope against those that come out of its cells, and names those left out.
 *  @returns the lines that are some */
export function* checkReadings(
  of: ReadingsOf,
  lines: readonly { line: number; value: ReleasedLine }[],
  counted: VerifySummary['figures'],
): Generator<VerifyEvent, ReleasedLine[]> {
  const { part, agency, definitions } = of
  const sound: { line: number; value: ReleasedLine; definition: PublishedDefinition }[] = []
  for (const { line, value } of lines) {
    const definition = definitions.get(value.indicator)
    const isOwn = (value.agency ?? '') === agency
    const isLine =
      RELEASED_GRAINS.includes(value.grain) && Array.isArray(value.points) && value.points.every(isPoint)
    if (!isOwn) yield event({ code: 'unknown-agency', part, line })
    if (!definition) yield event({ code: 'unknown-indicator', part, line })
    if (!isLine) yield event({ code: 'line-unreadable', part, line })
    if (!definition || !isLine || !isOwn) continue
    sound.push({ line, value, definition })
    of.achievements.add(value.indicator, value.service ?? '', value.grain, value.points)
  }
  const seen = new Set<string>()
  const services = new Set([''])
  for (const { line, value, definition } of sound) {
    const { indicator, service, grain, points } = value
    services.add(service ?? '')
    for (const point of points) {
      const key = keyOf(indicator, service ?? '', grain, point[0])
      if (seen.has(key)) yield event({ code: 'line-twice', part, line })
      seen.add(key)
      const figure: FigureName = { indicator, agency: agency || null, service, grain, period: point[0] }
      yield* checkPoint(of, line, definition, figure, point, counted)
    }
  }
  yield* checkAllThere(of, services, seen)
  return sound.map(({ value }) => value)
}

const isPoint = (point: unknown): boolean =>
  Array.isArray(point) &&
  point.length === 11 &&
  typeof point[0] === 'string' &&
  // A text that reads as a number is none.
  point.slice(1, 7).every((part) => part === null || typeof part === 'number') &&
  (point[7] === null || typeof point[7] === 'string') &&
  [point[8], point[9]].every((count) => Number.isSafeInteger(count)) &&
  Array.isArray(point[10]) &&
  point[10].every((flag) => typeof flag === 'string')

/** A figure by its definition, or by its targets. */
export function figureAgain(
  { figures, achievements }: Pick<ReadingsOf, 'figures' | 'achievements'>,
  definition: PublishedDefinition,
  { service, grain, period }: Omit<FigureName, 'indicator' | 'agency'>,
): Recomputed | null {
  const found = figures.figure(definition, service ?? '', grain, period)
  return found && definition.method.kind === 'achievement'
    ? achievements.fill(found, service ?? '', grain)
    : found
}

function* checkPoint(
  of: ReadingsOf,
  line: number,
  definition: PublishedDefinition,
  figure: FigureName,
  point: ReleasedPoint,
  counted: VerifySummary['figures'],
): Generator<VerifyEvent> {
  const recomputed = figureAgain(of, definition, figure)
  const none: Difference[] = [{ field: 'missing', published: figure.period, recomputed: null }]
  const verdict = recomputed ? comparePoint(definition, point, recomputed, of.minPeople) : none
  if (verdict === 'same') counted.same++
  else if (verdict === 'hidden') counted.hidden++
  else if (verdict === 'on-hidden') counted.onHidden++
  else {
    counted.different++
    yield event({ code: 'figure-differs', part: of.part, line, figure, differences: verdict })
  }
}

/** Leaving a bad figure out is another way of changing it. */
function* checkAllThere(
  of: ReadingsOf,
  services: ReadonlySet<string>,
  seen: ReadonlySet<string>,
): Generator<VerifyEvent> {
  const { part, agency, definitions, figures } = of
  for (const definition of definitions.values()) {
    for (const service of new Set([...services, ...figures.services()])) {
      for (const grain of GRAINS) {
        for (const { period } of figures.periods(grain)) {
          if (seen.has(keyOf(definition.id, service, grain, period))) continue
          const name = { service: service || null, grain, period }
          if (isAbsent(figureAgain(of, definition, name)!)) continue
          const figure = { indicator: definition.id, agency: agency || null, ...name }
          yield event({ code: 'figure-missing', part, figure })
        }
      }
    }
  }
}

/** Nobody delivers it, and nobody was expected to: such a figure is in no line. */
const isAbsent = ({ measure, reporting, expected }: Recomputed): boolean =>
  measure.value === null &&
  (measure.missing === 'not-reported' || measure.missing === 'not-yet-due') &&
  reporting === 0 &&
  expected === 0 &&
  measure.flags.length === 0
