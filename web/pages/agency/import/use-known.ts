import { useQuery } from '@tanstack/react-query'
import type { DraftEntities } from '#shared/contract/draft.ts'
import { agenciesQuery, servicesQuery } from '../../../api/entities.ts'
import { namedIndicatorsQuery } from '../../../api/indicators.ts'
import { useLanguage } from '../../../i18n.tsx'
import type { ComboChoice } from '../../../ui/ComboField.tsx'

/** The agencies, services or indicators that there are, to choose from. */
export function useKnown(kind: DraftEntities['kind'] | null): ComboChoice[] {
  const { nameOf } = useLanguage()
  const { data: agencies = [] } = useQuery({ ...agenciesQuery, enabled: kind === 'agency' })
  const { data: services = [] } = useQuery({ ...servicesQuery, enabled: kind === 'service' })
  const { data: indicators = [] } = useQuery({ ...namedIndicatorsQuery, enabled: kind === 'indicator' })
  const known = kind === null ? [] : { agency: agencies, service: services, indicator: indicators }[kind]
  return known.map((one) => ({ value: one.code, label: nameOf(one), detail: one.code }))
}
