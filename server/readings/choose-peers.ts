import type { Comparison } from '#shared/contract/comparison.ts'
import { Refusal } from '#shared/refusal.ts'
import { choosePeers, PEER_FACTOR } from '#shared/stats/peers.ts'
import { addDays, addMonths } from '#shared/time/date.ts'
import type { PeriodSpan } from '#shared/time/period.ts'
import type { Directory, DirectoryAgency } from './directory.ts'
import { planReadings, type ReadingsQuery } from './query.ts'
import { readFigures } from './read-figures.ts'
import type { Viewer, World } from './world.ts'

type Peers = NonNullable<Comparison['peers']>

/** Who an agency is fairly compared with in a period: those named, or those of its level and kind with about as many
 *  cases completed in the twelve months up to the period's end. @throws Refusal `not_found` for an unknown code. */
export async function peersOf(
  world: World,
  directory: Directory,
  asked: { of: string; given: readonly string[] | null; service: string | null; span: PeriodSpan },
  viewer: Viewer,
): Promise<Peers> {
  const own = getAgency(directory, asked.of)
  const about = { of: own.code, level: own.level, kind: own.kind, factor: PEER_FACTOR }
  if (asked.given) {
    const agencies = asked.given.map((code) => getAgency(directory, code).code)
    return { ...about, agencies: agencies.filter((code) => code !== own.code), isGiven: true }
  }
  const volumes = await yearlyVolumes(world, directory, own, asked, viewer)
  const candidates = directory.agencies.map(({ code, level, kind }) => ({
    code,
    level,
    kind,
    volume: volumes.get(code) ?? 0,
  }))
  const volume = volumes.get(own.code) ?? 0
  const agencies =
    volume === 0
      ? []
      : choosePeers(
          { ...about, code: own.code, volume },
          candidates.filter((one) => one.volume > 0),
        )
  return { ...about, agencies, isGiven: false }
}

async function yearlyVolumes(
  world: World,
  directory: Directory,
  own: DirectoryAgency,
  { service, span }: { service: string | null; span: PeriodSpan },
  viewer: Viewer,
): Promise<Map<string, number>> {
  const query: ReadingsQuery = {
    indicators: ['completed'],
    agencies: '*',
    services: service === null ? null : [service],
    channels: null,
    levels: null,
    grain: 'month',
    from: addMonths(addDays(span.endsOn, 1), -12),
    to: span.endsOn,
  }
  const everyone = planReadings(directory, query, Number.POSITIVE_INFINITY)
  const plan = { ...everyone, agencies: everyone.agencies.filter((one) => one?.level === own.level) }
  const volumes = new Map<string, number>()
  for (const { agency, value } of await readFigures(world, directory, plan, query, viewer, Infinity)) {
    volumes.set(agency!, (volumes.get(agency!) ?? 0) + (value ?? 0))
  }
  return volumes
}

function getAgency(directory: Directory, code: string): DirectoryAgency {
  const agency = directory.agencyByCode.get(code)
  if (!agency) throw new Refusal('not_found', 'no-agency', { code })
  return agency
}
