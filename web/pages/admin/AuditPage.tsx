import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { AuditItem, AuditVerdict, AuditPage as Page } from '#shared/contract/audit.ts'
import { fields as fieldsEn } from '#shared/i18n/en/desk/fields.ts'
import { people as en } from '#shared/i18n/en/desk/people.ts'
import { fields as fieldsId } from '#shared/i18n/id/desk/fields.ts'
import { people as id } from '#shared/i18n/id/desk/people.ts'
import { peopleQuery } from '../../api/account.ts'
import { getJson } from '../../api/client.ts'
import { agenciesQuery, servicesQuery } from '../../api/entities.ts'
import { mayDo, meQuery } from '../../api/me.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { AuditThingText } from '../../parts/AuditThingText.tsx'
import { useActionText } from '../../parts/action-text.ts'
import { auditSubjectText } from '../../parts/audit-subject.ts'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { DateField, TextField } from '../../ui/fields.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useForm } from '../../ui/use-form.ts'
import { Failed } from '../sections/Failed.tsx'
import { mayEverywhere } from '../sections/own-agencies.ts'

const NOTHING = { actor: '', action: '', subject: '', from: '', to: '' }
type Filter = typeof NOTHING

const queryOf = (filter: Filter, more: Record<string, string> = {}): string => {
  const pairs = Object.entries({ ...filter, ...more }).filter(([, value]) => value.trim() !== '')
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}

/** Who did what and when, the latest first: filtered, downloaded, and the chain checked. */
export function AuditPage() {
  const words = useWords({ id, en }).audit
  const { t } = useLanguage()
  const { data: me } = useQuery(meQuery)
  const [filter, setFilter] = useState(NOTHING)
  useTitle(words.title)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      getJson<Page>(`/api/v1/audit${queryOf(filter, { limit: '50', cursor: pageParam })}`, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const items = data?.pages.flatMap((page) => page.items)
  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.intro}</p>
      <FilterForm onFilter={setFilter} />
      <p className="actions">
        <a className="button-link" href={`/api/v1/audit.csv${queryOf(filter)}`} download>
          {words.csv}
        </a>
        {mayEverywhere(me, 'audit.read') && <Verify />}
      </p>
      {error && !items && <Failed error={error} retry={() => void refetch()} />}
      {!items && !error && <Skeleton height={400} label={t.loading} />}
      {items?.length === 0 && <p className="muted">{words.none}</p>}
      {items && items.length > 0 && <Rows items={items} />}
      {hasNextPage && (
        <button type="button" aria-disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.more}
        </button>
      )}
    </>
  )
}

function FilterForm({ onFilter }: { onFilter: (filter: Filter) => void }) {
  const words = useWords({ id, en }).audit
  const form = useForm({
    initial: NOTHING,
    async send(values) {
      onFilter(values)
    },
  })
  const { values, set } = form
  return (
    <details className="desk-more">
      <summary>{words.filter}</summary>
      <Form
        label={words.filter}
        errors={form.errors}
        failure={form.failure}
        summary={words.filter}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        <TextField
          name="action"
          label={words.action}
          hint={words.actionHint}
          optional=""
          value={values.action}
          onChange={(value) => set('action', value)}
        />
        <TextField
          name="actor"
          label={words.actor}
          hint={words.actorHint}
          optional=""
          value={values.actor}
          onChange={(value) => set('actor', value)}
        />
        <TextField
          name="subject"
          label={words.subject}
          optional=""
          value={values.subject}
          onChange={(value) => set('subject', value)}
        />
        <DateField
          name="from"
          label={words.from}
          optional=""
          value={values.from}
          onChange={(value) => set('from', value)}
        />
        <DateField
          name="to"
          label={words.to}
          optional=""
          value={values.to}
          onChange={(value) => set('to', value)}
        />
        <SubmitButton isBusy={form.isBusy} busy={words.filter}>
          {words.filter}
        </SubmitButton>
      </Form>
    </details>
  )
}

function Verify() {
  const words = useWords({ id, en }).audit
  const check = useMutation({
    mutationFn: () => sendJson<AuditVerdict>('POST', '/api/v1/maintenance/audit', {}),
  })
  const { data, error } = check
  return (
    <>
      <button type="button" aria-disabled={check.isPending} onClick={() => check.mutate()}>
        {words.verify}
      </button>
      <span role="status">
        {error?.message ??
          (data && (data.fault ? words.broken(data.fault.sequence) : words.whole(data.rows)))}
      </span>
    </>
  )
}

const PAGES: Record<string, string> = {
  'agency.set': 'agencies',
  'innovation.set': 'innovations',
  'innovation.verify': 'innovations',
  'publication.set-provisional': 'agencies',
  'release.freeze': 'releases',
  'release.revise': 'releases',
  'service.set': 'services',
}

/** The page of what an action was about, where it has one. */
function pageOf({ action, subject, subjectThing, detail }: AuditItem): string | null {
  if (subjectThing?.agency) return `/agencies/${encodeURIComponent(subjectThing.agency)}`
  const { publishAt = '' } = (detail ?? {}) as { publishAt?: string }
  // A release has its page from the instant on at which it is out.
  if (publishAt > new Date().toISOString()) return null
  const place = PAGES[action]
  return place ? `/${place}/${encodeURIComponent(subject)}` : null
}

function Rows({ items }: { items: readonly AuditItem[] }) {
  const words = useWords({ id, en }).audit
  const { format, nameOf, words: indicators } = useLanguage()
  const kinds: Record<string, string> = useWords({ id: fieldsId, en: fieldsEn }).datasets
  const { data: me } = useQuery(meQuery)
  const { data } = useQuery({ ...peopleQuery, enabled: mayDo(me, 'member.read') })
  const { data: agencies } = useQuery(agenciesQuery)
  const { data: services } = useQuery(servicesQuery)
  const names = new Map(data?.people.map((one) => [one.id, one.name ?? one.email]))
  const agencyNames = new Map(agencies?.map((one) => [one.code, nameOf(one)]))
  const agencyName = (code: string) => agencyNames.get(code) ?? code
  const serviceNames = new Map(services?.map((one) => [one.code, nameOf(one)]))
  const inWords = (item: AuditItem) =>
    auditSubjectText(item, {
      agency: (code) => agencyNames.get(code) ?? null,
      service: (code) => serviceNames.get(code) ?? null,
      indicator: (name) => indicators.list[name]?.name ?? null,
      dataset: (name) => kinds[name] ?? null,
      period: format.period,
      words: words.subjects,
    })
  // What is about a person names them where whoever reads may know them.
  const subjectOf = (item: AuditItem) => {
    const { subject, subjectThing, action } = item
    if (subjectThing) return <AuditThingText thing={subjectThing} agencyName={agencyName} />
    const person = names.get(subject.replace(/^person:/, ''))
    return (
      person ?? (/^(agency|publication)\./.test(action) ? agencyName(subject) : (inWords(item) ?? subject))
    )
  }
  const actorOf = ({ actor, actorName, actorThing }: AuditItem) =>
    actorThing ? <AuditThingText thing={actorThing} agencyName={agencyName} /> : (actorName ?? actor)
  const actionText = useActionText()
  return (
    <div className="desk-scroll">
      <table className="desk-table stacked">
        <thead>
          <tr>
            <th scope="col">{words.when}</th>
            <th scope="col">{words.actor}</th>
            <th scope="col">{words.action}</th>
            <th scope="col">{words.subject}</th>
            <th scope="col">{words.detail}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.sequence}>
              <td data-label={words.when}>{format.instant(item.actedAt)}</td>
              <td data-label={words.actor}>{actorOf(item)}</td>
              <td data-label={words.action}>
                {actionText(item.action)}
                <br />
                <span className="muted">{item.action}</span>
              </td>
              <td data-label={words.subject} className="desk-secret">
                <Subject page={pageOf(item)}>{subjectOf(item)}</Subject>
                {(item.subjectThing || inWords(item) !== null) && (
                  <>
                    <br />
                    <span className="muted">{item.subject}</span>
                  </>
                )}
              </td>
              <td data-label={words.detail}>
                <details>
                  <summary>{words.row(item.sequence)}</summary>
                  <pre className="desk-detail">{JSON.stringify(item.detail, null, 1)}</pre>
                </details>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Subject({ page, children }: { page: string | null; children: ReactNode }) {
  const search = useSearch({ strict: false }) as ViewSearch
  if (page === null) return children
  return (
    <Link to={page as never} search={keep(search) as never}>
      {children}
    </Link>
  )
}
