import { listInnovations, type StoredInnovation } from '#server/db/queries/innovations.ts'
import type { InnovationEffect } from '#shared/contract/innovation.ts'
import { effectSentence } from '#shared/i18n/effect-sentence.ts'
import type { Locale } from '#shared/i18n/text.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { effectOf, type MonthlyPoint } from '#shared/stats/interrupted-series.ts'
import { addDays } from '#shared/time/date.ts'
import { parsePeriod, spanOf } from '#shared/time/period.ts'
import { chartHistory } from './chart-history.ts'
import { peersOf } from './choose-peers.ts'
import type { Directory, DirectoryAgency } from './directory.ts'
import { type History, historiesOf, windowOf } from './history.ts'
import { ledgerOf } from './ledger.ts'
import { planReadings, type ReadingsQuery } from './query.ts'
import { describeInnovation, getInnovation } from './read-innovations.ts'
import { asOfScope } from './read-readings.ts'
import { readTogether } from './read-together.ts'
import { standingOf } from './standing.ts'
import { inOneVersion, type Viewer, type World } from './world.ts'

/** Looked at when none is named: the one of which more is known. */
const USUAL = ['median-working-days', 'on-time-rate']
const GRAIN = 'month'

/** Did an innovation work? The months of what it touches before and after its start, beside peers without it.
 *  @throws Refusal `not_found` for an unknown innovation, `invalid` for an unknown indicator. */
export const readEffect = (
  world: World,
  asked: { id: string; indicator: string | null },
  viewer: Viewer & { locale: Locale },
): Promise<InnovationEffect> =>
  inOneVersion(world, async (directory) => {
    const innovation = await getInnovation(world, asked.id)
    const indicators = asked.indicator === null ? USUAL : [asked.indicator]
    const pasts = await Promise.all(
      indicators.map((indicator) =>
        pastOf(world, directory, viewer, innovation.agency, innovation, indicator),
      ),
    )
    const past = pasts.reduce((best, one) => (known(one.months) > known(best.months) ? one : best))
    const { definition, months } = past
    const alone = effectOf(months, innovation.startedOn, definition.direction)
    const peers =
      alone.verdict === 'too-early' || isAmount(past)
        ? null
        : await peersWithout(world, directory, innovation, viewer)
    const together = peers?.length
      ? await monthsTogether(world, directory, viewer, innovation, past, peers)
      : null
    const effect = together ? effectOf(together, innovation.startedOn, definition.direction) : alone
    const isCompared = effect.difference !== null
    const told: Omit<InnovationEffect, 'sentence'> = {
      ...standingOf(
        world,
        directory,
        asOfScope(directory, { agencies: [directory.agencyByCode.get(innovation.agency)!] }),
      ),
      innovation: describeInnovation(innovation),
      indicator: definition.id,
      unit: definition.unit,
      direction: definition.direction,
      verdict: effect.verdict,
      before: effect.before,
      after: effect.after,
      level: effect.level,
      slope: effect.slope,
      atEnd: effect.atEnd,
      comparison: isCompared
        ? { agencies: peers!.map(({ code }) => code), difference: effect.difference! }
        : null,
      points: effect.points.map((point, i) => ({
        ...point,
        value: months[i]!.value,
        peers: isCompared ? (together![i]!.peers ?? null) : null,
      })),
    }
    return { ...told, sentence: effectSentence(viewer.locale, told, definition.name) }
  })

interface Past {
  definition: IndicatorDefinition
  history: History | undefined
  /** from its first figure to the last month that is complete */
  months: MonthlyPoint[]
}

const known = (months: readonly MonthlyPoint[]): number => months.filter(({ value }) => value !== null).length

async function pastOf(
  world: World,
  directory: Directory,
  viewer: Viewer,
  agency: string,
  { service, startedOn }: StoredInnovation,
  indicator: string,
): Promise<Past> {
  const last = windowOf(directory, GRAIN, false).periods.at(-1)?.startsOn ?? startedOn
  const query: ReadingsQuery = {
    indicators: [indicator],
    agencies: [agency],
    services: service === null ? null : [service],
    channels: null,
    levels: null,
    grain: GRAIN,
    from: last,
    to: last,
  }
  const plan = planReadings(directory, query)
  const scope = { indicator, agency, service, channel: null }
  const [pasts, ledger] = await Promise.all([
    historiesOf(world, directory, plan, query, viewer, [scope]),
    ledgerOf(world.db.read, directory),
  ])
  const history = pasts(scope)
  const points = history ? chartHistory(directory, ledger, history).points : []
  return {
    definition: plan.definitions[0]!,
    history,
    months: points.map(({ period, value }) => ({ period, value })),
  }
}

/** How much, rather than how good: offices of other sizes are no measure for it. */
const isAmount = ({ definition, history }: Past): boolean =>
  definition.isCount ||
  (definition.unit === 'count' && !history?.readings.some(({ denominator }) => denominator !== null))

/** Fair company by what was done in the year before it began, without those that have it too, or lie in or above it. */
async function peersWithout(
  world: World,
  directory: Directory,
  innovation: StoredInnovation,
  viewer: Viewer,
): Promise<DirectoryAgency[]> {
  const own = directory.agencyByCode.get(innovation.agency)!
  const monthBefore = spanOf(addDays(spanOf(innovation.startedOn, GRAIN).startsOn, -1), GRAIN)
  const asked = { of: own.code, given: null, service: innovation.service, span: monthBefore }
  const [{ agencies }, register] = await Promise.all([
    peersOf(world, directory, asked, viewer),
    listInnovations(world.db.read),
  ])
  const having = register
    .filter(({ code }) => code === innovation.code)
    .map(({ agencyId }) => directory.agencyById.get(agencyId)!)
  return agencies
    .map((code) => directory.agencyByCode.get(code)!)
    .filter((peer) => having.every((one) => !one.members.includes(peer) && !peer.members.includes(one)))
}

/** The months beside the same figure of the peers together. */
async function monthsTogether(
  world: World,
  directory: Directory,
  viewer: Viewer,
  innovation: StoredInnovation,
  { definition, months }: Past,
  peers: readonly DirectoryAgency[],
): Promise<MonthlyPoint[]> {
  const service = innovation.service === null ? null : directory.serviceByCode.get(innovation.service)!
  const periods = months.map(({ period }) => parsePeriod(period)!)
  const measures = await readTogether(world, directory, {
    definition,
    agencies: peers,
    service,
    grain: GRAIN,
    periods,
  })
  const isHidden = await hiddenMonths(world, directory, viewer, innovation, definition, peers)
  return months.map((month, i) => ({
    ...month,
    peers: isHidden.has(month.period) ? null : measures[i]!.value,
  }))
}

/** Months in which a peer's own figure is hidden: it could be worked out from what they have together. */
async function hiddenMonths(
  world: World,
  directory: Directory,
  viewer: Viewer,
  innovation: StoredInnovation,
  { id, isAboutPeople }: IndicatorDefinition,
  peers: readonly DirectoryAgency[],
): Promise<Set<string>> {
  if (!viewer.isAnonymous || !isAboutPeople) return new Set()
  const pasts = await Promise.all(
    peers.map(({ code }) => pastOf(world, directory, viewer, code, innovation, id)),
  )
  const readings = pasts.flatMap(({ history }) => history?.readings ?? [])
  return new Set(readings.filter(({ missing }) => missing === 'too-few').map(({ period }) => period))
}
