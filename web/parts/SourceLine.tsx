import { stateOf } from '#shared/i18n/state-of.ts'
import { useLanguage } from '../i18n.tsx'
import { fileUrl, type ReadingsParameters, readingsUrl } from '../paths.ts'
import { TakeAlong } from './TakeAlong.tsx'

/** Name of a downloaded file: what is invented says so also where the page cannot. */
export const fileName = ({ demo }: { demo: boolean }, format: 'csv' | 'json'): string =>
  `terukur${demo ? '-demo' : ''}.${format}`

/** Where figures come from, up to when they are true, and how to take them along. */
export function SourceLine({
  data,
  parameters,
  question,
}: {
  data: { asOf: string | null; demo: boolean; release?: string | undefined }
  parameters: ReadingsParameters
  /** address of another question that the figures answer, such as that of a series; absent: of readings */
  question?: string
}) {
  const { t, format } = useLanguage()
  return (
    <>
      <span className="source-said">
        {t.source}: Terukur, {stateOf(t, data)}
        {data.asOf && <>, {t.asOf(format.instant(data.asOf))}</>}.
      </span>{' '}
      <a
        href={question === undefined ? readingsUrl(parameters, 'csv') : fileUrl(question, 'csv')}
        download={fileName(data, 'csv')}
      >
        {t.chart.download}
      </a>
      <TakeAlong question={question ?? readingsUrl(parameters)} data={data} />
    </>
  )
}
