import { createHash, randomBytes } from 'node:crypto'
import type { Tx } from '#server/db/database.ts'
import {
  countIntake,
  countProfile,
  deleteOldRemarks,
  findForm,
  findIntake,
} from '#server/db/queries/survey-form.ts'
import { localDate } from '#server/readings/local-date.ts'
import { listForms } from '#server/readings/survey-forms.ts'
import { countAnswers, MIN_ANSWERS, SurveyAnswer } from '#shared/contract/survey-answer.ts'
import { Refusal } from '#shared/refusal.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { addDays } from '#shared/time/date.ts'
import { defineAction } from '../define-action.ts'
import { DEMO_SOURCE } from '../imports/remove-demo.ts'
import { hideAnew } from './hide-anew.ts'
import { tellFull } from './tell-full.ts'
import { writeAnswers } from './write-answers.ts'

export const SURVEY_SOURCE = 'survey-form'

/** Remarks may name people: they are kept for as long as somebody acts on them, then deleted. */
export const REMARK_DAYS = 180

/** `incomplete`: too few answers for the index · `repeat`: this form was answered before · `full`: above the cap */
export type AnswerOutcome = 'counted' | 'incomplete' | 'repeat' | 'full'

/** A citizen's answers. They are in the index when this returns.
 *  No row of the audit log each: it would say to the second when somebody answered. Their trace is the answer itself,
 *  with its day and source, and the count of the day in survey_intake.
 *  @throws Refusal `not_found` where no such form is open */
export const answerSurvey = defineAction({
  name: 'survey.answer',
  input: SurveyAnswer,
  concerns: ({ agency }) => [agency],
  // What an answer moves, hideAnew knows better.
  changesFigures: 'not-of-people',
  async run(tx, input, { world, clock }) {
    const directory = await world.directory()
    const agency = directory.agencyByCode.get(input.agency)
    const service = directory.serviceByCode.get(input.service)
    const form = agency && service && (await findOpenForm(tx, world, agency.agencyId, service.serviceId))
    if (!form)
      throw new Refusal('not_found', 'no-survey-form', { agency: input.agency, service: input.service })
    const place = { ...form, timeZone: agency.timeZone }
    const at = clock()
    const today = localDate(at, agency.timeZone)
    // Kept for telling a repeat, without the form's own name: what is stored opens no form again.
    const ref = createHash('sha256').update(input.nonce).digest('base64url').slice(0, 16)
    if (await isKnown(tx, place, ref)) return { result: 'repeat' as AnswerOutcome, trace: null }
    const before = await findIntake(tx, place, today)
    if (before && before.counted + before.incomplete >= form.dailyCap) {
      await countIntake(tx, place, today, 'refused')
      if (before.refused === 0) {
        const full = { agency, service: service.name, day: today, cap: form.dailyCap }
        await tellFull(tx, directory, full, at)
      }
      return { result: 'full' as AnswerOutcome, trace: null }
    }
    const answeredOn = input.answeredOn > today ? today : input.answeredOn
    await writeAnswers(tx, place, [{ ref, answeredOn, elements: input.elements }], {
      // Answers about invented agencies go when these go.
      source: agency.source === DEMO_SOURCE ? DEMO_SOURCE : SURVEY_SOURCE,
      importId: SURVEY_SOURCE,
      at,
    })
    const isCounted = countAnswers(input.elements) >= MIN_ANSWERS
    const answered = ELEMENTS.filter((element) => input.elements[element] !== null)
    await hideAnew(tx, place, answeredOn, ['responses', ...(isCounted ? ['index', ...answered] : [])])
    await countProfile(tx, place.agencyId, Number(today.slice(0, 4)), input.profile)
    await keepRemark(tx, place, input.remark, today)
    const outcome = isCounted ? 'counted' : 'incomplete'
    await countIntake(tx, place, today, outcome)
    return { result: outcome as AnswerOutcome, trace: null }
  },
})

async function findOpenForm(
  tx: Tx,
  world: Parameters<typeof answerSurvey.run>[2]['world'],
  agencyId: number,
  serviceId: number,
): Promise<{ agencyId: number; serviceId: number; dailyCap: number } | null> {
  const forms = await listForms(world.db.read, await world.directory())
  const form = forms.find((one) => one.agencyId === agencyId && one.serviceId === serviceId)
  if (!form) return null
  // What was decided a moment ago counts, whatever is still in memory.
  const decided = await findForm(tx, form)
  if (!(decided?.isOpen ?? form.isOpen)) return null
  return { agencyId, serviceId, dailyCap: decided?.dailyCap ?? form.dailyCap }
}

async function isKnown(tx: Tx, place: { agencyId: number; serviceId: number }, ref: string) {
  const known = await tx
    .selectFrom('surveyAnswer')
    .select('ref')
    .where('agencyId', '=', place.agencyId)
    .where('serviceId', '=', place.serviceId)
    .where('ref', '=', ref)
    .executeTakeFirst()
  return known !== undefined
}

/** Numbers that could be of an identity card or a telephone, and addresses of mail, are taken out as they come. */
const withoutContacts = (text: string): string =>
  text.replace(/\+?\d(?:[\s.-]?\d){7,}/g, '…').replace(/[^\s@]+@[^\s@]+\.[^\s@]+/g, '…')

async function keepRemark(
  tx: Tx,
  { agencyId, serviceId }: { agencyId: number; serviceId: number },
  remark: string | null,
  today: string,
): Promise<void> {
  await deleteOldRemarks(tx, today)
  if (!remark) return
  await tx
    .insertInto('surveyRemark')
    .values({
      agencyId,
      remarkId: randomBytes(12).toString('base64url'),
      serviceId,
      // Not the day: on a quiet one it would lead to the answers.
      month: `${today.slice(0, 7)}-01`,
      remark: withoutContacts(remark),
      expiresOn: addDays(today, REMARK_DAYS),
    })
    .execute()
}
