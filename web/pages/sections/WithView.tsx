import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { spanQuery } from '../../api/readings.ts'
import { useLanguage } from '../../i18n.tsx'
import { PeriodPicker } from '../../parts/PeriodPicker.tsx'
import type { ViewSearch } from '../../paths.ts'
import { Command } from '../../ui/Command.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { type View, viewOf } from '../../view.ts'
import { Failed } from './Failed.tsx'

/** What a page looks at, chosen above what it shows; says so while it loads, when it fails and when there is nothing. */
export function WithView({
  hasPicker = true,
  hasChannel = true,
  children,
}: {
  hasPicker?: boolean
  /** false where nothing shown is told apart by channel */
  hasChannel?: boolean
  children: (view: View) => ReactNode
}) {
  const { t } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data, error, refetch } = useQuery(spanQuery)
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={720} label={t.loading} />
  const view = viewOf(data, hasChannel ? search : { ...search, channel: undefined })
  if (!view) {
    return (
      <Notice kind="info" title={t.empty}>
        <p>{t.emptyHint}</p>
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
