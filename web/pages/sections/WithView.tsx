import type { ReactNode } from 'react'
import { useLanguage } from '../../i18n.tsx'
import { PeriodPicker } from '../../parts/PeriodPicker.tsx'
import { Command } from '../../ui/Command.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useView, type View } from '../../view.ts'
import { Failed } from './Failed.tsx'

/** What a page looks at, chosen above what it shows; says so while it loads, when it fails and when there is nothing. */
export function WithView({
  hasPicker = true,
  children,
}: {
  hasPicker?: boolean
  children: (view: View) => ReactNode
}) {
  const { t } = useLanguage()
  const state = useView()
  switch (state.state) {
    case 'loading':
      return <Skeleton height={720} label={t.loading} />
    case 'failed':
      return <Failed error={state.error} retry={state.retry} />
    case 'empty':
      return (
        <Notice kind="info" title={t.empty}>
          <p>{t.emptyHint}</p>
          <Command>npx terukur import cases cases.csv --mapping mapping.json</Command>
        </Notice>
      )
    case 'ready':
      return (
        <>
          {hasPicker && <PeriodPicker view={state.view} />}
          {children(state.view)}
        </>
      )
  }
}
