import { stateOf } from '#shared/i18n/state-of.ts'
import { useLanguage } from '../i18n.tsx'
import { type ReadingsParameters, readingsUrl } from '../paths.ts'

/** Name of a downloaded file: what is invented says so also where the page cannot. */
export const fileName = ({ demo }: { demo: boolean }, format: 'csv' | 'json'): string =>
  `terukur${demo ? '-demo' : ''}.${format}`

/** Where figures come from, up to when they are true, and how to take them along. */
export function SourceLine({
  data,
  parameters,
}: {
  data: { asOf: string | null; demo: boolean; release?: string | undefined }
  parameters: ReadingsParameters
}) {
  const { t, format } = useLanguage()
  return (
    <>
      {t.source}: Terukur, {stateOf(t, data)}
      {data.asOf && <>, {t.asOf(format.instant(data.asOf))}</>}.{' '}
      <a href={readingsUrl(parameters, 'csv')} download={fileName(data, 'csv')}>
        {t.chart.download}
      </a>
    </>
  )
}
