import type { Readings } from '#shared/contract/reading.ts'
import { useLanguage } from '../i18n.tsx'
import { type ReadingsParameters, readingsUrl } from '../paths.ts'

/** Where figures come from, up to when they are true, and how to take them along. */
export function SourceLine({ data, parameters }: { data: Readings; parameters: ReadingsParameters }) {
  const { t, format } = useLanguage()
  return (
    <>
      {t.source}: Terukur, {t.live}
      {data.asOf && <>, {t.asOf(format.instant(data.asOf))}</>}.{' '}
      <a href={readingsUrl(parameters, 'csv')} download="terukur.csv">
        {t.chart.download}
      </a>
    </>
  )
}
