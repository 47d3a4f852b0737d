import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { releases as en } from '#shared/i18n/en/releases.ts'
import { releases as id } from '#shared/i18n/id/releases.ts'
import { releaseSentence, releaseTitle } from '#shared/i18n/release-sentence.ts'
import { releaseCalendarQuery, releaseKeysQuery, releasesQuery } from '../../api/releases.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from '../sections/Failed.tsx'

/** What was released, what comes next, how a release is made, and the keys that it is signed with. */
export function ReleasesPage() {
  const { t, locale } = useLanguage()
  const r = useWords({ id, en })
  const search = useSearch({ strict: false }) as ViewSearch
  const { data, error, refetch } = useQuery(releasesQuery)
  useTitle(r.title)
  return (
    <>
      <h1>{r.title}</h1>
      <p className="page-meta">{r.intro}</p>
      <p>
        <a href={locale === 'en' ? '/feed.atom?lang=en' : '/feed.atom'}>{r.feed}</a>
      </p>
      <section aria-labelledby="published">
        <h2 id="published">{r.published}</h2>
        {error && !data && <Failed error={error} retry={() => void refetch()} />}
        {!data && !error && <Skeleton height={320} label={t.loading} />}
        {data?.length === 0 && <p>{r.none}</p>}
        {data && data.length > 0 && (
          <ol className="signals">
            {data.map((item) => (
              <li key={item.code} className="signal">
                <h3 className="signal-head">
                  <Link to="/releases/$code" params={{ code: item.code }} search={keep(search)}>
                    {releaseTitle(locale, item)}
                  </Link>
                  {item.isLatest && ` (${r.latest})`}
                </h3>
                <p>{releaseSentence(locale, item)}</p>
              </li>
            ))}
          </ol>
        )}
      </section>
      <Calendar />
      <section aria-labelledby="how">
        <h2 id="how">{r.howTitle}</h2>
        <ol className="prose">
          {r.how.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      <Keys />
    </>
  )
}

function Calendar() {
  const { format } = useLanguage()
  const r = useWords({ id, en })
  const { data } = useQuery(releaseCalendarQuery)
  const coming = (data?.items ?? []).filter(({ state }) => state !== 'published')
  return (
    <section aria-labelledby="calendar">
      <h2 id="calendar">{r.calendar}</h2>
      {coming.length === 0 ? (
        <p>{r.noPlan}</p>
      ) : (
        <section className="table-scroll folded" aria-labelledby="calendar" tabIndex={0}>
          <table className="numbers" data-columns={2}>
            <thead>
              <tr>
                <th scope="col">{r.through}</th>
                <th scope="col">{r.publishAt}</th>
                <th scope="col">{r.submitBy}</th>
                <th scope="col">{r.state}</th>
                <th scope="col" className="note">
                  {r.note}
                </th>
              </tr>
            </thead>
            <tbody>
              {coming.map((one) => (
                <tr key={one.id}>
                  <th scope="row">{format.period(one.through)}</th>
                  <td>{format.instant(one.publishAt)}</td>
                  <td>{one.submitBy ? format.date(one.submitBy) : '–'}</td>
                  <td>{r.states[one.state]}</td>
                  <td className="note">{one.note}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}

function Keys() {
  const { format } = useLanguage()
  const r = useWords({ id, en })
  const { data = [] } = useQuery(releaseKeysQuery)
  if (data.length === 0) return null
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">{r.keysTitle}</h2>
      <p>{r.keysIntro}</p>
      <dl className="definitions">
        {data.map((key) => (
          <div key={key.keyId}>
            <dt>
              {r.keyId} <code className="address">{key.keyId}</code>
            </dt>
            <dd>
              {r.publicKey}: <code className="address">{key.publicKey}</code>
              <br />
              {r.since} {format.instant(key.createdAt)}
              {key.retiredAt ? ` · ${r.until} ${format.instant(key.retiredAt)}` : ` · ${r.inUse}`}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
