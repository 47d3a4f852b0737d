import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { IndicatorItem } from '#shared/contract/indicator.ts'
import { givenSpansQuery, spanQuery } from '../../api/readings.ts'
import { useLanguage } from '../../i18n.tsx'
import { PeriodPicker } from '../../parts/PeriodPicker.tsx'
import type { ViewSearch } from '../../paths.ts'
import { Command } from '../../ui/Command.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { type View, viewOf, viewOfIndicator } from '../../view.ts'
import { Failed } from './Failed.tsx'

/** What a page looks at, chosen above what it shows; says so while it loads, when it fails and when there is nothing. */
export function WithView({
  hasPicker = true,
  hasChannel = true,
  indicator,
  children,
}: {
  hasPicker?: boolean
  /** false where nothing shown is told apart by channel */
  hasChannel?: boolean
  /** the only one that the page shows: it may have figures for other periods than the rest */
  indicator?: IndicatorItem
  children: (view: View) => ReactNode
}) {
  const { t } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data, error, refetch } = useQuery(spanQuery)
  const hasSpans = indicator?.given.some(({ grain }) => grain === 'given') ?? false
  const given = useQuery({ ...givenSpansQuery(indicator?.id ?? ''), enabled: hasSpans })
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (given.error && !given.data) return <Failed error={given.error} retry={() => void given.refetch()} />
  if (!data || (hasSpans && !given.data)) return <Skeleton height={720} label={t.loading} />
  const asked = hasChannel ? search : { ...search, channel: undefined }
  const spans = hasSpans ? given.data!.readings.map(({ period }) => period) : []
  const view = indicator ? viewOfIndicator(indicator, spans, data, asked) : viewOf(data, asked)
  if (!view) {
    return (
      <Notice kind="info" title={t.empty}>
        <p>
          <Link to="/desk/import" search={{ lang: search.lang }}>
            {t.emptyHint}
          </Link>
        </p>
        <Command>npx terukur import cases cases.csv --mapping mapping.json</Command>
      </Notice>
    )
  }
  return (
    <>
      {hasPicker && <PeriodPicker view={view} hasChannel={hasChannel} />}
      {children(view)}
    </>
  )
}
