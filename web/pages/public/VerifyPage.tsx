import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { verifyPage as en } from '#shared/i18n/en/verify-page.ts'
import { verifyPage as id } from '#shared/i18n/id/verify-page.ts'
import { releasedPeriods } from '#shared/proof/delivered.ts'
import type { ReadStep } from '#shared/proof/explain-figure.ts'
import type { FigureName } from '#shared/proof/findings.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { explainedQuery, type ReleaseChoices, releaseChoicesQuery } from '../../api/release-proof.ts'
import { releasesQuery } from '../../api/releases.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import type { ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Command } from '../../ui/Command.tsx'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from '../sections/Failed.tsx'
import { FigureSteps } from '../sections/FigureSteps.tsx'

const GRAINS = ['month', 'quarter', 'semester', 'year', 'all'] as const
type Grain = (typeof GRAINS)[number]
const FIRST = 'received'

/** One figure of a release, worked out again in the browser: each step from the signature to the number. */
export function VerifyPage() {
  const { t } = useLanguage()
  const words = useWords({ id, en })
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: releases, error, refetch } = useQuery(releasesQuery)
  useTitle(words.title)
  const codes = releases?.map((one) => one.code)
  const code = search.release ?? codes?.[0]
  return (
    <>
      <h1>{words.title}</h1>
      <p className="page-meta">{words.intro}</p>
      {error && !codes && <Failed error={error} retry={() => void refetch()} />}
      {!codes && !error && <Skeleton height={600} label={t.loading} />}
      {codes && code === undefined && <Notice kind="info" title={words.none} />}
      {codes && code !== undefined && <Choices code={code} codes={[...new Set([...codes, code])]} />}
      <section className="prose">
        <p>{words.whole}</p>
        <Command>{`npx terukur verify ${location.origin}`}</Command>
      </section>
    </>
  )
}

function Choices({ code, codes }: { code: string; codes: readonly string[] }) {
  const { t } = useLanguage()
  const words = useWords({ id, en })
  const { data, error, refetch } = useQuery(releaseChoicesQuery(code))
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton height={600} label={t.loading} />
  if (data === null) return <Notice kind="error" title={words.broken} />
  return <Checker code={code} codes={codes} choices={data} />
}

/** The figure of the address, as far as the release knows it. */
function figureOf(search: ViewSearch, { manifest, definitions }: ReleaseChoices): FigureName {
  const asked = search.period ? parsePeriod(search.period) : null
  const grain = GRAINS.find((one) => one === asked?.grain) ?? (asked?.grain === 'given' ? 'given' : 'month')
  const periods = grain === 'given' ? [] : releasedPeriods(manifest.from, manifest.through, grain)
  return {
    indicator: definitions.find(({ id }) => id === search.indicator)?.id ?? FIRST,
    agency: search.agency ?? null,
    service: search.service ?? null,
    grain,
    period: asked?.period ?? periods.at(-1)!.period,
  }
}

function Checker({
  code,
  codes,
  choices,
}: {
  code: string
  codes: readonly string[]
  choices: ReleaseChoices
}) {
  const { t, locale, format, nameOf } = useLanguage()
  const words = useWords({ id, en })
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const figure = figureOf(search, choices)
  const { manifest, definitions, agencies, services } = choices
  const grain = figure.grain as Grain
  const periods = figure.grain === 'given' ? [] : releasedPeriods(manifest.from, manifest.through, grain)
  const go = (change: ViewSearch) =>
    void navigate({ to: '.', search: { ...search, ...change } as never, resetScroll: false, replace: true })
  const toGrain = (to: string) => {
    const inGrain = releasedPeriods(manifest.from, manifest.through, to as Grain)
    go({ period: inGrain.at(-1)!.period })
  }
  const entities = (list: ReleaseChoices['agencies'], together: string) => [
    { value: '', label: together },
    ...list.map((one) => ({ value: one.code, label: nameOf(one) })),
  ]
  return (
    <>
      <form className="picker" onSubmit={(event) => event.preventDefault()}>
        <Choice
          label={words.release}
          value={code}
          choices={codes.map((one) => ({ value: one, label: one }))}
          onChange={(release) => go({ release })}
        />
        <Choice
          label={words.agency}
          value={figure.agency ?? ''}
          choices={entities(agencies, words.everything)}
          onChange={(agency) => go({ agency: agency || undefined })}
        />
        <Choice
          label={words.service}
          value={figure.service ?? ''}
          choices={entities(services, words.allServices)}
          onChange={(service) => go({ service: service || undefined })}
        />
        <Choice
          label={t.indicator}
          value={figure.indicator}
          choices={definitions.map(({ id, texts }) => ({ value: id, label: texts[locale].name }))}
          onChange={(indicator) => go({ indicator })}
        />
        {figure.grain !== 'given' && (
          <Choice
            label={words.grain}
            value={grain}
            choices={GRAINS.map((one) => ({ value: one, label: words.grains[one] }))}
            onChange={toGrain}
          />
        )}
        <Choice
          label={words.period}
          value={figure.period}
          choices={[...new Set([...periods.map((one) => one.period), figure.period])]
            .reverse()
            .map((period) => ({ value: period, label: format.period(period) }))}
          onChange={(period) => go({ period })}
        />
      </form>
      <Checked key={JSON.stringify([code, figure])} code={code} figure={figure} agencies={agencies} />
    </>
  )
}

function Choice({
  label,
  value,
  choices,
  onChange,
}: {
  label: string
  value: string
  choices: readonly { value: string; label: string }[]
  onChange: (value: string) => void
}) {
  return (
    <Field label={label}>
      {(id) => (
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function Checked({
  code,
  figure,
  agencies,
}: {
  code: string
  figure: FigureName
  agencies: ReleaseChoices['agencies']
}) {
  const words = useWords({ id, en })
  const [step, setStep] = useState<ReadStep | null>(null)
  const { data, error, refetch } = useQuery(explainedQuery(code, figure, setStep))
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) {
    const fraction = step && step.all > 0 ? step.done / step.all : null
    return <Progress label={words.checking(step?.part ?? 'release.json')} fraction={fraction} />
  }
  if (data === null) return <Notice kind="error" title={words.broken} />
  return <FigureSteps of={data} figure={figure} agencies={agencies} />
}
