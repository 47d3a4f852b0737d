import { useQuery } from '@tanstack/react-query'
import type { IndicatorItem } from '#shared/contract/indicator.ts'
import { givenSpansQuery } from '../../api/readings.ts'
import { useLanguage } from '../../i18n.tsx'
import { ReadingTable } from '../../parts/ReadingTable.tsx'
import { SourceLine } from '../../parts/SourceLine.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import type { View } from '../../view.ts'
import { Failed } from './Failed.tsx'

/** What agencies gave for spans of their own, each as it was given, newest first. */
export function GivenSpans({ card, view }: { card: IndicatorItem; view: View }) {
  const { t, format, locale } = useLanguage()
  const { data, error, refetch } = useQuery(givenSpansQuery(card.id))
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={240} label={t.loading} />
  return (
    <figure>
      <figcaption>{t.card.spans(format.number(view.spans.length))}</figcaption>
      <section className="table-scroll" aria-label={card.name[locale]} tabIndex={0}>
        <ReadingTable readings={[...data.readings].reverse()} caption={card.name[locale]} />
      </section>
      <p className="muted">{t.card.spansNote}</p>
      <div className="muted">
        <SourceLine data={data} parameters={data.asked} />
      </div>
    </figure>
  )
}
