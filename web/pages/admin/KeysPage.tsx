import { account as en } from '#shared/i18n/en/desk/account.ts'
import { account as id } from '#shared/i18n/id/desk/account.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Keys } from '../sections/Keys.tsx'
import { useOwnAgencies } from '../sections/own-agencies.ts'

/** Keys for the systems of agencies. */
export function KeysPage() {
  const words = useWords({ id, en }).keys
  const { t } = useLanguage()
  const agencies = useOwnAgencies('key.create')
  useTitle(words.agencyTitle)
  return (
    <>
      <h1>{words.agencyTitle}</h1>
      {agencies ? <Keys path="/keys" agencies={agencies} /> : <Skeleton height={400} label={t.loading} />}
    </>
  )
}
