import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { survey as en } from '#shared/i18n/en/desk/survey.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { survey as id } from '#shared/i18n/id/desk/survey.ts'
import { servicesQuery } from '../../api/entities.ts'
import { sendJson } from '../../api/send.ts'
import { surveyFormsQuery } from '../../api/survey.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { AgencyField, ServiceField } from '../../parts/AgencyField.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { say } from '../../ui/Toasts.tsx'
import { useForm } from '../../ui/use-form.ts'
import { Failed } from '../sections/Failed.tsx'
import { firstOwn, type OwnAgencies, useOwnAgencies } from '../sections/own-agencies.ts'
import { SurveyFormRow } from '../sections/SurveyFormRow.tsx'

/** The survey forms of an agency: each with its poster, open or closed, and what came in. */
export function PostersPage() {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const agencies = useOwnAgencies('survey.read')
  useTitle(words.posters)
  return (
    <>
      <h1>{words.posters}</h1>
      <p className="page-meta">{words.postersIntro}</p>
      {agencies ? <Posters agencies={agencies} /> : <Skeleton height={480} label={t.loading} />}
    </>
  )
}

function Posters({ agencies }: { agencies: OwnAgencies }) {
  const words = useWords({ id, en })
  const { t, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const setters = useOwnAgencies('survey.set-form')
  const agency = search.agency ?? firstOwn(agencies) ?? agencies.own[0]?.code ?? ''
  const { data, error, refetch } = useQuery({ ...surveyFormsQuery(agency), enabled: agency !== '' })
  const names = fullNames(agencies.all, nameOf)
  return (
    <>
      <form className="picker" onSubmit={(event) => event.preventDefault()}>
        <AgencyField
          agencies={agencies.own}
          value={agency}
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
      <p>
        <Link to="/desk/survey" search={{ ...keep(search), agency }} className="button">
          {words.results}
        </Link>
      </p>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {agency !== '' && !data && !error && <Skeleton height={480} label={t.loading} />}
      {data && data.length === 0 && (
        <Notice kind="info" title={words.formsNone}>
          <p>{words.formsNoneHint}</p>
        </Notice>
      )}
      {data && data.length > 0 && (
        <ul className="desk-rows">
          {data.map((form) => (
            <SurveyFormRow
              key={form.path}
              form={form}
              agency={form.agency === agency ? null : (names.get(form.agency) ?? form.agency)}
              mayChange={setters?.mayAt(form.agency) ?? false}
            />
          ))}
        </ul>
      )}
      {agency !== '' && data && setters?.mayAt(agency) && (
        <OpenForm key={agency} agency={agency} taken={data.filter((form) => form.agency === agency)} />
      )}
    </>
  )
}

/** Opens the form of a service that the agency has no figures of yet. */
function OpenForm({ agency, taken }: { agency: string; taken: readonly { service: string }[] }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const client = useQueryClient()
  const { data: services = [] } = useQuery(servicesQuery)
  const known = new Set(taken.map(({ service }) => service))
  const rest = services.filter(({ code }) => !known.has(code))
  const form = useForm({
    initial: { service: '' },
    check: ({ service }): Record<string, string> => (service === '' ? { service: forms.required } : {}),
    async send({ service }) {
      await sendJson('PUT', '/api/v1/survey/forms', { agency, service, isOpen: true, dailyCap: null })
      say(words.opened)
      await client.invalidateQueries({ queryKey: ['survey-forms'] })
      form.reset({ service: '' })
    },
  })
  if (rest.length === 0) return null
  return (
    <section aria-labelledby="open-form">
      <h2 id="open-form">{words.add}</h2>
      <Form
        label={words.add}
        summary={forms.summary}
        errors={form.errors}
        failure={form.failure}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        <ServiceField
          services={rest}
          hint={words.addHint}
          value={form.values.service}
          onChange={(service) => form.set('service', service)}
        />
        <div className="actions">
          <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
            {words.addButton}
          </SubmitButton>
        </div>
      </Form>
    </section>
  )
}
