import { useQuery } from '@tanstack/react-query'
import { agencyRows } from '#shared/i18n/agency-rows.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { useLanguage } from '../../i18n.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import type { View } from '../../view.ts'
import { Failed } from './Failed.tsx'
import { Freshness } from './Freshness.tsx'
import { League } from './League.tsx'
import { NotReported } from './NotReported.tsx'
import { Trends } from './Trends.tsx'

/** What the home page shows below its first view; loaded after it. */
export default function NationBelow({ view }: { view: View }) {
  const { t, nameOf } = useLanguage()
  const { data: agencies, error, refetch } = useQuery(agenciesQuery)
  return (
    <>
      <Trends view={view} scope={{}} scopeName={t.nation} />
      {error && !agencies && <Failed error={error} retry={() => void refetch()} />}
      {!agencies && !error && <Skeleton height={480} label={t.loading} />}
      {agencies && (
        <>
          <section aria-labelledby="agencies">
            <h2 id="agencies">{t.agencies}</h2>
            <League
              kind="agency"
              rows={agencyRows(agencies, agencies, nameOf)}
              scope={{}}
              view={view}
              label={t.agencies}
            />
          </section>
          <NotReported agencies={agencies} view={view} />
          <Freshness agencies={agencies} view={view} />
        </>
      )}
    </>
  )
}
