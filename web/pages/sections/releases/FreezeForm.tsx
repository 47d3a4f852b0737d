import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import type { PlannedRelease } from '#shared/contract/release.ts'
import type { Freeze, ReleaseCheck } from '#shared/contract/release-desk.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { releases as en } from '#shared/i18n/en/desk/releases.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { releases as id } from '#shared/i18n/id/desk/releases.ts'
import { instantOf } from '#shared/time/zone.ts'
import { freezesQuery, isOfReleases } from '../../../api/release-desk.ts'
import { sendJson } from '../../../api/send.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { keep, type ViewSearch } from '../../../paths.ts'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { Form, SubmitButton } from '../../../ui/Form.tsx'
import { DateField, SelectField, TextField } from '../../../ui/fields.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { say } from '../../../ui/Toasts.tsx'
import { OPEN, useForm } from '../../../ui/use-form.ts'
import { useAgencyNames, useStateWord } from './CheckList.tsx'
import { HoldBack } from './HoldBack.tsx'
import { TIME } from './PlanForm.tsx'

const MIN_LATE = 3
const MIN_REASON = 10

/** Freezes what was checked: with a reason for each late agency, or for the revision, and when it comes out. */
export function FreezeForm({
  check,
  plan,
  zone,
}: {
  check: ReleaseCheck
  plan: PlannedRelease | null
  zone: string
}) {
  const all = useWords({ id, en })
  const words = all.freeze
  const forms = useWords({ id: formsId, en: formsEn })
  const { format } = useLanguage()
  const nameOf = useAgencyNames()
  const stateWord = useStateWord()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const client = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const { late, present } = check.coverage
  const needsLate = check.replaces === null
  // A draft may name one that is late by now.
  const heldOf = ({ held }: { held: string[] }) => held.filter((agency) => present.includes(agency))
  const form = useForm({
    initial: {
      reason: '',
      lateAll: '',
      late: {} as Record<string, string>,
      /** that deliver and are held back */
      held: [] as string[],
      when: plan?.state === 'announced' ? 'plan' : check.replaces ? 'now' : '',
      day: '',
      time: '09:00',
    },
    draft: `freeze:${check.code}`,
    check: (values) => ({
      ...(check.replaces !== null &&
        values.reason.trim().length < MIN_REASON && { reason: words.reasonNeeded }),
      ...(needsLate &&
        late.some(({ agency }) => reasonOf(values, agency).length < MIN_LATE) && {
          [late.length > 1 ? 'lateAll' : `late.${late[0]!.agency}`]: words.lateNeeded,
        }),
      ...Object.fromEntries(
        heldOf(values)
          .filter((agency) => (values.late[agency] ?? '').trim().length < MIN_LATE)
          .map((agency) => [`late.${agency}`, words.lateNeeded]),
      ),
      ...(values.when === '' && { when: forms.required }),
      ...(values.when === 'at' && values.day === '' && { day: forms.required }),
      ...(values.when === 'at' && !TIME.test(values.time) && { time: all.timeWrong }),
    }),
    send: async () => {
      setFailure(null)
      setAsked(true)
      return OPEN
    },
  })
  const { values } = form
  const publishAt =
    values.when === 'plan'
      ? (plan?.publishAt ?? null)
      : values.when === 'at'
        ? instantOf(`${values.day}T${values.time}`, zone)
        : null
  const freeze = async () => {
    setBusy(true)
    setFailure(null)
    const heldBack = heldOf(values).map((agency) => ({ agency, reason: values.late[agency]!.trim() }))
    try {
      const begun =
        check.replaces !== null
          ? await sendJson<Freeze>('POST', '/api/v1/release-revisions', {
              replaces: check.replaces,
              reason: values.reason,
              publishAt,
              late: heldBack,
            })
          : await sendJson<Freeze>('POST', '/api/v1/release-freezes', {
              through: check.through,
              planId: plan?.id ?? null,
              // Without an instant a planned one waits for that of its plan.
              publishAt: publishAt ?? (plan ? new Date().toISOString() : null),
              late: [
                ...late.map(({ agency }) => ({ agency, reason: reasonOf(values, agency) })),
                ...heldBack,
              ],
            })
      form.reset()
      say(words.begun)
      await client.invalidateQueries({ predicate: isOfReleases })
      // It may end before the page looks for the first time, and its end is told where it was seen to run.
      client.setQueryData(freezesQuery.queryKey, (before) => ({ items: [begun, ...(before?.items ?? [])] }))
      // Below an open dialog nothing takes the focus.
      flushSync(() => setAsked(false))
      await navigate({
        to: '/admin/releases' as never,
        search: { ...keep(search), period: undefined } as never,
      })
    } catch (error) {
      setFailure((error as Error).message)
      setBusy(false)
    }
  }
  return (
    <Form
      label={words.freeze}
      summary={forms.summary}
      errors={form.errors}
      failure={form.failure}
      isBusy={form.isBusy}
      onSubmit={() => void form.submit()}
    >
      {check.replaces !== null && check.differences.count === 0 && (
        <Notice kind="info" title={words.nothingSeen(check.replaces)}>
          <p>{words.nothingSeenHint}</p>
        </Notice>
      )}
      {check.replaces !== null && (
        <TextField
          name="reason"
          label={words.reason}
          hint={words.reasonHint}
          rows={3}
          maxLength={1000}
          value={values.reason}
          onChange={(reason) => form.set('reason', reason)}
        />
      )}
      {needsLate && late.length > 0 && (
        <fieldset className="form-group">
          <legend>{words.late(late.length)}</legend>
          <p className="form-hint">{words.lateHint}</p>
          {late.length > 1 && (
            <TextField
              name="lateAll"
              label={words.lateAll}
              optional={forms.optional}
              maxLength={500}
              value={values.lateAll}
              onChange={(lateAll) => form.set('lateAll', lateAll)}
            />
          )}
          {late.map(({ agency, months }) => (
            <TextField
              key={agency}
              name={`late.${agency}`}
              label={words.lateReason(nameOf(agency))}
              hint={months
                .map((month) => [format.period(month), stateWord(agency, month)].filter(Boolean).join(': '))
                .join(', ')}
              {...(late.length > 1 && { optional: forms.optional })}
              maxLength={500}
              value={values.late[agency] ?? ''}
              onChange={(reason) => form.set('late', { ...values.late, [agency]: reason })}
            />
          ))}
        </fieldset>
      )}
      {present.length > 0 && (
        <HoldBack
          present={present}
          months={check.coverage.months}
          held={heldOf(values)}
          reasons={values.late}
          hold={(held) => form.set('held', held)}
          explain={(agency, reason) => form.set('late', { ...values.late, [agency]: reason })}
        />
      )}
      <SelectField
        name="when"
        label={words.when}
        value={values.when}
        {...(values.when === '' && { empty: forms.choose })}
        choices={[
          ...(plan?.state === 'announced'
            ? [{ value: 'plan', label: words.whenPlan(format.instant(plan.publishAt)) }]
            : []),
          { value: 'now', label: words.whenNow },
          { value: 'at', label: words.whenAt },
        ]}
        onChange={(when) => form.set('when', when)}
      />
      {values.when === 'at' && (
        <div className="form-row">
          <DateField
            name="day"
            label={all.publishOn}
            value={values.day}
            echo={values.day && format.date(values.day)}
            onChange={(day) => form.set('day', day)}
          />
          <TextField
            name="time"
            label={all.publishTime}
            hint={all.timeHint(zone)}
            maxLength={5}
            value={values.time}
            onChange={(time) => form.set('time', time)}
          />
        </div>
      )}
      <div className="actions">
        <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
          {words.freeze}
        </SubmitButton>
      </div>
      {isAsked && (
        <ConfirmDialog
          title={words.freezeTitle(check.code)}
          confirm={words.confirm}
          cancel={forms.cancel}
          isBusy={isBusy}
          onConfirm={() => void freeze()}
          onCancel={() => !isBusy && setAsked(false)}
        >
          <p>{publishAt === null ? words.freezeNow : words.freezeLater(format.instant(publishAt))}</p>
          {failure && (
            <p role="alert" className="form-error">
              {failure}
            </p>
          )}
        </ConfirmDialog>
      )}
    </Form>
  )
}

const reasonOf = (values: { late: Record<string, string>; lateAll: string }, agency: string): string =>
  (values.late[agency]?.trim() || values.lateAll).trim()
