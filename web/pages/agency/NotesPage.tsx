import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { Note } from '#shared/contract/note.ts'
import { submissions as en } from '#shared/i18n/en/desk/submissions.ts'
import { submissions as id } from '#shared/i18n/id/desk/submissions.ts'
import { NOTE_PAGES, noteSentence } from '#shared/i18n/note-sentence.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { sendJson } from '../../api/send.ts'
import { notesQuery } from '../../api/submissions.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { say } from '../../ui/Toasts.tsx'
import { Failed } from '../sections/Failed.tsx'

/** What whoever is signed in was told. */
export function NotesPage() {
  const words = useWords({ id, en }).notes
  const { t, locale, format, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(notesQuery)
  const { data: agencies = [] } = useQuery(agenciesQuery)
  useTitle(words.title)
  const names = new Map(agencies.map((agency) => [agency.code, nameOf(agency)]))
  const mark = async (ids: string[] | null) => {
    try {
      await sendJson('POST', '/api/v1/notes/read', { ids })
      await client.invalidateQueries({ queryKey: ['notes'] })
      if (ids === null) say(words.allRead)
    } catch (failure) {
      say((failure as Error).message)
    }
  }
  return (
    <>
      <h1>{words.title}</h1>
      <p className="page-meta">{words.intro}</p>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={320} label={t.loading} />}
      {data?.items.length === 0 && <p>{words.none}</p>}
      {data && data.unread > 0 && (
        <div className="actions">
          <button type="button" onClick={() => void mark(null)}>
            {words.readAll}
          </button>
        </div>
      )}
      <ul className="desk-rows">
        {data?.items.map((note) => {
          const says = noteSentence(locale, note.kind, note.about, (code) => names.get(code) ?? code)
          return (
            <li key={note.id} className="desk-row">
              <p>
                {note.readAt === null ? <strong>{says}</strong> : says}
                {note.about.reason && (
                  <>
                    <br />
                    {note.about.reason}
                  </>
                )}
                <br />
                <span className="muted">
                  {format.instant(note.madeAt)}
                  {note.readAt === null && `, ${words.isUnread}`}
                </span>
              </p>
              <div className="actions">
                <Link
                  to={NOTE_PAGES[note.kind] as never}
                  search={{ ...keep(search), ...placeOf(note) } as never}
                  className="button"
                  aria-label={`${words.open}: ${says}`}
                  onClick={() => note.readAt === null && void mark([note.id])}
                >
                  {words.open}
                </Link>
                {note.readAt === null && (
                  <button
                    type="button"
                    className="quiet"
                    aria-label={`${words.read}: ${says}`}
                    onClick={() => void mark([note.id])}
                  >
                    {words.read}
                  </button>
                )}
              </div>
            </li>
          )
        })}
      </ul>
    </>
  )
}

/** A note about one month of one agency leads there, one about a form to the forms of its agency. */
function placeOf({ kind, about: { agencies = [], months = [] } }: Note): ViewSearch {
  if (kind === 'survey-full') return { agency: agencies[0] }
  return NOTE_PAGES[kind] === '/desk/submissions' && agencies.length === 1 && months.length === 1
    ? { agency: agencies[0], period: months[0] }
    : {}
}
