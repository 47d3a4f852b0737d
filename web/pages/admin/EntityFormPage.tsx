import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import {
  AGENCY_LEVELS,
  type AgencyItem,
  type AgencyLevel,
  type ServiceItem,
} from '#shared/contract/reading.ts'
import { entities as en } from '#shared/i18n/en/desk/entities.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { entities as id } from '#shared/i18n/id/desk/entities.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { servicesQuery } from '../../api/entities.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { AgencyField } from '../../parts/AgencyField.tsx'
import type { ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { SelectField, TextField } from '../../ui/fields.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { say } from '../../ui/Toasts.tsx'
import { UnsavedGuard } from '../../ui/UnsavedGuard.tsx'
import { type FormState, useForm } from '../../ui/use-form.ts'
import { LostPage } from '../public/LostPage.tsx'
import { useOwnAgencies } from '../sections/own-agencies.ts'

type List = '/admin/agencies' | '/admin/services'

/** What is said of the agency that the address names. */
export function AgencyFormPage() {
  const { t } = useLanguage()
  const { agency: code } = useSearch({ strict: false }) as ViewSearch
  const agencies = useOwnAgencies('agency.set')
  if (!agencies) return <Skeleton height={480} label={t.loading} />
  const agency = agencies.own.find((one) => one.code === code)
  if (!agency) return <LostPage />
  // It is moved by who looks after the agency that it leaves as well as the one that gets it.
  const isMovable = agency.parent === null ? agencies.isEverywhere : agencies.mayAt(agency.parent)
  const parents = agencies.own.filter(({ code }) => code !== agency.code)
  return <AgencyForm agency={agency} parents={parents} isMovable={isMovable} />
}

function AgencyForm({
  agency,
  parents,
  isMovable,
}: {
  agency: AgencyItem
  parents: readonly AgencyItem[]
  isMovable: boolean
}) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const { words: indicators, nameOf } = useLanguage()
  const save = useSave('/admin/agencies', '/api/v1/agencies')
  const form = useForm({
    initial: {
      name: agency.name,
      nameEn: agency.nameEn ?? '',
      level: agency.level,
      parent: agency.parent ?? '',
      region: agency.region ?? '',
    },
    check: ({ name }): Record<string, string> => (name.trim().length < 2 ? { name: words.tooShort } : {}),
    send: ({ name, nameEn, level, parent, region }) =>
      save(
        {
          code: agency.code,
          name: name.trim(),
          nameEn: nameEn.trim() || null,
          level,
          parent: parent || null,
          region: region.trim() || null,
        },
        {
          code: agency.code,
          name: agency.name,
          nameEn: agency.nameEn,
          level: agency.level,
          parent: agency.parent,
          region: agency.region,
        },
      ),
  })
  const { values, set } = form
  const isMoved = values.parent !== (agency.parent ?? '')
  return (
    <EntityForm
      title={nameOf(agency)}
      code={agency.code}
      list="/admin/agencies"
      form={form}
      busy={isMoved ? words.moving : forms.saving}
    >
      <Names values={values} set={set} />
      <SelectField
        name="level"
        label={words.level}
        value={values.level}
        choices={AGENCY_LEVELS.map((level) => ({ value: level, label: indicators.levels[level] }))}
        onChange={(level) => set('level', level as AgencyLevel)}
      />
      {isMovable && (
        <AgencyField
          name="parent"
          label={words.parent}
          hint={words.parentHint}
          optional={words.noParent}
          agencies={parents}
          value={values.parent}
          onChange={(parent) => set('parent', parent)}
        />
      )}
      <TextField
        name="region"
        label={words.region}
        hint={words.regionHint}
        optional={forms.optional}
        value={values.region}
        onChange={(region) => set('region', region)}
      />
    </EntityForm>
  )
}

/** What the service that the address names is called. */
export function CatalogFormPage() {
  const { t } = useLanguage()
  const { service: code } = useSearch({ strict: false }) as ViewSearch
  const { data } = useQuery(servicesQuery)
  if (!data) return <Skeleton height={320} label={t.loading} />
  const service = data.find((one) => one.code === code)
  return service ? <ServiceForm service={service} /> : <LostPage />
}

function ServiceForm({ service }: { service: ServiceItem }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const { nameOf } = useLanguage()
  const save = useSave('/admin/services', '/api/v1/services')
  const form = useForm({
    initial: { name: service.name, nameEn: service.nameEn ?? '' },
    check: ({ name }): Record<string, string> => (name.trim().length < 2 ? { name: words.tooShort } : {}),
    send: ({ name, nameEn }) =>
      save(
        { code: service.code, name: name.trim(), nameEn: nameEn.trim() || null },
        { code: service.code, name: service.name, nameEn: service.nameEn },
      ),
  })
  return (
    <EntityForm
      title={nameOf(service)}
      code={service.code}
      list="/admin/services"
      form={form}
      busy={forms.saving}
    >
      <Names values={form.values} set={form.set} />
    </EntityForm>
  )
}

/** Saves, goes back to the list, and offers to take it back. */
function useSave(list: List, path: string) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const client = useQueryClient()
  return async (after: object, before: object) => {
    await sendJson('PUT', path, after)
    const undo = () =>
      void sendJson('PUT', path, before)
        .then(() => client.invalidateQueries())
        .then(() => say(forms.undone))
        .catch((error: Error) => say(error.message))
    say(words.saved, { label: forms.undo, run: undo })
    await client.invalidateQueries({ refetchType: 'none' })
    await navigate({ to: list, search: { lang: search.lang, q: search.q }, ignoreBlocker: true })
  }
}

function Names({
  values,
  set,
}: {
  values: { name: string; nameEn: string }
  set: (name: 'name' | 'nameEn', value: string) => void
}) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  return (
    <>
      <TextField
        name="name"
        label={words.name}
        maxLength={300}
        value={values.name}
        onChange={(name) => set('name', name)}
      />
      <TextField
        name="nameEn"
        label={words.nameEn}
        optional={forms.optional}
        maxLength={300}
        value={values.nameEn}
        onChange={(name) => set('nameEn', name)}
      />
    </>
  )
}

function EntityForm<Values>({
  title,
  code,
  list,
  form,
  busy,
  children,
}: {
  title: string
  code: string
  list: List
  form: FormState<Values>
  busy: string
  children: ReactNode
}) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const search = useSearch({ strict: false }) as ViewSearch
  const back = { lang: search.lang, q: search.q }
  useTitle(title)
  return (
    <>
      <p>
        <Link to={list} search={back}>
          {words.back}
        </Link>
      </p>
      <h1>{title}</h1>
      <p className="page-meta">
        {words.code}: <code>{code}</code>
      </p>
      <Form
        label={title}
        summary={forms.summary}
        errors={form.errors}
        failure={form.failure}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        {children}
        <div className="actions">
          <SubmitButton isBusy={form.isBusy} busy={busy}>
            {forms.save}
          </SubmitButton>
          <Link to={list} search={back} className="button">
            {forms.cancel}
          </Link>
        </div>
      </Form>
      <UnsavedGuard isDirty={form.isDirty} words={forms.leave} />
    </>
  )
}
