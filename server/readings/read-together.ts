import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { evaluateIndicator } from '#shared/indicators/evaluate.ts'
import { type Measure, missing } from '#shared/measure/measure.ts'
import type { Grain, PeriodSpan } from '#shared/time/period.ts'
import { groupCut, makeCut } from './cut.ts'
import type { Directory, DirectoryAgency, DirectoryService } from './directory.ts'
import { fetchCells } from './fetch-cells.ts'
import { isPart } from './mark-part.ts'
import type { Plan } from './query.ts'
import { refuseFacts } from './refuse-facts.ts'
import { Situations } from './situations.ts'
import type { World } from './world.ts'

/** No agency has this number. */
const GROUP = -1

/** One figure of several agencies together, from their facts: what an agency holding just these would have, so that no
 *  median or ratio is averaged. One measure for each period; what they added up themselves is not in it, and nothing is
 *  hidden: who shows it must see to that. A period that they delivered in part has none. */
export async function readTogether(
  world: World,
  directory: Directory,
  of: {
    definition: IndicatorDefinition
    agencies: readonly DirectoryAgency[]
    service: DirectoryService | null
    grain: Grain
    periods: readonly PeriodSpan[]
  },
): Promise<Measure[]> {
  const { definition, service, grain } = of
  const members = [...new Set(of.agencies.flatMap((agency) => agency.members))]
  const group: DirectoryAgency = { ...of.agencies[0]!, agencyId: GROUP, isLeaf: false, members }
  const plan: Plan = {
    definitions: [definition],
    agencies: [group],
    services: [service],
    channels: null,
    periods: [...of.periods],
    grain,
    parts: new Set(definition.needs),
  }
  refuseFacts(world, plan)
  const cut = groupCut(
    makeCut(plan, directory, { allAgencies: false, allServices: false }),
    members.map(({ agencyId }) => agencyId),
    GROUP,
  )
  // Not those kept with the directory: the next group is another one of the same number.
  const situations = new Situations(directory, of.periods)
  const { cells } = await fetchCells(world.db.read, directory, cut, plan, situations)
  const cellOf = cells.of(GROUP, service?.serviceId ?? 0, null)
  return situations
    .of(group, definition.dataset)
    .map((situation, i) =>
      isPart(definition.unit, situation)
        ? missing('not-comparable')
        : evaluateIndicator(definition, cellOf(i), situation),
    )
}
