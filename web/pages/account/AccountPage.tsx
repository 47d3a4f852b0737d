import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Account } from '#shared/contract/account.ts'
import { account as en } from '#shared/i18n/en/desk/account.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { account as id } from '#shared/i18n/id/desk/account.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { accountQuery, keysQuery } from '../../api/account.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { CheckField, TextField } from '../../ui/fields.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { say } from '../../ui/Toasts.tsx'
import { useForm } from '../../ui/use-form.ts'
import { Failed } from '../sections/Failed.tsx'
import { Keys } from '../sections/Keys.tsx'
import { MailLanguageChoice } from '../sections/MailLanguageChoice.tsx'
import { OwnSessions } from '../sections/OwnSessions.tsx'
import { TwoFactor } from '../sections/TwoFactor.tsx'

/** One's own account: who one is, how one signs in, where one is signed in, and keys for programs. */
export function AccountPage() {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const { data, error, refetch } = useQuery(accountQuery)
  useTitle(words.own.title)
  if (error && !data) {
    return (
      <>
        <h1>{words.own.title}</h1>
        <Failed error={error} retry={() => void refetch()} />
      </>
    )
  }
  if (!data) return <Skeleton height={600} label={t.loading} />
  return (
    <>
      <h1>{words.own.title}</h1>
      <NameForm account={data} />
      {data.hasPassword ? (
        <>
          <EmailForm account={data} />
          <PasswordForm />
          <TwoFactor account={data} />
        </>
      ) : (
        <p>{words.own.noPassword}</p>
      )}
      <MailLanguageChoice />
      <OwnSessions />
      <Keys path="/account/keys" />
    </>
  )
}

interface FieldsForm<Values extends Record<string, string>> {
  title: string
  initial: Values
  send: (values: Values) => Promise<void>
  done: string
  children: (form: ReturnType<typeof useForm<Values>>) => ReactNode
}

/** A small form of required lines, which is empty again when it is done. */
function SmallForm<Values extends Record<string, string>>(of: FieldsForm<Values>) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const client = useQueryClient()
  const form = useForm<Values>({
    initial: of.initial,
    check: (values) =>
      Object.fromEntries(
        Object.entries(values).flatMap(([name, value]) =>
          value.trim() === '' ? [[name, words.signIn.required]] : [],
        ),
      ),
    async send(values) {
      await of.send(values)
      say(of.done)
      form.reset()
      await client.invalidateQueries({ queryKey: ['account'] })
      await client.invalidateQueries({ queryKey: ['me'] })
    },
  })
  return (
    <section>
      <h2>{of.title}</h2>
      <Form
        label={of.title}
        errors={form.errors}
        failure={form.failure}
        summary={forms.summary}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        {of.children(form)}
        <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
          {words.own.save}
        </SubmitButton>
      </Form>
    </section>
  )
}

function NameForm({ account }: { account: Account }) {
  const words = useWords({ id, en }).own
  return (
    <SmallForm
      key={account.name}
      title={words.profile}
      initial={{ name: account.name }}
      send={({ name }) => sendJson('PUT', '/api/v1/account/name', { name })}
      done={words.saved}
    >
      {({ values, set }) => (
        <TextField
          name="name"
          label={words.profile}
          autoComplete="name"
          value={values.name}
          onChange={(value) => set('name', value)}
        />
      )}
    </SmallForm>
  )
}

function EmailForm({ account }: { account: Account }) {
  const words = useWords({ id, en }).own
  return (
    <SmallForm
      title={words.emailTitle}
      initial={{ email: '', password: '' }}
      send={(values) => sendJson('PUT', '/api/v1/account/email', values)}
      done={words.saved}
    >
      {({ values, set }) => (
        <>
          <TextField
            name="email"
            label={words.newEmail}
            hint={words.emailNow(account.email)}
            type="email"
            autoComplete="email"
            value={values.email}
            onChange={(value) => set('email', value)}
          />
          <TextField
            name="password"
            label={words.passwordNow}
            hint={words.whyPassword}
            type="password"
            autoComplete="current-password"
            value={values.password}
            onChange={(value) => set('password', value)}
          />
        </>
      )}
    </SmallForm>
  )
}

function PasswordForm() {
  const all = useWords({ id, en })
  const words = all.own
  const client = useQueryClient()
  const path = '/account/keys'
  const { data: keys } = useQuery(keysQuery(path))
  const [revokesKeys, setRevokesKeys] = useState(false)
  return (
    <SmallForm
      title={words.passwordTitle}
      initial={{ current: '', password: '' }}
      send={async (values) => {
        await sendJson('PUT', '/api/v1/account/password', { ...values, revokesKeys })
        setRevokesKeys(false)
        await client.invalidateQueries({ queryKey: ['keys', path] })
      }}
      done={revokesKeys ? words.keysEnded : words.passwordChanged}
    >
      {({ values, set }) => (
        <>
          <TextField
            name="current"
            label={words.passwordNow}
            type="password"
            autoComplete="current-password"
            value={values.current}
            onChange={(value) => set('current', value)}
          />
          <TextField
            name="password"
            label={words.newPassword}
            hint={all.join.passwordHint}
            type="password"
            autoComplete="new-password"
            value={values.password}
            onChange={(value) => set('password', value)}
          />
          {!!keys?.items.length && (
            <CheckField
              name="revokesKeys"
              label={words.keysToo(keys.items.length)}
              isChecked={revokesKeys}
              onChange={setRevokesKeys}
            />
          )}
        </>
      )}
    </SmallForm>
  )
}
