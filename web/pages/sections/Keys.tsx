import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Actor, can, KEY_ACTIONS } from '#shared/access.ts'
import type { ApiKey, NewKey } from '#shared/contract/api-key.ts'
import { account as en } from '#shared/i18n/en/desk/account.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { account as id } from '#shared/i18n/id/desk/account.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { keysQuery } from '../../api/account.ts'
import { mayDo, meQuery } from '../../api/me.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { AgencyField } from '../../parts/AgencyField.tsx'
import { useActionText } from '../../parts/action-text.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { CheckField, NumberField, TextField } from '../../ui/fields.tsx'
import { say } from '../../ui/Toasts.tsx'
import { useForm } from '../../ui/use-form.ts'
import { Failed } from './Failed.tsx'
import { KEY_PURPOSE_NAMES, offeredFor, purposesOf, servesAll, withPurpose } from './key-purposes.ts'
import { firstOwn, type OwnAgencies } from './own-agencies.ts'

type Path = '/account/keys' | '/keys'

/** Keys for programs: seen once when they are made, listed with their last use, revoked. With `agencies`, those of
 *  agencies; else one's own. */
export function Keys({ path, agencies }: { path: Path; agencies?: OwnAgencies }) {
  const words = useWords({ id, en }).keys
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(keysQuery(path))
  const [made, setMade] = useState<NewKey | null>(null)
  const [revoked, setRevoked] = useState<ApiKey | null>(null)
  const reload = () => client.invalidateQueries({ queryKey: ['keys', path] })
  const revoke = useMutation({
    mutationFn: ({ agency, keyId }: ApiKey) =>
      sendJson('DELETE', `/api/v1${path}/${agency ? `${encodeURIComponent(agency)}/` : ''}${keyId}`),
    async onSuccess() {
      say(words.revoked)
      await reload()
    },
    onSettled: () => setRevoked(null),
  })
  return (
    <section>
      {!agencies && <h2>{words.title}</h2>}
      <p>{agencies ? words.agencyWhy : words.why}</p>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {revoke.error && <p role="alert">{revoke.error.message}</p>}
      {made && <Shown made={made} onDone={() => setMade(null)} />}
      {data?.items.length === 0 && <p className="muted">{words.none}</p>}
      <ul className="desk-rows">
        {data?.items.map((key) => (
          <KeyRow
            key={key.keyId}
            apiKey={key}
            agencies={agencies?.all ?? []}
            onRevoke={() => setRevoked(key)}
          />
        ))}
      </ul>
      <details className="desk-more">
        <summary>{words.create}</summary>
        <KeyForm
          path={path}
          agencies={agencies}
          onMade={async (key) => {
            setMade(key)
            await reload()
          }}
        />
      </details>
      {revoked && (
        <ConfirmDialog
          title={words.revokeTitle(revoked.name)}
          confirm={words.revoke}
          cancel={words.cancel}
          isBusy={revoke.isPending}
          onConfirm={() => revoke.mutate(revoked)}
          onCancel={() => setRevoked(null)}
        >
          <p>{words.revokeText}</p>
        </ConfirmDialog>
      )}
    </section>
  )
}

function KeyRow({
  apiKey,
  agencies,
  onRevoke,
}: {
  apiKey: ApiKey
  agencies: OwnAgencies['all']
  onRevoke: () => void
}) {
  const words = useWords({ id, en }).keys
  const actionText = useActionText()
  const { format, nameOf } = useLanguage()
  const agency = agencies.find(({ code }) => code === apiKey.agency)
  const { purposes, single } = purposesOf(apiKey.actions)
  const may = [...purposes.map((purpose) => words.purposes[purpose]), ...single.map(actionText)]
  return (
    <li className="desk-row">
      <p>
        <strong>{apiKey.name}</strong>
        {apiKey.agency && ` · ${agency ? nameOf(agency) : apiKey.agency}`} ·{' '}
        {words.until(format.date(apiKey.expiresAt.slice(0, 10)))} ·{' '}
        {apiKey.lastUsedAt ? words.used(format.instant(apiKey.lastUsedAt)) : words.unused}
      </p>
      <p className="muted">{may.join(' · ')}</p>
      <button type="button" onClick={onRevoke}>
        {words.revoke}
      </button>
    </li>
  )
}

function Shown({ made, onDone }: { made: NewKey; onDone: () => void }) {
  const words = useWords({ id, en }).keys
  return (
    <div className="notice notice-info" role="status">
      <p className="notice-title">{words.shown}</p>
      <p>
        <code className="desk-secret">{made.key}</code>
      </p>
      <p className="actions">
        <button
          type="button"
          onClick={() => void navigator.clipboard.writeText(made.key).then(() => say(words.copied))}
        >
          {words.copy}
        </button>
        <button type="button" onClick={onDone}>
          {words.done}
        </button>
      </p>
    </div>
  )
}

/** Whose rights the key of an agency has there. */
const DELIVERER: Actor = {
  kind: 'key',
  id: '',
  name: '',
  grants: (['viewer', 'contributor', 'approver'] as const).map((role) => ({ role, agency: null })),
  only: null,
}

function KeyForm({
  path,
  agencies,
  onMade,
}: {
  path: Path
  agencies: OwnAgencies | undefined
  onMade: (made: NewKey) => Promise<void>
}) {
  const all = useWords({ id, en })
  const words = all.keys
  const forms = useWords({ id: formsId, en: formsEn })
  const actionText = useActionText()
  const { data: me } = useQuery(meQuery)
  const offered = KEY_ACTIONS.filter((action) =>
    agencies ? can(DELIVERER, action, 'instance') : mayDo(me, action),
  )
  const form = useForm({
    initial: {
      name: '',
      agency: agencies ? (firstOwn(agencies) ?? '') : '-',
      days: '90',
      actions: [] as string[],
    },
    check: ({ name, agency, days, actions }) => ({
      ...(name.trim() === '' && { name: all.signIn.required }),
      ...(agency === '' && { agency: all.signIn.required }),
      ...(actions.length === 0 && { actions: words.noneChosen }),
      ...(!(Number(days) >= 1 && Number(days) <= 366) && { days: words.daysRange }),
    }),
    async send({ name, agency, days, actions }) {
      const given = { name, actions, days: Number(days), ...(agencies && { agency }) }
      await onMade(await sendJson<NewKey>('POST', `/api/v1${path}`, given))
      form.reset()
    },
  })
  const choose = (action: string, isChosen: boolean) =>
    form.set(
      'actions',
      isChosen ? [...form.values.actions, action] : form.values.actions.filter((one) => one !== action),
    )
  return (
    <Form
      label={words.create}
      errors={form.errors}
      failure={form.failure}
      summary={forms.summary}
      isBusy={form.isBusy}
      onSubmit={() => void form.submit()}
    >
      <TextField
        name="name"
        label={words.name}
        hint={words.nameHint}
        value={form.values.name}
        onChange={(value) => form.set('name', value)}
      />
      {agencies && (
        <AgencyField
          agencies={agencies.own}
          value={form.values.agency}
          onChange={(value) => form.set('agency', value)}
        />
      )}
      <NumberField
        name="days"
        label={words.days}
        value={form.values.days}
        onChange={(value) => form.set('days', value)}
      />
      <fieldset className="desk-choices" aria-describedby={form.errors.actions ? 'no-actions' : undefined}>
        <legend>{words.actions}</legend>
        {form.errors.actions && (
          <p className="form-error" id="no-actions">
            {form.errors.actions}
          </p>
        )}
        {KEY_PURPOSE_NAMES.filter((purpose) => offeredFor(purpose, offered).length > 0).map((purpose) => (
          <CheckField
            key={purpose}
            name={purpose}
            label={words.purposes[purpose]}
            isChecked={servesAll(purpose, form.values.actions, offered)}
            onChange={(isTaken) =>
              form.set('actions', withPurpose(form.values.actions, purpose, isTaken, offered))
            }
          />
        ))}
      </fieldset>
      <details className="desk-more">
        <summary>{words.advanced(form.values.actions.length)}</summary>
        <fieldset className="desk-choices">
          <legend>{words.single}</legend>
          {offered.map((action) => (
            <CheckField
              key={action}
              name={action}
              label={actionText(action)}
              isChecked={form.values.actions.includes(action)}
              onChange={(isChosen) => choose(action, isChosen)}
            />
          ))}
        </fieldset>
      </details>
      <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
        {words.create}
      </SubmitButton>
    </Form>
  )
}
