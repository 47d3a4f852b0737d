import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Account, BackupCodes, TwoFactorBegun } from '#shared/contract/account.ts'
import { account as en } from '#shared/i18n/en/desk/account.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { account as id } from '#shared/i18n/id/desk/account.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { sendJson } from '../../api/send.ts'
import { useWords } from '../../i18n.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { TextField } from '../../ui/fields.tsx'
import { QrCode } from '../../ui/QrCode.tsx'
import { say } from '../../ui/Toasts.tsx'
import { useForm } from '../../ui/use-form.ts'

const PATH = '/api/v1/account/two-factor'

/** The second step of signing in: turned on with an app, its backup codes, turned off. */
export function TwoFactor({ account }: { account: Account }) {
  const words = useWords({ id, en }).twoFactor
  const client = useQueryClient()
  const [begun, setBegun] = useState<TwoFactorBegun | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const reload = () => client.invalidateQueries({ queryKey: ['account'] })
  // Each step takes the place of the form before it: who works by keyboard goes on from here.
  const show = (next: TwoFactorBegun | null) => {
    setBegun(next)
    heading.current?.focus()
  }
  const showCodes = (next: readonly string[] | null) => {
    setCodes(next)
    heading.current?.focus()
  }
  return (
    <section>
      <h2 ref={heading} tabIndex={-1}>
        {words.title}
      </h2>
      <p>{words.why}</p>
      <p>
        <strong>{account.hasTwoFactor ? words.isOn : words.isOff}</strong>
      </p>
      {codes && <Codes codes={codes} onKept={() => showCodes(null)} />}
      {account.hasTwoFactor ? (
        <>
          <Proof
            key="renew"
            title={words.renew}
            send={async (password) => {
              const made = await sendJson<BackupCodes>('POST', `${PATH}/backup-codes`, { password })
              showCodes(made.backupCodes)
            }}
          />
          <Proof
            key="end"
            title={words.end}
            send={async (password) => {
              await sendJson('POST', `${PATH}/end`, { password })
              say(words.ended)
              await reload()
              heading.current?.focus()
            }}
          />
        </>
      ) : begun ? (
        <Confirm
          begun={begun}
          onCancel={() => show(null)}
          onDone={async () => {
            setCodes(begun.backupCodes)
            show(null)
            say(words.confirmed)
            await reload()
          }}
        />
      ) : (
        <Proof
          title={words.begin}
          send={async (password) => show(await sendJson<TwoFactorBegun>('POST', PATH, { password }))}
        />
      )}
    </section>
  )
}

/** Something that asks for the password again. */
function Proof({ title, send }: { title: string; send: (password: string) => Promise<void> }) {
  const all = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const form = useForm({
    initial: { password: '' },
    check: ({ password }): Record<string, string> =>
      password === '' ? { password: all.signIn.required } : {},
    async send({ password }) {
      await send(password)
      form.reset()
    },
  })
  return (
    <details className="desk-more">
      <summary>{title}</summary>
      <Form
        label={title}
        errors={form.errors}
        failure={form.failure}
        summary={forms.summary}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        <TextField
          name="password"
          label={all.own.passwordNow}
          hint={all.own.whyPassword}
          type="password"
          autoComplete="current-password"
          value={form.values.password}
          onChange={(value) => form.set('password', value)}
        />
        <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
          {title}
        </SubmitButton>
      </Form>
    </details>
  )
}

function Confirm({
  begun,
  onDone,
  onCancel,
}: {
  begun: TwoFactorBegun
  onDone: () => Promise<void>
  onCancel: () => void
}) {
  const all = useWords({ id, en })
  const words = all.twoFactor
  const forms = useWords({ id: formsId, en: formsEn })
  const form = useForm({
    initial: { code: '' },
    check: ({ code }): Record<string, string> => (code.trim() === '' ? { code: all.signIn.required } : {}),
    async send({ code }) {
      await sendJson('POST', `${PATH}/confirm`, { code })
      await onDone()
    },
  })
  return (
    <>
      <p>{words.scan}</p>
      <QrCode text={begun.uri} label={words.qr} />
      <p>
        {words.orType} <code className="desk-secret">{new URL(begun.uri).searchParams.get('secret')}</code>
      </p>
      <Form
        label={words.confirm}
        errors={form.errors}
        failure={form.failure}
        summary={forms.summary}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        <TextField
          name="code"
          label={words.code}
          autoComplete="one-time-code"
          value={form.values.code}
          onChange={(value) => form.set('code', value)}
        />
        <div className="actions">
          <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
            {words.confirm}
          </SubmitButton>
          <button type="button" onClick={onCancel}>
            {forms.cancel}
          </button>
        </div>
      </Form>
    </>
  )
}

function Codes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const words = useWords({ id, en }).twoFactor
  return (
    <div className="notice notice-info" role="status">
      <p className="notice-title">{words.backup}</p>
      <p>{words.backupHint}</p>
      <ul className="desk-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <button type="button" onClick={onKept}>
        {words.kept}
      </button>
    </div>
  )
}
