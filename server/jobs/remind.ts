import { linkTokenHash, newLinkToken } from '#server/auth/link-token.ts'
import { getReminderRule } from '#server/db/queries/expectations.ts'
import { findMailLanguage } from '#server/db/queries/members.ts'
import {
  agenciesAtRest,
  deleteReminderRequests,
  listOptouts,
  listReminderRequests,
  listRemindersSent,
} from '#server/db/queries/reminders.ts'
import type { ReminderRuleTable } from '#server/db/tables/expectations.ts'
import { queueMail } from '#server/mail/send-mail.ts'
import type { Directory } from '#server/readings/directory.ts'
import { localDate } from '#server/readings/local-date.ts'
import { readDue } from '#server/readings/read-due.ts'
import type { DueItem } from '#shared/contract/due.ts'
import { formats } from '#shared/i18n/formats.ts'
import { mailIn } from '#shared/i18n/mail-texts.ts'
import { nameIn } from '#shared/i18n/name-in.ts'
import { addDays } from '#shared/time/date.ts'
import type { Job, JobWork } from './runner.ts'

// Reminders of what is due: one mail to a person a day, about everything that is waited for from their agencies, and
// about each delivery once before its day and at most twice after it. Quiet while the agency rests: what would have
// been sent then is sent on the next working day.

/** Who delivers for agencies. */
export interface Deliverers {
  /** active members with a grant to deliver, each with the agency of the grant; grants of the whole instance left out */
  list(): Promise<{ memberId: string; agencyId: number }[]>
  /** null: not to be found any more */
  find(memberId: string): Promise<{ email: string; name: string } | null>
}

/** A day that was missed (a long rest, a server that stood still) is made up for within this. */
const MADE_UP_DAYS = 14
/** What was sent longer ago than this cannot be sent again: its days are over. */
const REMEMBERED_DAYS = 400

interface Reminder {
  item: DueItem
  agencyId: number
  stage: string
}

export const remind = (deliverers: Deliverers): Job => ({
  name: 'remind',
  every: '0 5 8-16 * * *',
  async hasWork(read) {
    const found = await read.selectFrom('expectation').select('agencyId').limit(1).executeTakeFirst()
    return found !== undefined
  },
  run: (work) => sendReminders(work, deliverers, 'by rule'),
})

/** What stewards asked for is sent within a minute. */
export const remindNow = (deliverers: Deliverers): Job => ({
  name: 'remind-now',
  every: '20 * * * * *',
  hasWork: async (read) => (await listReminderRequests(read)).length > 0,
  run: (work) => sendReminders(work, deliverers, 'asked for'),
})

async function sendReminders(work: JobWork, deliverers: Deliverers, why: 'by rule' | 'asked for') {
  const { world, clock, signal } = work
  const now = clock()
  const { read } = world.db
  const directory = await world.directory()
  const rule = await getReminderRule(read)
  const requests = why === 'asked for' ? await listReminderRequests(read) : []
  const { items } = await readDue(world, { maySee: () => true, now })
  const open = items.filter(({ state }) => state !== 'delivered' && state !== 'excused')
  const reminders =
    why === 'asked for'
      ? askedFor(open, directory, requests, now)
      : rule.isOn
        ? await byRule(work, open, directory, rule, now)
        : []
  const skipped: { what: string; why: string }[] = []
  const people = await whoseTurn(work, deliverers, directory, reminders, skipped)
  let done = 0
  for (const [memberId, theirs] of people) {
    if (signal.aborted) break
    const person = await deliverers.find(memberId)
    if (!person) skipped.push({ what: memberId, why: 'no address' })
    else {
      await mailReminder(work, directory, { memberId, ...person }, theirs, now)
      done++
    }
  }
  if (requests.length > 0 && !signal.aborted) {
    await world.db.write((tx) =>
      deleteReminderRequests(
        tx,
        requests.map(({ requestId }) => requestId),
      ),
    )
  }
  return { done, skipped: skipped.slice(0, 100) }
}

const keyOf = (agencyId: number, dataset: string, period: string) => `${agencyId}|${dataset}|${period}`

function askedFor(
  open: readonly DueItem[],
  directory: Directory,
  requests: readonly { agencyId: number; dataset: string; period: string }[],
  now: string,
): Reminder[] {
  const asked = new Set(requests.map(({ agencyId, dataset, period }) => keyOf(agencyId, dataset, period)))
  return open.flatMap((item) => {
    const { agencyId, timeZone } = directory.agencyByCode.get(item.agency)!
    // Asked for twice on one day, they are reminded once.
    const stage = `asked ${localDate(now, timeZone)}`
    return asked.has(keyOf(agencyId, item.dataset, item.period)) ? [{ item, agencyId, stage }] : []
  })
}

async function byRule(
  { world }: JobWork,
  open: readonly DueItem[],
  directory: Directory,
  rule: ReminderRuleTable,
  now: string,
): Promise<Reminder[]> {
  const resting = new Map<string, Set<number>>()
  const reminders: Reminder[] = []
  for (const item of open) {
    const { agencyId, timeZone } = directory.agencyByCode.get(item.agency)!
    const today = localDate(now, timeZone)
    const stage = stageOf(item.dueOn, today, rule)
    if (!stage) continue
    if (!resting.has(today)) resting.set(today, await agenciesAtRest(world.db.read, today))
    if (!resting.get(today)!.has(agencyId)) reminders.push({ item, agencyId, stage })
  }
  return reminders
}

/** Which reminder a day is for; null: none. */
export function stageOf(
  dueOn: string,
  today: string,
  { daysBefore, daysAfter, againAfter }: Pick<ReminderRuleTable, 'daysBefore' | 'daysAfter' | 'againAfter'>,
): 'before' | 'after' | 'again' | null {
  const within = (from: string, days: number) => today >= from && today <= addDays(from, days)
  if (today <= dueOn) return daysBefore > 0 && today >= addDays(dueOn, -daysBefore) ? 'before' : null
  if (againAfter > daysAfter && today >= addDays(dueOn, againAfter)) {
    return within(addDays(dueOn, againAfter), MADE_UP_DAYS) ? 'again' : null
  }
  return daysAfter > 0 && within(addDays(dueOn, daysAfter), MADE_UP_DAYS) ? 'after' : null
}

/** Reminders by person: those whose grant is nearest above the agency, who have not had it yet and have not said no. */
async function whoseTurn(
  { world, clock }: JobWork,
  deliverers: Deliverers,
  directory: Directory,
  reminders: readonly Reminder[],
  skipped: { what: string; why: string }[],
): Promise<Map<string, Reminder[]>> {
  if (reminders.length === 0) return new Map()
  const byAgency = Map.groupBy(await deliverers.list(), ({ agencyId }) => agencyId)
  const optouts = await listOptouts(world.db.read)
  const since = new Date(Date.parse(clock()) - REMEMBERED_DAYS * 86_400_000).toISOString()
  const sent = new Set(
    (await listRemindersSent(world.db.read, since)).map(
      (one) => `${one.memberId}|${keyOf(one.agencyId, one.dataset, one.period)}|${one.stage}`,
    ),
  )
  const people = new Map<string, Reminder[]>()
  for (const reminder of reminders) {
    const { agencyId, item, stage } = reminder
    let at = directory.agencyById.get(agencyId)
    while (at && !byAgency.has(at.agencyId)) at = directory.agencyById.get(at.parentId ?? 0)
    const members = new Set((at ? byAgency.get(at.agencyId)! : []).map(({ memberId }) => memberId))
    if (members.size === 0) skipped.push({ what: item.agency, why: 'nobody delivers for it' })
    for (const memberId of members) {
      if (optouts.has(memberId)) continue
      if (sent.has(`${memberId}|${keyOf(agencyId, item.dataset, item.period)}|${stage}`)) continue
      const theirs = people.get(memberId)
      if (theirs) theirs.push(reminder)
      else people.set(memberId, [reminder])
    }
  }
  return people
}

async function mailReminder(
  { world, publicUrl }: JobWork,
  directory: Directory,
  person: { memberId: string; email: string; name: string },
  reminders: readonly Reminder[],
  now: string,
): Promise<void> {
  const { memberId, email, name } = person
  const token = newLinkToken()
  const unsubscribeUrl = `${publicUrl}/reminders/stop#${token}`
  const language = await findMailLanguage(world.db.read, memberId)
  const { subject, text } = mailIn(language, (texts, locale) => {
    const format = formats(locale)
    return texts.reminder({
      name,
      lines: reminders.map(({ item, agencyId }) => {
        const agency = directory.agencyById.get(agencyId)!
        return {
          agency: nameIn(locale, agency),
          dataset: texts.datasets[item.dataset] ?? item.dataset,
          period: format.period(item.period),
          dueOn: format.date(item.dueOn),
          isPast: item.dueOn < localDate(now, agency.timeZone),
        }
      }),
      deskUrl: `${publicUrl}/desk`,
      unsubscribeUrl,
    })
  })
  // The mail and the note that it is sent: both, or neither, so that a run cut short sends nothing twice.
  await world.db.write(async (tx) => {
    await queueMail(tx, { to: email, subject, text, kind: 'reminder', unsubscribeUrl }, now)
    await tx
      .insertInto('reminderToken')
      .values({ tokenHash: linkTokenHash(token), memberId, madeAt: now })
      .execute()
    await tx
      .insertInto('reminderSent')
      .values(
        reminders.map(({ item, agencyId, stage }) => ({
          memberId,
          agencyId,
          dataset: item.dataset,
          period: item.period,
          stage,
          sentAt: now,
        })),
      )
      .execute()
  })
}
