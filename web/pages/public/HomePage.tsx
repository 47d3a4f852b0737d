import { useQuery } from '@tanstack/react-query'
import { agenciesQuery } from '../../api/entities.ts'
import { useLanguage } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'
import { Later } from '../../ui/Later.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { agencyRows } from '../sections/agency-rows.ts'
import { Failed } from '../sections/Failed.tsx'
import { KeyFigures } from '../sections/KeyFigures.tsx'
import { League } from '../sections/League.tsx'
import { NotReported } from '../sections/NotReported.tsx'
import { Trends } from '../sections/Trends.tsx'
import { WithView } from '../sections/WithView.tsx'

/** The nation: all services of all agencies together, then each agency. */
export function HomePage() {
  const { t, nameOf } = useLanguage()
  const { data: agencies, error, refetch } = useQuery(agenciesQuery)
  useTitle(t.nation)
  return (
    <>
      <h1>{t.nation}</h1>
      <WithView>
        {(view) => (
          <>
            <KeyFigures view={view} scope={{}} />
            <Later height={2400}>
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
                </>
              )}
            </Later>
          </>
        )}
      </WithView>
    </>
  )
}
