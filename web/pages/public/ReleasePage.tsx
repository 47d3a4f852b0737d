import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ReleaseItem, ReleaseManifest } from '#shared/contract/release.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { releases as en } from '#shared/i18n/en/releases.ts'
import { verifyPage as verifyEn } from '#shared/i18n/en/verify-page.ts'
import { releases as id } from '#shared/i18n/id/releases.ts'
import { verifyPage as verifyId } from '#shared/i18n/id/verify-page.ts'
import { releaseSentence, releaseTitle } from '#shared/i18n/release-sentence.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { releasesQuery, signedReleaseQuery } from '../../api/releases.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { keep, releaseUrl, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Command } from '../../ui/Command.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from '../sections/Failed.tsx'
import { ReleaseChanges } from '../sections/ReleaseChanges.tsx'
import { LostPage } from './LostPage.tsx'

/** One release: what it is, who is late, what it changed, what proves it, and how to take it along. */
export function ReleasePage() {
  const { code } = useParams({ strict: false }) as { code: string }
  const { t } = useLanguage()
  const { data, error, refetch } = useQuery(releasesQuery)
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={720} label={t.loading} />
  const item = data.find((one) => one.code === code)
  return item ? <Release key={code} item={item} /> : <LostPage />
}

function Release({ item }: { item: ReleaseItem }) {
  const { t, locale, format } = useLanguage()
  const r = useWords({ id, en })
  const search = useSearch({ strict: false }) as ViewSearch
  const title = releaseTitle(locale, item)
  useTitle(title)
  const { code, counts } = item
  const permalink = `${location.origin}/releases/${encodeURIComponent(code)}`
  return (
    <>
      <h1>{title}</h1>
      <p className="page-meta">
        <Link to="/releases" search={keep(search)}>
          {r.all}
        </Link>
        {item.isLatest && ` · ${r.latest}`}
        {item.isDemo && ` · ${t.invented}`}
      </p>
      <p className="opening">{releaseSentence(locale, item)}</p>
      <dl className="definitions">
        <Entry term={r.publishAt}>{format.instant(item.publishedAt)}</Entry>
        <Entry term={r.through}>
          {format.period(item.from)} – {format.period(item.through)}
        </Entry>
        <Entry term={r.by}>{item.by}</Entry>
        {item.replaces && (
          <Entry term={r.replaces}>
            <Link to="/releases/$code" params={{ code: item.replaces }} search={keep(search)}>
              {item.replaces}
            </Link>
          </Entry>
        )}
        {item.reason && <Entry term={r.reason}>{item.reason}</Entry>}
        <Entry term={r.figures}>{format.number(counts.readings)}</Entry>
        <Entry term={r.agencies}>{format.number(counts.agencies)}</Entry>
        <Entry term={r.changed}>{format.number(counts.changed)}</Entry>
      </dl>
      <Late item={item} />
      <section aria-labelledby="downloads">
        <h2 id="downloads">{r.downloadsTitle}</h2>
        <ul>
          <li>
            <a href={releaseUrl(code, '/package.zip')}>{r.package}</a>
          </li>
          {FORMATS.map((one) => (
            <li key={one}>
              <a href={releaseUrl(code, `/data.${one}`)}>{r.table(one.toUpperCase())}</a>
            </li>
          ))}
          <li>
            <a href={releaseUrl(code)}>{r.manifest}</a>
          </li>
        </ul>
        <p className="muted">{r.linksNote}</p>
      </section>
      <ReleaseChanges item={item} />
      <Proof code={code} />
      <section aria-labelledby="cite">
        <h2 id="cite">{r.citeTitle}</h2>
        <p className="address">{r.cite(title, format.instant(item.publishedAt), permalink, item.sha256)}</p>
        <p>
          {r.permalink}: <a href={permalink}>{permalink}</a>
        </p>
      </section>
    </>
  )
}

const FORMATS = ['csv', 'json', 'xlsx', 'parquet'] as const

function Entry({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Agencies whose last months are missing, and why. */
function Late({ item: { late } }: { item: ReleaseItem }) {
  const { nameOf } = useLanguage()
  const r = useWords({ id, en })
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: agencies = [] } = useQuery(agenciesQuery)
  if (late.length === 0) return null
  const names = fullNames(agencies, nameOf)
  return (
    <section aria-labelledby="late">
      <h2 id="late">{r.lateTitle}</h2>
      <p>{r.lateIntro}</p>
      <ul>
        {late.map(({ agency, reason }) => (
          <li key={agency}>
            <Link to="/agencies/$code" params={{ code: agency }} search={keep(search)}>
              {names.get(agency) ?? agency}
            </Link>
            : {reason}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Hash, signature and chain, each with what it is good for. */
function Proof({ code }: { code: string }) {
  const { t, format } = useLanguage()
  const r = useWords({ id, en })
  const verify = useWords({ id: verifyId, en: verifyEn })
  const search = useSearch({ strict: false }) as ViewSearch
  const { data, error, refetch } = useQuery(signedReleaseQuery(code))
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={320} label={t.loading} />
  const manifest = JSON.parse(data.manifest) as ReleaseManifest
  const { previous } = manifest
  return (
    <section aria-labelledby="proof">
      <h2 id="proof">{r.proofTitle}</h2>
      <dl className="definitions">
        <Entry term={r.proof.hash}>
          <code className="address">{data.sha256}</code>
          <br />
          {r.proof.hashWhy}
        </Entry>
        <Entry term={r.proof.signature}>
          <code className="address">{data.signature}</code>
          <br />
          {r.proof.signatureWhy} {r.publicKey}: <code className="address">{data.publicKey}</code>
        </Entry>
        <Entry term={r.proof.previous}>
          {previous ? (
            <>
              <Link to="/releases/$code" params={{ code: previous.code }} search={keep(search)}>
                {previous.code}
              </Link>
              , <code className="address">{previous.sha256}</code>
              <br />
              {r.proof.previousWhy}
            </>
          ) : (
            r.proof.first
          )}
        </Entry>
      </dl>
      <p>{r.proof.parts(format.number(manifest.parts.length))}</p>
      <p>
        <Link to="/verify" search={{ ...keep(search), release: manifest.code }}>
          {verify.title}
        </Link>
      </p>
      <p>{r.proof.command}</p>
      <Command>{`npx terukur verify ${location.origin}`}</Command>
    </section>
  )
}
