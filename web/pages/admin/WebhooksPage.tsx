import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Webhook } from '#shared/contract/webhook.ts'
import { WEBHOOK_EVENTS, type WebhookEvent } from '#shared/contract/webhook-events.ts'
import { webhooks as en } from '#shared/i18n/en/desk/webhooks.ts'
import { webhooks as id } from '#shared/i18n/id/desk/webhooks.ts'
import {
  createWebhook,
  pingWebhook,
  removeWebhook,
  resumeWebhook,
  webhooksQuery,
} from '../../api/webhooks.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { AgencyField } from '../../parts/AgencyField.tsx'
import { useTitle } from '../../title.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { CheckField, TextField } from '../../ui/fields.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { say } from '../../ui/Toasts.tsx'
import { useForm } from '../../ui/use-form.ts'
import { Failed } from '../sections/Failed.tsx'
import { firstOwn, type OwnAgencies, useOwnAgencies } from '../sections/own-agencies.ts'
import { WebhookDeliveries } from '../sections/WebhookDeliveries.tsx'

/** Systems that are told of events, how they fare, and the way to add one. */
export function WebhooksPage() {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const { data, error, refetch } = useQuery(webhooksQuery)
  const agencies = useOwnAgencies('webhook.create')
  const [secret, setSecret] = useState<string | null>(null)
  useTitle(words.title)
  return (
    <>
      <h1>{words.title}</h1>
      <p className="page-meta">{words.intro}</p>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={240} label={t.loading} />}
      {secret && (
        <Notice kind="info" title={words.secretTitle}>
          <p>{words.secretHint}</p>
          <p>
            <code className="desk-secret">{secret}</code>
          </p>
          <div className="actions">
            <button
              type="button"
              onClick={() => void navigator.clipboard.writeText(secret).then(() => say(words.secretCopied))}
            >
              {words.secretCopy}
            </button>
            <button type="button" onClick={() => setSecret(null)}>
              {words.secretKept}
            </button>
          </div>
        </Notice>
      )}
      {data?.length === 0 && <Notice kind="info" title={words.none} />}
      {data?.map((webhook) => (
        <OneWebhook key={webhook.id} webhook={webhook} agencies={agencies?.all ?? []} />
      ))}
      {agencies && <AddWebhook agencies={agencies} onAdded={setSecret} />}
    </>
  )
}

function OneWebhook({ webhook, agencies }: { webhook: Webhook; agencies: OwnAgencies['all'] }) {
  const words = useWords({ id, en })
  const { format, nameOf } = useLanguage()
  const agency = agencies.find(({ code }) => code === webhook.agency)
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const changed = (text: string) => {
    say(text)
    return client.invalidateQueries({ queryKey: webhooksQuery.queryKey })
  }
  const ping = useMutation({
    mutationFn: () => pingWebhook(webhook.id),
    onSuccess: () => changed(words.pinged),
  })
  const resume = useMutation({
    mutationFn: () => resumeWebhook(webhook.id),
    onSuccess: () => changed(words.resumed),
  })
  const remove = useMutation({
    mutationFn: () => removeWebhook(webhook.id),
    onSuccess: () => changed(words.removed),
    onSettled: () => setAsking(false),
  })
  const failure = ping.error ?? resume.error ?? remove.error
  const state = !webhook.isActive
    ? words.stopped
    : webhook.failingSince
      ? words.failing(format.instant(webhook.failingSince))
      : words.active
  return (
    <section aria-labelledby={`w-${webhook.id}`} className="desk-row">
      <h2 id={`w-${webhook.id}`} className="signal-head address">
        {webhook.url}
      </h2>
      <p>
        {state}
        {webhook.waiting > 0 && ` · ${words.waiting(format.number(webhook.waiting))}`}
      </p>
      <p className="muted">
        {webhook.events.map((event) => words.events[event]).join(', ')} ·{' '}
        {agency ? nameOf(agency) : (webhook.agency ?? words.everything)}
      </p>
      <div className="actions">
        {webhook.isActive ? (
          <button type="button" aria-disabled={ping.isPending} onClick={() => ping.mutate()}>
            {words.ping}
          </button>
        ) : (
          <button type="button" aria-disabled={resume.isPending} onClick={() => resume.mutate()}>
            {words.resume}
          </button>
        )}
        <button
          type="button"
          className="quiet"
          aria-label={`${words.remove}: ${webhook.url}`}
          onClick={() => setAsking(true)}
        >
          {words.remove}
        </button>
      </div>
      {failure && <p role="alert">{failure.message}</p>}
      <WebhookDeliveries webhookId={webhook.id} />
      {isAsking && (
        <ConfirmDialog
          title={words.removeTitle}
          confirm={words.remove}
          cancel={words.cancel}
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate()}
          onCancel={() => setAsking(false)}
        >
          <p className="address">{webhook.url}</p>
          <p>{words.removeHint}</p>
        </ConfirmDialog>
      )}
    </section>
  )
}

function AddWebhook({ agencies, onAdded }: { agencies: OwnAgencies; onAdded: (secret: string) => void }) {
  const words = useWords({ id, en })
  const client = useQueryClient()
  const form = useForm({
    initial: { url: '', agency: firstOwn(agencies) ?? '', events: [...WEBHOOK_EVENTS] as WebhookEvent[] },
    check({ url, agency, events }) {
      const wrong: Record<string, string> = {}
      if (!/^https?:\/\/[^\s/]+/.test(url.trim())) wrong.url = words.badUrl
      if (!agency && !agencies.isEverywhere) wrong.agency = words.oneAgency
      if (events.length === 0) wrong.events = words.oneEvent
      return wrong
    },
    async send({ url, agency, events }) {
      const { secret } = await createWebhook({ url: url.trim(), agency: agency || null, events })
      onAdded(secret)
      form.reset()
      await client.invalidateQueries({ queryKey: webhooksQuery.queryKey })
    },
  })
  const { values, set, errors } = form
  return (
    <section aria-labelledby="add-webhook">
      <h2 id="add-webhook">{words.add}</h2>
      <Form
        label={words.add}
        errors={errors}
        failure={form.failure}
        summary={words.wrong}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        <TextField
          name="url"
          type="url"
          label={words.url}
          hint={words.urlHint}
          value={values.url}
          onChange={(url) => set('url', url)}
        />
        <fieldset>
          <legend>{words.wants}</legend>
          {WEBHOOK_EVENTS.map((event) => (
            <CheckField
              key={event}
              name="events"
              label={words.events[event]!}
              isChecked={values.events.includes(event)}
              onChange={(isChecked) =>
                set(
                  'events',
                  WEBHOOK_EVENTS.filter((one) => (one === event ? isChecked : values.events.includes(one))),
                )
              }
            />
          ))}
          {errors.events && <p className="form-error">{errors.events}</p>}
        </fieldset>
        <AgencyField
          agencies={agencies.own}
          label={words.agency}
          hint={words.agencyHint}
          optional={agencies.isEverywhere ? words.everything : undefined}
          value={values.agency}
          onChange={(agency) => set('agency', agency)}
        />
        <SubmitButton isBusy={form.isBusy} busy={words.saving}>
          {words.add}
        </SubmitButton>
      </Form>
    </section>
  )
}
