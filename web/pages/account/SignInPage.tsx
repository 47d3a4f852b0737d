import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { SignedIn } from '#shared/contract/account.ts'
import { ownPath } from '#shared/contract/own-path.ts'
import type { SignInWays } from '#shared/contract/sso.ts'
import { account as en } from '#shared/i18n/en/desk/account.ts'
import { account as id } from '#shared/i18n/id/desk/account.ts'
import { getJson } from '../../api/client.ts'
import { meQuery } from '../../api/me.ts'
import { sendJson } from '../../api/send.ts'
import { useWords } from '../../i18n.tsx'
import { ssoUrl, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { CheckField, TextField } from '../../ui/fields.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { SecondFactor } from '../sections/SecondFactor.tsx'

/** Signing in with e-mail and password, and the second factor where one is kept. Goes on where one came from. */
export function SignInPage() {
  const words = useWords({ id, en })
  const search = useSearch({ strict: false }) as ViewSearch
  const router = useRouter()
  const client = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const [step, setStep] = useState<'password' | 'second-factor'>('password')
  useTitle(words.signIn.title)
  const onwards = async () => {
    // Nothing of whoever was here before stays.
    await client.resetQueries()
    router.history.push(ownPath(search.next) ?? (search.lang ? `/desk?lang=${search.lang}` : '/desk'))
  }
  if (step === 'second-factor') {
    return <SecondFactor onDone={onwards} onAgain={() => setStep('password')} />
  }
  return (
    <div className="account-page">
      <h1>{words.signIn.title}</h1>
      <SsoRefused reason={search.refused} />
      {me?.kind === 'person' && (
        <p>
          {words.signIn.already(me.name)}{' '}
          <button type="button" className="form-link" onClick={() => void onwards()}>
            {words.signIn.onwards}
          </button>
        </p>
      )}
      <SsoButton search={search} />
      <PasswordForm onDone={onwards} onSecondFactor={() => setStep('second-factor')} />
      <p>
        <Link to="/reset" search={{ lang: search.lang }}>
          {words.reset.forgot}
        </Link>
      </p>
      <p className="muted">{words.signIn.noAccount}</p>
    </div>
  )
}

const waysQuery = queryOptions({
  queryKey: ['sign-in-ways'],
  queryFn: ({ signal }) => getJson<SignInWays>('/api/v1/session/ways', signal),
})

/** The way through the provider of the instance, where it has one. */
function SsoButton({ search }: { search: ViewSearch }) {
  const words = useWords({ id, en }).signIn
  const { data: ways } = useQuery(waysQuery)
  if (!ways?.sso) return null
  return (
    <p>
      <a className="button" href={ssoUrl(search)}>
        {words.sso(ways.sso.name)}
      </a>
    </p>
  )
}

/** Why the provider's word did not let somebody in. */
function SsoRefused({ reason }: { reason: string | undefined }) {
  const words = useWords({ id, en }).signIn
  const texts: Record<string, string> = words.refusals
  if (!reason || !Object.hasOwn(texts, reason)) return null
  return (
    <Notice kind="error" title={words.ssoRefused}>
      <p>{texts[reason]}</p>
    </Notice>
  )
}

function PasswordForm({
  onDone,
  onSecondFactor,
}: {
  onDone: () => Promise<void>
  onSecondFactor: () => void
}) {
  const words = useWords({ id, en }).signIn
  const form = useForm({
    initial: { email: '', password: '', remember: false },
    check: ({ email, password }) => ({
      ...(email.trim() === '' && { email: words.required }),
      ...(password === '' && { password: words.required }),
    }),
    async send(values) {
      const { next } = await sendJson<SignedIn>('POST', '/api/v1/session', values)
      if (next === 'second-factor') onSecondFactor()
      else await onDone()
    },
  })
  return (
    <Form
      label={words.title}
      errors={form.errors}
      failure={form.failure}
      summary={words.title}
      isBusy={form.isBusy}
      onSubmit={() => void form.submit()}
    >
      <TextField
        name="email"
        label={words.email}
        type="email"
        autoComplete="username"
        value={form.values.email}
        onChange={(value) => form.set('email', value)}
      />
      <TextField
        name="password"
        label={words.password}
        type="password"
        autoComplete="current-password"
        value={form.values.password}
        onChange={(value) => form.set('password', value)}
      />
      <CheckField
        name="remember"
        label={words.remember}
        isChecked={form.values.remember}
        onChange={(value) => form.set('remember', value)}
      />
      <SubmitButton isBusy={form.isBusy} busy={words.busy}>
        {words.submit}
      </SubmitButton>
    </Form>
  )
}
