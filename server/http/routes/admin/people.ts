import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { isAllowed } from '#server/actions/allow.ts'
import type { ActionContext } from '#server/actions/context.ts'
import { act } from '#server/actions/define-action.ts'
import { createInvitation } from '#server/actions/invitations/create.ts'
import { revokeInvitation } from '#server/actions/invitations/revoke.ts'
import { changeGrants } from '#server/actions/people/change-grants.ts'
import { concernedBy } from '#server/actions/people/concerned-agencies.ts'
import { allowReset } from '#server/actions/people/reset-password.ts'
import { activateMember, deactivateMember } from '#server/actions/people/set-active.ts'
import { endSessions } from '#server/auth/account.ts'
import { createResetToken } from '#server/auth/reset.ts'
import { countKeys } from '#server/db/queries/api-keys.ts'
import { listInvitations } from '#server/db/queries/invitations.ts'
import { listMembers } from '#server/db/queries/members.ts'
import type { Grant } from '#shared/access.ts'
import { CreateInvitation } from '#shared/contract/invitation.ts'
import {
  ChangeGrants,
  HandedLink,
  InvitationNamed,
  Member,
  MemberSeen,
  OpenInvitation,
  ResetPassword,
} from '#shared/contract/member.ts'
import type { HttpEnv } from '../../env.ts'
import { problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { identityOf } from '../account/asker.ts'

const PRIVATE = { 'cache-control': 'private, no-store' }
const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } })
const refusals = {
  400: problemAnswer,
  401: problemAnswer,
  403: problemAnswer,
  404: problemAnswer,
  409: problemAnswer,
}

const listRoute = createRoute({
  method: 'get',
  path: '/people',
  summary: 'Who belongs, and who is invited',
  responses: {
    200: {
      description: 'Those whose roles lie where one is an administrator.',
      content: json(z.object({ people: z.array(Member), invitations: z.array(OpenInvitation) })),
    },
    ...refusals,
  },
})

const inviteRoute = createRoute({
  method: 'post',
  path: '/people/invitations',
  summary: 'Invite somebody',
  description:
    'The link is in this answer and nowhere else; where an address is given, it is mailed as well.',
  request: { body: { required: true, content: json(CreateInvitation) } },
  responses: { 201: { description: 'The link.', content: json(HandedLink) }, ...refusals },
})

const changing = <Path extends string, Input extends z.ZodType>(path: Path, summary: string, input: Input) =>
  createRoute({
    method: 'post',
    path,
    summary,
    request: { body: { required: true, content: json(input) } },
    responses: { 204: { description: 'It is done.' }, ...refusals },
  })

const resetRoute = createRoute({
  method: 'post',
  path: '/people/reset-link',
  summary: 'A link by which a person chooses a new password, to be handed over',
  request: { body: { required: true, content: json(ResetPassword) } },
  responses: { 201: { description: 'The link.', content: json(HandedLink) }, ...refusals },
})

/** People of the instance, as administrators look after them. */
export const people = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(listRoute, async (c) => {
    const context = c.get('context')
    const { read } = context.world.db
    const known = new Map((await identityOf(c).listPeople()).map((person) => [person.id, person]))
    const keys = await countKeys(read, context.clock())
    const members = await seenBy(context, await listMembers(read), ({ grants }) => grants)
    const invited = await seenBy(context, await listInvitations(read), (row) => grantsIn(row.grants))
    return c.json(
      {
        people: members.map(({ memberId, ...member }) => {
          const person = known.get(memberId)
          return {
            id: memberId,
            email: person?.email ?? null,
            name: person?.name ?? null,
            hasTwoFactor: person?.hasTwoFactor ?? false,
            keyCount: keys.get(memberId) ?? 0,
            ...member,
          }
        }),
        invitations: invited
          .filter(({ expiresAt }) => expiresAt > context.clock())
          .map(({ invitationId, email, name, grants, createdAt, expiresAt }) => ({
            id: invitationId,
            email,
            name,
            grants: grantsIn(grants),
            createdAt,
            expiresAt,
          })),
      },
      200,
      PRIVATE,
    )
  })
  .openapi(inviteRoute, async (c) => {
    const context = c.get('context')
    const given = c.req.valid('json')
    const { token, expiresAt } = await act(context, createInvitation, given)
    const link = `${context.publicUrl}/join#${token}`
    return c.json({ link, expiresAt, isMailed: given.email !== null }, 201, PRIVATE)
  })
  .openapi(changing('/people/invitations/revoke', 'Take an invitation back', InvitationNamed), async (c) => {
    await act(c.get('context'), revokeInvitation, c.req.valid('json'))
    return c.body(null, 204)
  })
  .openapi(changing('/people/grants', 'Give roles, and take them', ChangeGrants), async (c) => {
    await act(c.get('context'), changeGrants, c.req.valid('json'))
    c.get('access').forget()
    return c.body(null, 204)
  })
  .openapi(changing('/people/deactivate', 'Let somebody in no longer', MemberSeen), async (c) => {
    const given = c.req.valid('json')
    await act(c.get('context'), deactivateMember, given)
    c.get('access').forget()
    await endSessions(identityOf(c), given.memberId, null)
    return c.body(null, 204)
  })
  .openapi(changing('/people/activate', 'Let somebody in again', MemberSeen), async (c) => {
    await act(c.get('context'), activateMember, c.req.valid('json'))
    c.get('access').forget()
    return c.body(null, 204)
  })
  .openapi(resetRoute, async (c) => {
    const context = c.get('context')
    const given = c.req.valid('json')
    await act(context, allowReset, given)
    c.get('access').forget()
    const token = await createResetToken(identityOf(c), given.memberId)
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    return c.json({ link: `${context.publicUrl}/reset#${token}`, expiresAt, isMailed: false }, 201, PRIVATE)
  })

const grantsIn = (text: string): Grant[] => JSON.parse(text) as Grant[]

/** Those of whose roles at least one lies where the actor looks after people; whoever holds none is seen by whoever
 *  looks after the whole instance. */
async function seenBy<T>(
  context: ActionContext,
  all: readonly T[],
  grantsOf: (one: T) => readonly Grant[],
): Promise<T[]> {
  const seen = await Promise.all(
    all.map(async (one) => {
      const grants = grantsOf(one)
      const places =
        grants.length === 0 ? (['instance'] as const) : grants.map((grant) => concernedBy([grant]))
      const allowed = await Promise.all(places.map((place) => isAllowed(context, 'member.read', place)))
      return allowed.includes(true)
    }),
  )
  return all.filter((_, index) => seen[index])
}
