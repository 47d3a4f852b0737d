import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { allow } from '#server/actions/allow.ts'
import { act } from '#server/actions/define-action.ts'
import { erasePersonWith } from '#server/actions/persons/erase.ts'
import { findHeld } from '#server/actions/persons/find-held.ts'
import { showPerson } from '#server/actions/persons/show.ts'
import { fieldsOf } from '#server/ingest/check-records.ts'
import { expiryOf } from '#server/jobs/drafts/draft-rules.ts'
import {
  CorrectPerson,
  ErasePerson,
  HeldOfPerson,
  PersonReceipt,
  ShowPerson,
} from '#shared/contract/person.ts'
import { issueMessage } from '#shared/i18n/issue-message.ts'
import { Refusal } from '#shared/refusal.ts'
import type { HttpEnv } from '../../env.ts'
import { problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { draftOf } from '../../push-body.ts'

// A reference is told in a body, never in an address, which logs keep.

const KEPT_NOWHERE = { 'cache-control': 'private, no-store' }
const problems = { 400: problemAnswer, 401: problemAnswer, 403: problemAnswer, 404: problemAnswer }
const security = [{ token: [] }]
const body = <Schema>(schema: Schema) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})

const show = createRoute({
  method: 'post',
  path: '/persons/show',
  summary: 'Everything that is held under a reference',
  security,
  request: body(ShowPerson),
  responses: {
    200: { description: 'What is held.', content: { 'application/json': { schema: HeldOfPerson } } },
    ...problems,
  },
})

const correct = createRoute({
  method: 'post',
  path: '/persons/correct',
  summary: 'Correct a fact on the request of whom it is about',
  description: 'It is checked and written as a push is; every figure follows.',
  security,
  request: body(CorrectPerson),
  responses: {
    200: { description: 'What is held now.', content: { 'application/json': { schema: HeldOfPerson } } },
    ...problems,
  },
})

const erase = createRoute({
  method: 'post',
  path: '/persons/erase',
  summary: 'Erase what is held under a reference',
  description:
    'Facts, what imports keep for their undo, bad rows that name it, what kept answers to pushes quote, and dropped in files that have it. Refused while imports are on their way. Live figures follow; released ones stay. It cannot be undone.',
  security,
  request: body(ErasePerson),
  responses: {
    200: { description: 'The receipt.', content: { 'application/json': { schema: PersonReceipt } } },
    ...problems,
  },
})

export const persons = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(show, async (c) => {
    const asked = c.req.valid('json')
    const held = await act(c.get('context'), showPerson, asked)
    return c.json({ ...held, ...(await inFiles(c, asked)) }, 200, KEPT_NOWHERE)
  })
  .openapi(correct, async (c) => {
    const context = c.get('context')
    const { dataset, fields, ...place } = c.req.valid('json')
    await allow(context, 'person.correct', [place.agency])
    const before = await findHeld(context.world.db.read, place)
    const fact = before.facts.find((one) => one.dataset === dataset && one.state === 'current')
    if (!fact) throw new Refusal('not_found', 'no-fact', { key: `${place.agency}/${place.service}` })
    const given = { ...fact.correctable, ...fields }
    const item = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
    const directory = await context.world.directory()
    const agency = directory.agencyByCode.get(place.agency)!
    // What is corrected says nothing new about how far an agency has delivered.
    const asOf = directory.delivered.get(agency.agencyId)?.get(dataset)?.asOf ?? null
    const [outcome] = await c.get('pushes').push(
      { dataset, create: [], scale: dataset === 'surveys' ? [0, 100] : null, timezone: agency.timeZone },
      {
        actor: context.actor,
        action: 'person.correct',
        records: [draftOf({ ...item, ...place }, new Set(fieldsOf(dataset)))],
        covers: null,
        asOf,
        answer: null,
      },
    )
    if (outcome!.status === 'rejected') {
      const issues = outcome!.issues.map(({ field, code, params }) => {
        const say = (locale: 'id' | 'en') => issueMessage(locale, code, field, params)
        return { parameter: field ?? 'ref', message: { id: say('id'), en: say('en') } }
      })
      throw new Refusal('invalid', 'correction-invalid', {}, { issues })
    }
    c.get('pushes').refresh()
    const held = await findHeld(context.world.db.read, place)
    return c.json({ ...held, ...(await inFiles(c, place)) }, 200, KEPT_NOWHERE)
  })
  .openapi(erase, async (c) => {
    const asked = c.req.valid('json')
    await allow(c.get('context'), 'person.erase', asked.agency ? [asked.agency] : 'instance')
    const { holding, waiting } = await inFiles(c, asked)
    // What they bring would be there again a moment later.
    if (waiting > 0) throw new Refusal('conflict', 'erase-imports-waiting', { n: waiting })
    const receipt = await act(c.get('context'), erasePersonWith(holding.length), asked)
    await c.get('drafts').discard(holding.map(({ draftId }) => draftId))
    return c.json(receipt, 200, KEPT_NOWHERE)
  })

/** What is held in files that were dropped in, and is on its way. */
async function inFiles(
  c: Context<HttpEnv>,
  { ref, agency }: ShowPerson,
): Promise<Pick<HeldOfPerson, 'holding' | 'drafts' | 'waiting'>> {
  const { holding, unread } = await c.get('drafts').shelf.holding(ref, agency ?? null)
  return {
    holding: holding.map((draft) => ({
      draftId: draft.id,
      owner: draft.owner.name,
      agency: draft.agency,
      files: draft.files.map(({ name }) => name),
      expiresAt: expiryOf(draft),
    })),
    drafts: unread,
    waiting: c.get('imports').waiting,
  }
}
