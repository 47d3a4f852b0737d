import { lazy, Suspense } from 'react'
import { useLanguage } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'
import { Later } from '../../ui/Later.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { KeyFigures } from '../sections/KeyFigures.tsx'
import { WithView } from '../sections/WithView.tsx'

const NationBelow = lazy(() => import('../sections/NationBelow.tsx'))
const HEIGHT = 2400

/** The nation: all services of all agencies together, then each agency. */
export function HomePage() {
  const { t } = useLanguage()
  useTitle(t.nation)
  return (
    <>
      <h1>{t.nation}</h1>
      <WithView>
        {(view) => (
          <>
            <KeyFigures view={view} scope={{}} />
            <Later height={HEIGHT}>
              <Suspense fallback={<Skeleton height={HEIGHT} label={t.loading} />}>
                <NationBelow view={view} />
              </Suspense>
            </Later>
          </>
        )}
      </WithView>
    </>
  )
}
