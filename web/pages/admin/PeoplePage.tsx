import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Grant } from '#shared/access.ts'
import type { HandedLink, Member, OpenInvitation } from '#shared/contract/member.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { people as en } from '#shared/i18n/en/desk/people.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { people as id } from '#shared/i18n/id/desk/people.ts'
import { peopleQuery } from '../../api/account.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { CheckField, TextField } from '../../ui/fields.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { say } from '../../ui/Toasts.tsx'
import { useForm } from '../../ui/use-form.ts'
import { Failed } from '../sections/Failed.tsx'
import { type OwnAgencies, useOwnAgencies } from '../sections/own-agencies.ts'
import { firstRole, grantOf, RoleFields } from '../sections/RoleFields.tsx'

const PATH = '/api/v1/people'

/** Who belongs and may do what where; who is invited; inviting, changing, letting in no longer. */
export function PeoplePage() {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const { data, error, refetch } = useQuery(peopleQuery)
  const agencies = useOwnAgencies('member.change-grants')
  const [link, setLink] = useState<HandedLink | null>(null)
  useTitle(words.title)
  if (error && !data) {
    return (
      <>
        <h1>{words.title}</h1>
        <Failed error={error} retry={() => void refetch()} />
      </>
    )
  }
  if (!data || !agencies) return <Skeleton height={600} label={t.loading} />
  return (
    <>
      <h1>{words.title}</h1>
      {link && <LinkShown link={link} onDone={() => setLink(null)} />}
      <ul className="desk-rows">
        {data.people.map((member) => (
          <MemberRow key={member.id} member={member} agencies={agencies} onLink={setLink} />
        ))}
      </ul>
      {data.invitations.length > 0 && (
        <>
          <h2>{words.invited}</h2>
          <ul className="desk-rows">
            {data.invitations.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} agencies={agencies} />
            ))}
          </ul>
        </>
      )}
      <h2>{words.invite}</h2>
      <InviteForm agencies={agencies} onLink={setLink} />
    </>
  )
}

/** Sends a change about people, says that it is done, and fetches them anew. */
function useChange() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ path, body }: { path: string; body: object; done: string }) =>
      sendJson('POST', PATH + path, body),
    async onSuccess(_, { done }) {
      say(done)
      await client.invalidateQueries({ queryKey: peopleQuery.queryKey })
    },
  })
}

function useGrantText(agencies: OwnAgencies): (grant: Grant) => string {
  const words = useWords({ id, en })
  const { nameOf } = useLanguage()
  return ({ role, agency }) => {
    const found = agencies.all.find(({ code }) => code === agency)
    return `${words.roles[role]} (${agency === null ? words.everywhere : found ? nameOf(found) : agency})`
  }
}

function MemberRow({
  member,
  agencies,
  onLink,
}: {
  member: Member
  agencies: OwnAgencies
  onLink: (link: HandedLink) => void
}) {
  const words = useWords({ id, en })
  const textOf = useGrantText(agencies)
  const change = useChange()
  const [asks, setAsks] = useState<'deactivate' | 'reset' | null>(null)
  const client = useQueryClient()
  const { id: memberId, grants, keyCount } = member
  const name = member.name ?? member.email ?? memberId
  const mayAll = grants.every(({ agency }) =>
    agency === null ? agencies.isEverywhere : agencies.mayAt(agency),
  )
  const reset = useMutation({
    mutationFn: (revokesKeys: boolean) =>
      sendJson<HandedLink>('POST', `${PATH}/reset-link`, { memberId, grants, revokesKeys }),
    async onSuccess(link, revokesKeys) {
      // Together: behind an open dialog nothing takes the focus.
      setAsks(null)
      onLink(link)
      if (!revokesKeys) return
      say(words.keysRevoked)
      await client.invalidateQueries({ queryKey: peopleQuery.queryKey })
    },
    onError: () => setAsks(null),
  })
  const failure = change.error ?? reset.error
  return (
    <li className="desk-row">
      <p>
        <strong>{name}</strong> · {member.email}
        {member.hasTwoFactor && ` · ${words.twoFactor}`}
        {keyCount > 0 && ` · ${words.keys(keyCount)}`}
        {!member.isActive && <strong> · {words.inactive}</strong>}
      </p>
      <p className="muted">{grants.length === 0 ? words.noRoles : grants.map(textOf).join(', ')}</p>
      {failure && <p role="alert">{failure.message}</p>}
      <details className="desk-more">
        <summary>{words.change}</summary>
        <ul className="actions">
          {grants
            .filter(({ agency }) => (agency === null ? agencies.isEverywhere : agencies.mayAt(agency)))
            .map((grant) => (
              <li key={textOf(grant)}>
                <button
                  type="button"
                  onClick={() =>
                    change.mutate({
                      path: '/grants',
                      body: { memberId, remove: [grant] },
                      done: words.changed,
                    })
                  }
                >
                  {words.remove(textOf(grant))}
                </button>
              </li>
            ))}
        </ul>
        <GrantForm
          agencies={agencies}
          label={words.add}
          onGive={(grant) =>
            change.mutateAsync({ path: '/grants', body: { memberId, add: [grant] }, done: words.changed })
          }
        />
        {mayAll && (
          <p className="actions">
            <button type="button" onClick={() => (keyCount > 0 ? setAsks('reset') : reset.mutate(false))}>
              {words.reset}
            </button>
            {member.isActive ? (
              <button type="button" onClick={() => setAsks('deactivate')}>
                {words.deactivate}
              </button>
            ) : (
              <button
                type="button"
                onClick={() =>
                  change.mutate({ path: '/activate', body: { memberId, grants }, done: words.activated })
                }
              >
                {words.activate}
              </button>
            )}
          </p>
        )}
      </details>
      {asks === 'reset' && (
        <ResetDialog
          {...{ name, keyCount }}
          isBusy={reset.isPending}
          onConfirm={reset.mutate}
          onCancel={() => setAsks(null)}
        />
      )}
      {asks === 'deactivate' && (
        <ConfirmDialog
          title={words.deactivateTitle(name)}
          confirm={words.deactivate}
          cancel={words.cancel}
          isBusy={change.isPending}
          onConfirm={() =>
            change.mutate(
              { path: '/deactivate', body: { memberId, grants }, done: words.deactivated },
              { onSettled: () => setAsks(null) },
            )
          }
          onCancel={() => setAsks(null)}
        >
          <p>{words.deactivateText}</p>
        </ConfirmDialog>
      )}
    </li>
  )
}

/** Of whoever has keys: they outlive a password, so whether they end is asked. */
function ResetDialog({
  name,
  keyCount,
  isBusy,
  onConfirm,
  onCancel,
}: {
  name: string
  keyCount: number
  isBusy: boolean
  onConfirm: (revokesKeys: boolean) => void
  onCancel: () => void
}) {
  const words = useWords({ id, en })
  const [revokesKeys, setRevokesKeys] = useState(false)
  return (
    <ConfirmDialog
      title={words.resetTitle(name)}
      confirm={words.reset}
      cancel={words.cancel}
      isBusy={isBusy}
      onConfirm={() => onConfirm(revokesKeys)}
      onCancel={onCancel}
    >
      <p>{words.resetText}</p>
      <CheckField
        name="revokesKeys"
        label={words.revokeKeys(keyCount)}
        isChecked={revokesKeys}
        onChange={setRevokesKeys}
      />
    </ConfirmDialog>
  )
}

function InvitationRow({ invitation, agencies }: { invitation: OpenInvitation; agencies: OwnAgencies }) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const textOf = useGrantText(agencies)
  const change = useChange()
  const { id: invitationId, grants, email, name, expiresAt } = invitation
  return (
    <li className="desk-row">
      <p>
        <strong>{name ?? email ?? words.withoutAddress}</strong>
        {name && email && ` · ${email}`} · {words.until(format.date(expiresAt.slice(0, 10)))}
      </p>
      <p className="muted">{grants.map(textOf).join(', ')}</p>
      {change.error && <p role="alert">{change.error.message}</p>}
      <button
        type="button"
        onClick={() =>
          change.mutate({
            path: '/invitations/revoke',
            body: { invitationId, grants },
            done: words.takenBack,
          })
        }
      >
        {words.takeBack}
      </button>
    </li>
  )
}

function GrantForm({
  agencies,
  label,
  onGive,
}: {
  agencies: OwnAgencies
  label: string
  onGive: (grant: Grant) => Promise<unknown>
}) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const form = useForm({
    initial: firstRole(agencies),
    check: ({ place }): Record<string, string> => (place === '' ? { place: words.placeNeeded } : {}),
    async send(values) {
      await onGive(grantOf(values))
    },
  })
  return (
    <Form
      label={label}
      errors={form.errors}
      failure={form.failure}
      summary={forms.summary}
      isBusy={form.isBusy}
      onSubmit={() => void form.submit()}
    >
      <RoleFields agencies={agencies} value={form.values} onChange={form.set} />
      <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
        {label}
      </SubmitButton>
    </Form>
  )
}

function InviteForm({ agencies, onLink }: { agencies: OwnAgencies; onLink: (link: HandedLink) => void }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const client = useQueryClient()
  const form = useForm({
    initial: { email: '', name: '', ...firstRole(agencies) },
    check: ({ place }): Record<string, string> => (place === '' ? { place: words.placeNeeded } : {}),
    async send({ email, name, ...grant }) {
      const given = { email: email.trim() || null, name: name.trim() || null, grants: [grantOf(grant)] }
      onLink(await sendJson<HandedLink>('POST', `${PATH}/invitations`, given))
      form.reset()
      await client.invalidateQueries({ queryKey: peopleQuery.queryKey })
    },
  })
  return (
    <Form
      label={words.invite}
      errors={form.errors}
      failure={form.failure}
      summary={forms.summary}
      isBusy={form.isBusy}
      onSubmit={() => void form.submit()}
    >
      <TextField
        name="email"
        label={words.email}
        hint={words.emailHint}
        type="email"
        optional={forms.optional}
        value={form.values.email}
        onChange={(value) => form.set('email', value)}
      />
      <TextField
        name="name"
        label={words.name}
        optional={forms.optional}
        value={form.values.name}
        onChange={(value) => form.set('name', value)}
      />
      <RoleFields agencies={agencies} value={form.values} onChange={form.set} />
      <SubmitButton isBusy={form.isBusy} busy={words.busy}>
        {words.submit}
      </SubmitButton>
    </Form>
  )
}

function LinkShown({ link, onDone }: { link: HandedLink; onDone: () => void }) {
  const words = useWords({ id, en })
  const frame = useRef<HTMLDivElement>(null)
  // It stands at the top, and is asked for anywhere on the page: whoever asked is taken there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew for each link
  useEffect(() => frame.current?.focus(), [link])
  return (
    <div className="notice notice-info" role="status" ref={frame} tabIndex={-1}>
      <p className="notice-title">{words.link}</p>
      <p>
        <code className="desk-secret">{link.link}</code>
      </p>
      {link.isMailed && <p>{words.mailed}</p>}
      <p className="actions">
        <button
          type="button"
          onClick={() => void navigator.clipboard.writeText(link.link).then(() => say(words.copied))}
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
