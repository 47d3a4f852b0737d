import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { ActionName } from '#shared/access.ts'
import { frame as en } from '#shared/i18n/en/desk/frame.ts'
import { type FrameTexts, frame as id } from '#shared/i18n/id/desk/frame.ts'
import { mayDo, meQuery } from '../api/me.ts'
import { sendJson } from '../api/send.ts'
import { notesQuery } from '../api/submissions.ts'
import { useWords } from '../i18n.tsx'
import { keep, type ViewSearch } from '../paths.ts'
import { keepDraftsOf } from '../ui/drafts.ts'
import { Toasts } from '../ui/Toasts.tsx'
import { Failed } from './sections/Failed.tsx'
import { KeepMailLanguage } from './sections/MailLanguageChoice.tsx'
import { mayEverywhere } from './sections/own-agencies.ts'
import { useWhoIsHere } from './use-who-is-here.ts'
import '../desk.css'

interface DeskLink {
  to: string
  word: keyof FrameTexts['links']
  group: keyof FrameTexts['groups']
  /** shown to who may do this somewhere */
  action: ActionName
  /** or to who may do this in the whole instance: a part of the page is theirs */
  or?: ActionName
  /** what is done here is done to the whole instance */
  isWhole?: true
  /** stands behind a button of its page, not in the way around */
  isBehind?: true
}

/** The way around, in order of use. What one may not do is not offered. */
const DESK_LINKS: readonly DeskLink[] = [
  { to: '/desk', word: 'overview', group: 'agency', action: 'desk.see' },
  { to: '/desk/import', word: 'import', group: 'agency', action: 'import.commit' },
  { to: '/desk/mappings', word: 'mappings', group: 'agency', action: 'import.prepare' },
  { to: '/desk/enter', word: 'enter', group: 'agency', action: 'values.enter' },
  { to: '/desk/submissions', word: 'submissions', group: 'agency', action: 'submission.read' },
  { to: '/desk/targets', word: 'targets', group: 'agency', action: 'target.read-history' },
  { to: '/desk/innovations', word: 'innovations', group: 'agency', action: 'innovation.set' },
  {
    to: '/admin/releases',
    word: 'releases',
    group: 'admin',
    action: 'submission.accept',
    or: 'release.rotate-key',
  },
  {
    to: '/admin/releases/freeze',
    word: 'releases',
    group: 'admin',
    action: 'release.freeze',
    isWhole: true,
    isBehind: true,
  },
  { to: '/admin/standards', word: 'standards', group: 'admin', action: 'standard.set' },
  {
    to: '/admin/standards/class',
    word: 'standards',
    group: 'admin',
    action: 'complaint-class.set',
    isWhole: true,
    isBehind: true,
  },
  { to: '/admin/calendars', word: 'calendars', group: 'admin', action: 'calendar.assign' },
  {
    to: '/admin/calendars/holidays',
    word: 'calendars',
    group: 'admin',
    action: 'calendar.set-holidays',
    isWhole: true,
    isBehind: true,
  },
  { to: '/admin/agencies', word: 'agencies', group: 'admin', action: 'agency.set' },
  { to: '/admin/services', word: 'services', group: 'admin', action: 'service.set', isWhole: true },
  { to: '/admin/webhooks', word: 'webhooks', group: 'admin', action: 'webhook.read' },
  { to: '/desk/survey', word: 'survey', group: 'agency', action: 'survey.read' },
  { to: '/desk/posters', word: 'posters', group: 'agency', action: 'survey.read' },
  { to: '/admin/completeness', word: 'completeness', group: 'admin', action: 'expectation.set' },
  { to: '/admin/mails', word: 'mails', group: 'admin', action: 'mail.read', isWhole: true },
  { to: '/admin/people', word: 'people', group: 'admin', action: 'member.read' },
  { to: '/admin/keys', word: 'keys', group: 'admin', action: 'key.read' },
  { to: '/admin/requests', word: 'requests', group: 'admin', action: 'person.show' },
  { to: '/admin/retention', word: 'retention', group: 'admin', action: 'retention.set', isWhole: true },
  { to: '/admin/audit', word: 'audit', group: 'admin', action: 'audit.read' },
  { to: '/desk/notes', word: 'notes', group: 'account', action: 'note.read' },
  { to: '/account', word: 'account', group: 'account', action: 'account.read' },
]

const GROUPS = ['agency', 'admin', 'account'] as const

/** What the pages of who works here stand in: the way around, and the gate for who is not signed in. */
export function DeskLayout() {
  const words = useWords({ id, en })
  const { data: answered, error, refetch } = useQuery(meQuery)
  const search = useSearch({ strict: false }) as ViewSearch
  const { pathname, href } = useLocation()
  // On a phone the way around is folded, and folds again wherever one goes.
  const [openAt, setOpenAt] = useState<string | null>(null)
  const isOpen = openAt === pathname
  const setOpen = (open: boolean) => setOpenAt(open ? pathname : null)
  const { me, hasEnded, hasLeft, leave } = useWhoIsHere(answered)
  // Before any form below is made: it looks for what was typed into it before a reload.
  keepDraftsOf(me?.kind === 'person' ? me.id : null)
  if (error && !me) return <Failed error={error} retry={() => void refetch()} />
  if (!me) return null
  if (me.kind === 'anonymous') {
    return (
      <>
        <Arrival isFocused={hasLeft}>{words.signInFirst}</Arrival>
        <p>{words.signInHint}</p>
        <p>
          <Link to="/sign-in" search={{ lang: search.lang, next: href }} className="button-link">
            {words.signIn}
          </Link>
        </p>
      </>
    )
  }
  const maySee = ({ action, or, isWhole }: DeskLink) =>
    (isWhole ? mayEverywhere : mayDo)(me, action) || (or !== undefined && mayEverywhere(me, or))
  const shown = DESK_LINKS.filter((link) => !link.isBehind && maySee(link))
  const own = longestMatch(pathname)
  return (
    <div className="desk">
      <a className="skip" href="#desk-page">
        {words.skip}
      </a>
      <nav className="desk-nav" aria-label={words.navigation}>
        <button
          type="button"
          className="desk-menu"
          aria-expanded={isOpen}
          aria-controls="desk-links"
          onClick={() => setOpen(!isOpen)}
        >
          {own ? words.menuAt(words.links[own.word]) : words.navigation}
        </button>
        <div id="desk-links" className={isOpen ? 'desk-links open' : 'desk-links'}>
          {GROUPS.map((group) => {
            const links = shown.filter((link) => link.group === group)
            if (links.length === 0) return null
            return (
              <div key={group}>
                <p className="desk-group">{words.groups[group]}</p>
                <ul>
                  {links.map(({ to, word }) => (
                    <li key={to}>
                      <Link
                        to={to as never}
                        search={keep(search) as never}
                        activeOptions={{ exact: to === '/desk', includeSearch: false }}
                      >
                        {words.links[word]}
                        {to === '/desk/notes' && <Unread />}
                      </Link>
                    </li>
                  ))}
                </ul>
              </div>
            )
          })}
          <SignedInAs name={me.name} onLeave={leave} />
        </div>
      </nav>
      <div className="desk-page" id="desk-page" tabIndex={-1}>
        {own && !maySee(own) ? (
          <>
            <h1>{words.notAllowed}</h1>
            <p>{words.notAllowedHint}</p>
            <p>
              <Link to="/desk" search={keep(search)}>
                {words.backToDesk}
              </Link>
            </p>
          </>
        ) : (
          <Outlet />
        )}
      </div>
      <div role="status" className={hasEnded ? 'not-fresh' : undefined}>
        {hasEnded && (
          <p>
            {words.ended}{' '}
            <Link to="/sign-in" search={{ lang: search.lang }} target="_blank">
              {words.signInAside}
            </Link>
          </p>
        )}
      </div>
      {me.kind === 'person' && !hasEnded && <KeepMailLanguage />}
      <Toasts label={words.toasts} closeLabel={words.close} />
    </div>
  )
}

/** A heading that takes the focus where what was worked in has gone. */
function Arrival({ isFocused, children }: { isFocused: boolean; children: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (isFocused) heading.current?.focus()
  }, [isFocused])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}

/** How many notes are unread. */
function Unread() {
  const words = useWords({ id, en })
  const { data } = useQuery(notesQuery)
  if (!data?.unread) return null
  return <span className="desk-unread"> {words.unread(data.unread)}</span>
}

/** Who is here, and the way out. Everything that was fetched for this person goes with them. */
function SignedInAs({ name, onLeave }: { name: string; onLeave: () => Promise<void> }) {
  const words = useWords({ id, en })
  const leave = useMutation({
    mutationFn: () => sendJson('DELETE', '/api/v1/session'),
    onSuccess: onLeave,
  })
  return (
    <div>
      <p className="desk-group">{words.signedInAs(name)}</p>
      <button type="button" className="quiet" aria-disabled={leave.isPending} onClick={() => leave.mutate()}>
        {words.signOut}
      </button>
      {leave.error && <p role="alert">{leave.error.message}</p>}
    </div>
  )
}

/** The link that a page belongs to. */
const longestMatch = (pathname: string): DeskLink | undefined =>
  DESK_LINKS.filter(({ to }) => pathname === to || pathname.startsWith(`${to}/`)).sort(
    (a, b) => b.to.length - a.to.length,
  )[0]
