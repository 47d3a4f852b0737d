import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { account as en } from '#shared/i18n/en/desk/account.ts'
import { account as id } from '#shared/i18n/id/desk/account.ts'
import { sendJson } from '../../api/send.ts'
import { useWords } from '../../i18n.tsx'
import type { ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { CheckField, TextField } from '../../ui/fields.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useHashToken } from './use-hash-token.ts'

/** A forgotten password: asking for the link, and where the link leads. */
export function ResetPage() {
  const token = useHashToken()
  return <Reset key={token} token={token} />
}

function Reset({ token }: { token: string }) {
  const all = useWords({ id, en })
  const words = all.reset
  const { lang } = useSearch({ strict: false }) as ViewSearch
  const [isDone, setDone] = useState(false)
  const [revokesKeys, setRevokesKeys] = useState(false)
  useTitle(words.title)
  const name = token ? 'password' : 'email'
  const form = useForm({
    initial: { [name]: '' } as Record<'email' | 'password', string>,
    check: (values): Record<string, string> => (values[name] ? {} : { [name]: all.signIn.required }),
    async send(values) {
      if (token) {
        const given = { token, password: values.password, revokesKeys }
        await sendJson('POST', '/api/v1/account/reset/confirm', given)
      } else await sendJson('POST', '/api/v1/account/reset', { email: values.email })
      setDone(true)
    },
  })
  return (
    <div className="account-page">
      <h1>{words.title}</h1>
      {isDone ? (
        <Notice kind="info" title={token ? words.done : words.sent} />
      ) : (
        <>
          <p>{token ? words.choose : words.ask}</p>
          <Form
            label={words.title}
            errors={form.errors}
            failure={form.failure}
            summary={words.title}
            isBusy={form.isBusy}
            onSubmit={() => void form.submit()}
          >
            <TextField
              name={name}
              label={token ? all.own.newPassword : all.signIn.email}
              {...(token && { hint: all.join.passwordHint })}
              type={token ? 'password' : 'email'}
              autoComplete={token ? 'new-password' : 'username'}
              value={form.values[name]}
              onChange={(value) => form.set(name, value)}
            />
            {token && (
              <CheckField
                name="revokesKeys"
                label={words.keysToo}
                isChecked={revokesKeys}
                onChange={setRevokesKeys}
              />
            )}
            <SubmitButton isBusy={form.isBusy} busy={all.signIn.busy}>
              {token ? words.save : words.send}
            </SubmitButton>
          </Form>
        </>
      )}
      <p>
        <Link to="/sign-in" search={{ lang }}>
          {all.signIn.title}
        </Link>
      </p>
    </div>
  )
}
