import { text } from '#shared/i18n/text.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { definitionOf, type StoredIndicator } from '#shared/indicators/given.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'

/** A text in both languages. */
export interface Both {
  id: string
  en: string
}

/** What a figure is, in the words of people. */
export interface DescribedIndicator
  extends Pick<IndicatorDefinition, 'id' | 'group' | 'unit' | 'direction' | 'countedIn'> {
  name: Both
  definition: Both
  formula: Both
  source: Both
  limits: Both
}

/** Of a figure of the product. */
export function describeIndicator(definition: IndicatorDefinition): DescribedIndicator {
  const { id, group, unit, direction, countedIn } = definition
  const inId = text('id').indicators.list[id]!
  const inEn = text('en').indicators.list[id]!
  const both = (field: keyof typeof inId) => ({ id: inId[field], en: inEn[field] })
  return {
    id,
    group,
    unit,
    direction,
    countedIn,
    name: both('name'),
    definition: both('definition'),
    formula: both('formula'),
    source: both('source'),
    limits: both('limits'),
  }
}

/** Of an indicator that an import created: named as its file names it, in whatever language. */
export function describeCreated(created: StoredIndicator): DescribedIndicator {
  const { id, group, unit, direction, countedIn } = definitionOf(created)
  const [inId, inEn] = [text('id').indicators.given, text('en').indicators.given]
  return {
    id,
    group,
    unit,
    direction,
    countedIn,
    name: { id: created.name, en: created.name },
    definition: { id: inId.definition, en: inEn.definition },
    formula: { id: inId.formula[created.adds], en: inEn.formula[created.adds] },
    source: { id: created.source, en: created.source },
    limits: { id: inId.limits, en: inEn.limits },
  }
}

/** Every figure there is, by id, in the order they are listed. */
export const describeAll = (created: readonly StoredIndicator[]): Map<string, DescribedIndicator> =>
  new Map([...INDICATORS.map(describeIndicator), ...created.map(describeCreated)].map((one) => [one.id, one]))
