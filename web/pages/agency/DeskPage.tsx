import { useQuery } from '@tanstack/react-query'
import { frame as en } from '#shared/i18n/en/desk/frame.ts'
import { frame as id } from '#shared/i18n/id/desk/frame.ts'
import { meQuery } from '../../api/me.ts'
import { useWords } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'

/** The first page of who works here. */
export function DeskPage() {
  const words = useWords({ id, en })
  const { data: me } = useQuery(meQuery)
  useTitle(words.title)
  return (
    <>
      <h1>{words.title}</h1>
      {me && <p>{words.signedInAs(me.name)}</p>}
    </>
  )
}
