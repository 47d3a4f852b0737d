import type { ViewSearch } from '#web/paths.ts'
import { listAgencies, listServices } from './catalogue.ts'
import { agencyPath, indicatorPath, servicePath } from './parts.ts'
import type { Html, PageWork } from './written.ts'

/** A figure that stands in somebody else's page. */
export interface EmbedFigure {
  name: string
  /** of what */
  scope: string
  /** where there is more, and what that page is asked for beside */
  path: string
  search?: ViewSearch
  sentence: string
  drawing: Html | ''
  /** null: there is nothing to show yet */
  table: Html | null
  /** the answer that it was made of */
  of: { demo: boolean; asOf: string | null; release?: string | undefined } | null
}

/** Whose figures are asked for, and which page tells more of them. Null: there is no such agency or service. */
export async function findScope(
  { ask, language, search }: PageWork,
  indicator: string,
): Promise<{ agency?: string; service?: string; scope: string; path: string } | null> {
  const { nameOf, t } = language
  const agency = search.agency ? (await listAgencies(ask)).find(({ code }) => code === search.agency) : null
  const service = search.service
    ? (await listServices(ask)).find(({ code }) => code === search.service)
    : null
  if (agency === undefined || service === undefined) return null
  return {
    ...(agency && { agency: agency.code }),
    ...(service && { service: service.code }),
    scope: [agency && nameOf(agency), service && nameOf(service)].filter(Boolean).join(', ') || t.nation,
    path: agency ? agencyPath(agency.code) : service ? servicePath(service.code) : indicatorPath(indicator),
  }
}
