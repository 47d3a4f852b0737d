import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { InvitationSeen } from '#shared/contract/invitation.ts'
import { account as en } from '#shared/i18n/en/desk/account.ts'
import { account as id } from '#shared/i18n/id/desk/account.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import type { ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useHashToken } from './use-hash-token.ts'

/** Where the link of an invitation leads: an account is made, and one is signed in. */
export function JoinPage() {
  const words = useWords({ id, en }).join
  const { t } = useLanguage()
  const token = useHashToken()
  const { data, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => sendJson<InvitationSeen>('POST', '/api/v1/invitations/see', { token: token || '-' }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  useTitle(words.title)
  return (
    <div className="account-page">
      <h1>{words.title}</h1>
      {error && !data ? (
        <Notice kind="error" title={words.gone}>
          <p>{error.message}</p>
        </Notice>
      ) : data ? (
        <JoinForm key={token} token={token} invitation={data} />
      ) : (
        <Skeleton height={400} label={t.loading} />
      )}
    </div>
  )
}

function JoinForm({ token, invitation }: { token: string; invitation: InvitationSeen }) {
  const all = useWords({ id, en })
  const words = all.join
  const { format } = useLanguage()
  const { lang } = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const client = useQueryClient()
  const asksEmail = invitation.email === null
  const form = useForm({
    initial: { name: invitation.name ?? '', email: invitation.email ?? '', password: '' },
    check: ({ name, email, password }) => ({
      ...(name.trim() === '' && { name: all.signIn.required }),
      ...(email.trim() === '' && { email: all.signIn.required }),
      ...(password === '' && { password: all.signIn.required }),
    }),
    async send({ email, ...values }) {
      const given = { token, ...values, ...(asksEmail && { email }) }
      await sendJson('POST', '/api/v1/invitations/accept', given)
      await client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'invitation' })
      await navigate({ to: '/desk', search: { lang }, replace: true })
    },
  })
  return (
    <>
      <p>{invitation.isFirst ? words.first : words.intro}</p>
      <h2>{words.rights}</h2>
      <ul>
        {invitation.grants.map(({ role, agency, agencyName }) => (
          <li key={`${role} ${agency}`}>{all.roleIn(all.roles[role], agencyName ?? all.everywhere)}</li>
        ))}
      </ul>
      <Form
        label={words.title}
        errors={form.errors}
        failure={form.failure}
        summary={words.title}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        <TextField
          name="name"
          label={words.name}
          hint={words.nameHint}
          autoComplete="name"
          value={form.values.name}
          onChange={(value) => form.set('name', value)}
        />
        {asksEmail ? (
          <TextField
            name="email"
            label={words.email}
            type="email"
            autoComplete="username"
            value={form.values.email}
            onChange={(value) => form.set('email', value)}
          />
        ) : (
          <>
            <p>
              {words.email}: <strong>{invitation.email}</strong>
            </p>
            {/* So that a password manager keeps the address with the password. */}
            <input type="hidden" autoComplete="username" value={invitation.email!} readOnly />
          </>
        )}
        <TextField
          name="password"
          label={words.password}
          hint={words.passwordHint}
          type="password"
          autoComplete="new-password"
          value={form.values.password}
          onChange={(value) => form.set('password', value)}
        />
        <SubmitButton isBusy={form.isBusy} busy={words.busy}>
          {words.submit}
        </SubmitButton>
      </Form>
      <p className="muted">{words.until(format.date(invitation.expiresAt.slice(0, 10)))}</p>
    </>
  )
}
