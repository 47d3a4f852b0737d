import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { survey as en } from '#shared/i18n/en/desk/survey.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { survey as id } from '#shared/i18n/id/desk/survey.ts'
import { periodOf } from '#shared/time/period.ts'
import { servicesQuery } from '../../api/entities.ts'
import { surveyResultsQuery } from '../../api/survey.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { AgencyField, ServiceField } from '../../parts/AgencyField.tsx'
import { choiceOfPeriod, PeriodField, periodOfChoice } from '../../parts/PeriodField.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from '../sections/Failed.tsx'
import { firstOwn, type OwnAgencies, useOwnAgencies } from '../sections/own-agencies.ts'
import { SurveyElements } from '../sections/SurveyElements.tsx'
import { SurveyPeople } from '../sections/SurveyPeople.tsx'
import { WeakestPlans } from '../sections/WeakestPlans.tsx'

/** What an agency's own survey says: the figures with how sure they are, the weakest elements with their plans, and
 *  what only the agency may see. */
export function SurveyPage() {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const agencies = useOwnAgencies('survey.read')
  useTitle(words.title)
  return (
    <>
      <h1>{words.title}</h1>
      <p className="page-meta">{words.intro}</p>
      {agencies ? <Survey agencies={agencies} /> : <Skeleton height={480} label={t.loading} />}
    </>
  )
}

function Survey({ agencies }: { agencies: OwnAgencies }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const { data: services = [] } = useQuery(servicesQuery)
  const agency = search.agency ?? firstOwn(agencies) ?? agencies.own[0]?.code
  const period = search.period ?? periodOf(new Date().toISOString().slice(0, 10), 'semester')
  // A year half typed is no period yet: it stays in the field, the address keeps the last whole one.
  const [choice, setChoice] = useState(choiceOfPeriod(period))
  const go = (change: ViewSearch) =>
    void navigate({ to: '.', search: { ...search, ...change } as never, replace: true, resetScroll: false })
  return (
    <>
      <form className="picker" onSubmit={(event) => event.preventDefault()}>
        <AgencyField
          agencies={agencies.own}
          value={agency ?? ''}
          onChange={(code) => go({ agency: code || undefined })}
        />
        <ServiceField
          services={services}
          value={search.service ?? ''}
          optional={forms.allServices}
          onChange={(code) => go({ service: code || undefined })}
        />
        <PeriodField
          name="year"
          value={choice}
          onChange={(next) => {
            setChoice(next)
            const chosen = periodOfChoice(next)
            if (chosen) go({ period: chosen })
          }}
        />
      </form>
      {agency ? (
        <Results agency={agency} service={search.service} period={period} />
      ) : (
        <Notice kind="info" title={words.choose} />
      )}
    </>
  )
}

function Results({
  agency,
  service,
  period,
}: {
  agency: string
  service: string | undefined
  period: string
}) {
  const words = useWords({ id, en })
  const { t, format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data, error, refetch } = useQuery(surveyResultsQuery({ agency, service, period }))
  const planners = useOwnAgencies('plan.set')
  const posters = (
    <p>
      <Link to="/desk/posters" search={{ ...keep(search), period: undefined, agency }} className="button">
        {words.posters}
      </Link>
    </p>
  )
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={720} label={t.loading} />
  const { refused, lastRefusedOn } = data.intake
  return (
    <>
      {lastRefusedOn && (
        <Notice kind="info" title={words.refused(format.number(refused), format.date(lastRefusedOn))} />
      )}
      {data.index.value === null ? (
        <>
          <Notice kind="info" title={words.none}>
            <p>{words.noneHint}</p>
          </Notice>
          {posters}
        </>
      ) : (
        <>
          <SurveyElements results={data} />
          {posters}
        </>
      )}
      <WeakestPlans results={data} mayPlan={planners?.mayAt(agency) ?? false} />
      <SurveyPeople results={data} />
    </>
  )
}
