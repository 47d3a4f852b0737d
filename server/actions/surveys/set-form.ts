import { getAgencyId, getServiceId } from '#server/db/queries/calendars.ts'
import { findForm } from '#server/db/queries/survey-form.ts'
import { SurveyForm } from '#shared/contract/survey-answer.ts'
import { defineAction } from '../define-action.ts'

/** Opens or closes the survey form of a service, and says how many answers a day it takes. */
export const setSurveyForm = defineAction({
  name: 'survey.set-form',
  input: SurveyForm,
  concerns: ({ agency }) => [agency],
  async run(tx, { agency, service, isOpen, dailyCap }) {
    const place = { agencyId: await getAgencyId(tx, agency), serviceId: await getServiceId(tx, service) }
    const before = (await findForm(tx, place)) ?? null
    const after = { isOpen, dailyCap }
    if (before) {
      await tx
        .updateTable('surveyForm')
        .set(after)
        .where((eb) => eb.and(place))
        .execute()
    } else
      await tx
        .insertInto('surveyForm')
        .values({ ...place, ...after })
        .execute()
    return { result: after, trace: { subject: `survey-form/${agency}/${service}`, before, after } }
  },
})
