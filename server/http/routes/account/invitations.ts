import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { act } from '#server/actions/define-action.ts'
import { acceptInvitation } from '#server/actions/invitations/accept.ts'
import { hashOfLink } from '#server/actions/invitations/create.ts'
import type { Identity, Person } from '#server/auth/identity.ts'
import { signIn } from '#server/auth/sessions.ts'
import { findInvitation, type Invitation, isOpen } from '#server/db/queries/invitations.ts'
import type { World } from '#server/readings/world.ts'
import type { Actor, Grant } from '#shared/access.ts'
import { SignedIn } from '#shared/contract/account.ts'
import { AcceptInvitation, InvitationLink, InvitationSeen } from '#shared/contract/invitation.ts'
import { nameIn } from '#shared/i18n/name-in.ts'
import { Refusal } from '#shared/refusal.ts'
import type { HttpEnv } from '../../env.ts'
import { validationHook } from '../../problem.ts'
import { askerOf, identityOf, withCookies } from './asker.ts'

const seeRoute = createRoute({
  method: 'post',
  path: '/invitations/see',
  summary: 'What the holder of a link is invited to',
  description: 'By POST, so that the token of the link stands in no address and no log.',
  request: { body: { required: true, content: { 'application/json': { schema: InvitationLink } } } },
  responses: {
    200: { description: 'The invitation.', content: { 'application/json': { schema: InvitationSeen } } },
    400: { description: 'The link is spent, taken back, too old, or none.' },
  },
})

const acceptRoute = createRoute({
  method: 'post',
  path: '/invitations/accept',
  summary: 'Join by a link, and sign in',
  request: { body: { required: true, content: { 'application/json': { schema: AcceptInvitation } } } },
  responses: {
    200: { description: 'Joined and signed in.', content: { 'application/json': { schema: SignedIn } } },
    400: { description: 'The link is spent, or something that was given is wrong.' },
    409: { description: 'There is an account with this address already.' },
  },
})

/** Joining by a link. */
export const invitations = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(seeRoute, async (c) => {
    const { world, clock } = c.get('context')
    const invitation = await getOpen(world, c.req.valid('json').token, clock())
    const { agencyByCode } = await world.directory()
    const nameOf = (code: string) => {
      const found = agencyByCode.get(code)
      return found ? nameIn(c.get('locale'), found) : code
    }
    const grants = (JSON.parse(invitation.grants) as Grant[]).map((grant) => ({
      ...grant,
      agencyName: grant.agency === null ? null : nameOf(grant.agency),
    }))
    const { email, name, expiresAt } = invitation
    const isFirst = !(await identityOf(c).hasPeople())
    return c.json({ email, name, grants, expiresAt, isFirst }, 200, { 'cache-control': 'no-store' })
  })
  .openapi(acceptRoute, async (c) => {
    const identity = identityOf(c)
    const context = c.get('context')
    const given = c.req.valid('json')
    const invitation = await getOpen(context.world, given.token, context.clock())
    const email = invitation.email ?? given.email
    if (!email) throw new Refusal('invalid', 'email-needed', {}, { parameter: 'email' })
    const person = await accountFor(identity, context.world, {
      ...given,
      email,
      // An invitation to an address reaches its holder, or somebody whom an administrator vouches for.
      isProved: invitation.email !== null,
    })
    const actor: Actor = { ...context.actor, kind: 'link', id: invitation.invitationId, name: email }
    await act({ ...context, actor }, acceptInvitation, {
      tokenHash: hashOfLink(given.token),
      memberId: person.id,
    })
    c.get('access').forget()
    const { password } = given
    const { next, cookies } = await signIn(
      identity,
      { email, password, remember: false },
      askerOf(c),
      async () => true,
    )
    withCookies(c, cookies)
    return c.json({ next }, 200, { 'cache-control': 'no-store' })
  })

/** @throws Refusal `invalid`, the same for a link that never was and for one that is spent */
async function getOpen(world: World, token: string, now: string): Promise<Invitation> {
  const invitation = await findInvitation(world.db.read, hashOfLink(token))
  if (!invitation || !isOpen(invitation, now)) throw new Refusal('invalid', 'link-spent', {})
  return invitation
}

/** The new account; or, where a first try broke off between account and membership, the one it made, if the password
 *  is the same. */
async function accountFor(
  identity: Identity,
  world: World,
  given: { email: string; name: string; password: string; isProved: boolean },
): Promise<Person> {
  const person = await identity.findPersonByEmail(given.email)
  if (!person) return identity.createPerson(given)
  const member = await world.db.read
    .selectFrom('member')
    .select('memberId')
    .where('memberId', '=', person.id)
    .executeTakeFirst()
  if (member || !(await identity.hasPassword(person.id, given.password))) {
    throw new Refusal('conflict', 'email-taken', {}, { parameter: 'email' })
  }
  return person
}
