import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Innovation } from '#shared/contract/innovation.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { innovations as en } from '#shared/i18n/en/desk/innovations.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { innovations as id } from '#shared/i18n/id/desk/innovations.ts'
import { addMonths } from '#shared/time/date.ts'
import { innovationsQuery } from '../../api/innovations.ts'
import { mayDo, meQuery } from '../../api/me.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { AgencyField } from '../../parts/AgencyField.tsx'
import { innovationWord } from '../../parts/innovation-word.ts'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { say } from '../../ui/Toasts.tsx'
import { Failed } from '../sections/Failed.tsx'
import { firstOwn, type OwnAgencies, useOwnAgencies } from '../sections/own-agencies.ts'

/** The register of one's own agency: what is on record, and when its effect can be told. */
export function OwnInnovationsPage() {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const agencies = useOwnAgencies('innovation.set')
  useTitle(words.title)
  return (
    <>
      <h1>{words.title}</h1>
      <p className="page-meta">{words.intro}</p>
      {agencies ? <Register agencies={agencies} /> : <Skeleton height={480} label={t.loading} />}
    </>
  )
}

function Register({ agencies }: { agencies: OwnAgencies }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const { t, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const agency = search.agency ?? firstOwn(agencies)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    innovationsQuery(agency),
  )
  const names = fullNames(agencies.all, nameOf)
  const items = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <form className="picker" onSubmit={(event) => event.preventDefault()}>
        <AgencyField
          agencies={agencies.all}
          value={agency ?? ''}
          optional={forms.allAgencies}
          onChange={(code) =>
            void navigate({
              to: '.',
              search: { ...search, agency: code || undefined } as never,
              replace: true,
              resetScroll: false,
            })
          }
        />
      </form>
      {agencies.own.length > 0 && (
        <div className="actions">
          <Link to="/desk/innovations/edit" search={{ ...keep(search), agency }} className="button primary">
            {words.add}
          </Link>
        </div>
      )}
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={480} label={t.loading} />}
      {data && items.length === 0 && <Notice kind="info" title={words.none} />}
      <ul className="desk-rows">
        {items.map((item) => (
          <Row
            key={item.id}
            item={item}
            agency={names.get(item.agency) ?? item.agency}
            mayChange={agencies.mayAt(item.agency)}
          />
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.innovations.more}
        </button>
      )}
    </>
  )
}

/** Months after its start until an effect can be told. */
const MONTHS_AFTER = 6

function Row({ item, agency, mayChange }: { item: Innovation; agency: string; mayChange: boolean }) {
  const words = useWords({ id, en })
  const language = useLanguage()
  const { t, format } = language
  const search = useSearch({ strict: false }) as ViewSearch
  const client = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const code = item.id.slice(item.agency.length + 1)
  const status = item.status as keyof typeof words.statuses | null
  const measurable = addMonths(item.startedOn, MONTHS_AFTER + 1)
  const isEarly = measurable > new Date().toISOString().slice(0, 10)
  const verify = async (verification: 'accepted' | 'rejected') => {
    try {
      await sendJson('PUT', '/api/v1/innovations/verification', { agency: item.agency, code, verification })
      say(verification === 'accepted' ? words.accepted : words.sentBack)
      await client.invalidateQueries()
    } catch (error) {
      say((error as Error).message)
    }
  }
  const isWaiting = mayDo(me, 'innovation.verify') && (status === 'submitted' || status === 'revision')
  return (
    <li className="desk-row">
      <h2 className="signal-head">{item.name}</h2>
      <p className="muted">
        {[
          agency,
          t.innovations.started(format.date(item.startedOn)),
          item.stage && innovationWord(language, item.stage),
          status && (words.statuses[status] ?? status),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p>
        {isEarly ? (
          words.effectFrom(format.date(measurable))
        ) : (
          <Link
            to="/innovations/$id"
            params={{ id: item.id }}
            search={keep(search)}
            aria-label={`${words.effect}: ${item.name}`}
          >
            {words.effect}
          </Link>
        )}
      </p>
      <div className="actions">
        {mayChange && (
          <Link
            to="/desk/innovations/edit"
            search={{ ...keep(search), agency: item.agency, kind: code }}
            className="button"
            aria-label={`${words.change}: ${item.name}`}
          >
            {words.change}
          </Link>
        )}
        {isWaiting && (
          <>
            <button
              type="button"
              aria-label={`${words.accept}: ${item.name}`}
              onClick={() => void verify('accepted')}
            >
              {words.accept}
            </button>
            <button
              type="button"
              aria-label={`${words.sendBack}: ${item.name}`}
              onClick={() => void verify('rejected')}
            >
              {words.sendBack}
            </button>
          </>
        )}
      </div>
    </li>
  )
}
