import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { definitionOf } from '#shared/indicators/given.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import type { Directory } from './directory.ts'

/** A figure of the product, or one that an import created; undefined for an unknown id. */
export function findDefinition(directory: Directory, id: string): IndicatorDefinition | undefined {
  const created = directory.indicators.find(({ code }) => code === id)
  return findIndicator(id) ?? (created && definitionOf(created))
}
