import type { Directory } from '#server/readings/directory.ts'
import { AGENCY_LEVELS } from '#shared/contract/reading.ts'
import { metadata as inEnglish } from '#shared/i18n/en/metadata.ts'
import { metadata as inIndonesian, type MetadataTexts } from '#shared/i18n/id/metadata.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { GRAINS } from '#shared/time/period.ts'

// What Satu Data Indonesia (Perpres 39/2019) asks of the card of an indicator beside its definition.

/** Indicators that one is made of, by id; none: it is made of facts. */
const COMPONENTS: Record<string, readonly string[]> = {
  'clearance-rate': ['completed', 'received'],
  'satisfaction-index': ELEMENTS.map((element) => `element-${element}`),
  'response-rate': ['respondents', 'completed'],
}

const COST_GRAINS = ['month', 'quarter', 'semester', 'year'] as const

/** What the figures of a dataset can be cut by. */
const cutsOf = ({ dataset }: IndicatorDefinition): ('agency' | 'service' | 'channel' | 'period')[] =>
  dataset === 'cases' ? ['agency', 'service', 'channel', 'period'] : ['agency', 'service', 'period']

export function cardOf(definition: IndicatorDefinition, directory: Directory) {
  const { id, group, unit, dataset } = definition
  const both = (pick: (all: MetadataTexts) => string) => ({ id: pick(inIndonesian), en: pick(inEnglish) })
  const kind = group === 'given' ? 'given' : id.startsWith('element-') ? 'element' : id
  const components = COMPONENTS[id] ?? []
  return {
    concept: both((all) => all.concepts[group]),
    interpretation: both((all) => all.interpretations[kind]!),
    measure: both((all) => all.measures[unit]),
    classification: cutsOf(definition).map((cut) => ({
      code: cut,
      name: both((all) => all.classifications[cut]),
    })),
    composite: { isComposite: components.length > 0, components: [...components] },
    publication: { periods: dataset === 'costs' ? [...COST_GRAINS] : [...GRAINS] },
    estimateLevels: ['national', ...AGENCY_LEVELS],
    public: true,
    producer: both((all) => all.producers[group === 'given' ? 'given' : 'facts']),
    lastUpdate: lastUpdateOf(directory, dataset),
  }
}

/** The latest instant that any delivery of a dataset is true up to; null where nobody delivered. */
function lastUpdateOf(directory: Directory, dataset: string): string | null {
  let latest: string | null = null
  for (const sets of directory.delivered.values()) {
    const asOf = sets.get(dataset)?.asOf
    if (asOf && (latest === null || asOf > latest)) latest = asOf
  }
  return latest
}
