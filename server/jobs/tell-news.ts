import type { ReadDb, Tx } from '#server/db/database.ts'
import { findTold, insertNotes, insertTold, listHolders, type NewNote } from '#server/db/queries/notes.ts'
import { listPlans } from '#server/db/queries/planned-releases.ts'
import { listPublishedReleases, PUBLISHED } from '#server/db/queries/releases.ts'
import type { PlannedReleaseTable } from '#server/db/tables/releases.ts'
import { localDate } from '#server/readings/local-date.ts'
import { nearestHolders } from '#server/readings/nearest-holders.ts'
import { endedMonths, readSubmissions } from '#server/readings/read-submissions.ts'
import { maySubmit } from '#server/readings/submission-state.ts'
import { addDays } from '#shared/time/date.ts'
import type { Job, JobWork } from './runner.ts'

// What happens by the clock and not by somebody's deed: a release becomes public, one is overdue, a last day for
// submitting comes near. Each is told once: that it was is written with the notes, in one transaction, so that a process
// that ends in between tells nothing twice and leaves nothing out.

/** What nobody was told of within this is no news any more: a server stood still, or a database was copied. */
const NEWS_DAYS = 14
/** Approvers are told this long before the last day, and once after it. */
const DAYS_BEFORE = 3
const MOST_MONTHS = 12
const NAMED = 10

const since = (now: string) => new Date(Date.parse(now) - NEWS_DAYS * 86_400_000).toISOString()

/** Tells members that a release is public, and stewards that one is overdue: within a minute. */
export const tellReleases: Job = {
  name: 'tell-releases',
  every: '10 * * * * *',
  hasWork: async (read, now) => (await findNews(read, now)).length > 0,
  async run({ world, clock }) {
    const now = clock()
    const news = await findNews(world.db.read, now)
    for (const { subject, notes } of news) {
      await world.write(
        async (tx) => {
          await insertNotes(tx, await notes(tx), now)
          await insertTold(tx, [subject], now)
        },
        { changesFigures: false, part: 'facts' },
      )
    }
    return { done: news.length }
  },
}

interface News {
  subject: string
  notes(tx: Tx): Promise<NewNote[]>
}

async function findNews(read: ReadDb, now: string): Promise<News[]> {
  const published = await listPublishedReleases(read, now)
  const fresh = published.filter(({ publishAt }) => publishAt > since(now))
  const overdue = (await listPlans(read)).filter(
    ({ cancelledAt, publishAt, releaseId, through }) =>
      cancelledAt === null &&
      publishAt <= now &&
      publishAt > since(now) &&
      !published.some((one) => one.releaseId === releaseId || one.through >= through),
  )
  const news: News[] = [
    ...fresh.map((release) => ({
      subject: `${PUBLISHED}${release.code}`,
      notes: async (tx: Tx): Promise<NewNote[]> => {
        const members = await tx
          .selectFrom('member')
          .select('memberId')
          .where('isActive', '=', true)
          // Whoever came later finds it there.
          .where('joinedAt', '<', release.publishAt)
          .orderBy('memberId')
          .execute()
        const { code, through, replaces, reason } = release
        const about = {
          code,
          through: through.slice(0, 7),
          ...(replaces !== null && { replaces }),
          ...(reason !== null && { reason }),
        }
        return members.map(({ memberId }) => ({ memberId, kind: 'release-published', about }))
      },
    })),
    ...overdue.map((plan) => ({
      // Announced anew, it can be overdue anew.
      subject: `overdue ${plan.planId} ${plan.publishAt}`,
      notes: async (tx: Tx): Promise<NewNote[]> => {
        const about = { through: plan.through.slice(0, 7), publishAt: plan.publishAt }
        return (await keepersOf(tx)).map((memberId) => ({ memberId, kind: 'release-overdue', about }))
      },
    })),
  ]
  const told = await findTold(
    read,
    news.map(({ subject }) => subject),
  )
  return news.filter(({ subject }) => !told.has(subject))
}

/** Stewards of the whole instance; where there is none, its administrators. */
async function keepersOf(tx: Tx): Promise<string[]> {
  const holders = (await listHolders(tx, ['steward', 'administrator'])).filter(
    ({ agencyId }) => agencyId === null,
  )
  const stewards = holders.filter(({ role }) => role === 'steward')
  return [...new Set((stewards.length > 0 ? stewards : holders).map(({ memberId }) => memberId))]
}

/** Tells approvers what is not submitted yet of a coming release: before the last day for it, and once after it. */
export const remindOfSubmission: Job = {
  name: 'remind-of-submission',
  every: '0 10 8-16 * * *',
  hasWork: async (read, now) => (await comingPlans(read, now)).length > 0,
  async run(work) {
    let done = 0
    for (const plan of await comingPlans(work.world.db.read, work.clock())) {
      if (work.signal.aborted) break
      done += await remindOf(plan, work)
    }
    return { done }
  },
}

type PlanWithDay = PlannedReleaseTable & { submitBy: string }

const comingPlans = async (read: ReadDb, now: string): Promise<PlanWithDay[]> =>
  (await listPlans(read)).filter(
    (plan): plan is PlanWithDay =>
      plan.cancelledAt === null && plan.releaseId === null && plan.publishAt > now && plan.submitBy !== null,
  )

async function remindOf(plan: PlanWithDay, { world, clock, defaultTimezone }: JobWork): Promise<number> {
  const now = clock()
  const { read } = world.db
  const today = localDate(now, defaultTimezone)
  const { submitBy } = plan
  if (today < addDays(submitBy, -DAYS_BEFORE)) return 0
  const stage = today <= submitBy ? 'before' : 'after'
  const directory = await world.directory()
  const newest = (await listPublishedReleases(read, now))[0]
  const months = endedMonths(today, MOST_MONTHS).filter((month) =>
    // Before there is any release, all that was ever delivered would be asked for.
    newest ? month > newest.through && month <= plan.through : month === plan.through,
  )
  const board = await readSubmissions(world, {
    maySee: () => true,
    now,
    zone: defaultTimezone,
    months: MOST_MONTHS,
    who: (actor) => actor,
  })
  const wanted = new Set(months.map((month) => month.slice(0, 7)))
  const open = board.items.filter(
    (item) => wanted.has(item.month) && (maySubmit(item) || item.state === 'nothing'),
  )
  const approvers = await listHolders(read, ['approver'])
  const theirs = new Map<string, typeof open>()
  for (const item of open) {
    const { agencyId } = directory.agencyByCode.get(item.agency)!
    for (const memberId of nearestHolders(directory, approvers, agencyId)) {
      const list = theirs.get(memberId)
      if (list) list.push(item)
      else theirs.set(memberId, [item])
    }
  }
  const subjectOf = (memberId: string) => `submit-by ${plan.planId} ${submitBy} ${stage} ${memberId}`
  const told = await findTold(read, [...theirs.keys()].map(subjectOf))
  const notes = Array.from(
    theirs,
    ([memberId, items]): NewNote => ({
      memberId,
      kind: 'submit-by',
      about: {
        agencies: [...new Set(items.map(({ agency }) => agency))].slice(0, NAMED),
        count: items.length,
        months: [...new Set(items.map(({ month }) => month))].sort(),
        through: plan.through.slice(0, 7),
        submitBy,
      },
    }),
  ).filter(({ memberId }) => !told.has(subjectOf(memberId)))
  if (notes.length === 0) return 0
  await world.write(
    async (tx) => {
      await insertNotes(tx, notes, now)
      await insertTold(
        tx,
        notes.map(({ memberId }) => subjectOf(memberId)),
        now,
      )
    },
    { changesFigures: false, part: 'facts' },
  )
  return notes.length
}
