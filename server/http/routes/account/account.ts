import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { setMailLanguage } from '#server/actions/account/set-mail-language.ts'
import { tellAddressChanged } from '#server/actions/account/tell-address-changed.ts'
import { act } from '#server/actions/define-action.ts'
import { revokeAllOwnKeys } from '#server/actions/keys/revoke-all-own.ts'
import {
  beginTwoFactor,
  changeEmail,
  changeName,
  changePassword,
  confirmTwoFactor,
  endSession,
  endSessions,
  endTwoFactor,
  listSessions,
  readAccount,
  renewBackupCodes,
} from '#server/auth/account.ts'
import { findMailLanguage } from '#server/db/queries/members.ts'
import {
  Account,
  BackupCodes,
  ChangeEmail,
  ChangeName,
  ChangePassword,
  ConfirmTwoFactor,
  OwnMailLanguage,
  OwnSession,
  ProvePassword,
  SetMailLanguage,
  TwoFactorBegun,
} from '#shared/contract/account.ts'
import type { HttpEnv } from '../../env.ts'
import { problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { askerOf, identityOf, sessionOf, withCookies } from './asker.ts'

type Method = 'get' | 'post' | 'put' | 'delete'
const PRIVATE = { 'cache-control': 'private, no-store' }

const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } })
const refusals = {
  400: problemAnswer,
  401: problemAnswer,
  403: problemAnswer,
  404: problemAnswer,
  429: problemAnswer,
}

const reading = <Path extends string, Answer extends z.ZodType>(
  path: Path,
  summary: string,
  answer: Answer,
) =>
  createRoute({
    method: 'get',
    path,
    summary,
    responses: { 200: { description: 'As it is now.', content: json(answer) }, ...refusals },
  })

const giving = <M extends Method, Path extends string, Input extends z.ZodType, Answer extends z.ZodType>(
  method: M,
  path: Path,
  summary: string,
  input: Input,
  answer: Answer,
) =>
  createRoute({
    method,
    path,
    summary,
    request: { body: { required: true, content: json(input) } },
    responses: { 200: { description: 'It is done.', content: json(answer) }, ...refusals },
  })

const taking = <M extends Method, Path extends string, Input extends z.ZodType>(
  method: M,
  path: Path,
  summary: string,
  input: Input,
) =>
  createRoute({
    method,
    path,
    summary,
    request: { body: { required: true, content: json(input) } },
    responses: { 204: { description: 'It is done.' }, ...refusals },
  })

const endOneRoute = createRoute({
  method: 'delete',
  path: '/account/sessions/{id}',
  summary: 'Sign out somewhere else',
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 204: { description: 'That session is over.' }, ...refusals },
})

const endOthersRoute = createRoute({
  method: 'delete',
  path: '/account/sessions',
  summary: 'Sign out everywhere but here',
  responses: { 204: { description: 'Every other session is over.' }, ...refusals },
})

/** A person's own account. */
export const account = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(reading('/account', 'Your own account', Account), async (c) =>
    c.json(await readAccount(identityOf(c), sessionOf(c)), 200, PRIVATE),
  )
  .openapi(taking('put', '/account/name', 'Change your name', ChangeName), async (c) => {
    await changeName(identityOf(c), sessionOf(c), c.req.valid('json').name)
    return c.body(null, 204)
  })
  .openapi(
    reading('/account/mail-language', 'What mails to you are written in', OwnMailLanguage),
    async (c) => {
      const { person } = sessionOf(c)
      return c.json({ language: await findMailLanguage(c.get('world').db.read, person.id) }, 200, PRIVATE)
    },
  )
  .openapi(
    giving(
      'put',
      '/account/mail-language',
      'Choose what mails to you are written in',
      SetMailLanguage,
      OwnMailLanguage,
    ),
    async (c) => c.json(await act(c.get('context'), setMailLanguage, c.req.valid('json')), 200, PRIVATE),
  )
  .openapi(taking('put', '/account/email', 'Change the address you sign in with', ChangeEmail), async (c) => {
    const { person } = sessionOf(c)
    const given = c.req.valid('json')
    await changeEmail(identityOf(c), sessionOf(c), given, askerOf(c))
    if (given.email !== person.email) await tellAddressChanged(c.get('context'), person)
    return c.body(null, 204)
  })
  .openapi(taking('put', '/account/password', 'Change your password', ChangePassword), async (c) => {
    const { revokesKeys, ...given } = c.req.valid('json')
    withCookies(c, await changePassword(identityOf(c), sessionOf(c), given, askerOf(c)))
    // After the other sessions are over, so that none of them makes another key.
    if (revokesKeys) {
      await act(c.get('context'), revokeAllOwnKeys, {})
      c.get('access').forget()
    }
    return c.body(null, 204)
  })
  .openapi(
    giving('post', '/account/two-factor', 'Begin a second factor', ProvePassword, TwoFactorBegun),
    async (c) => {
      const { password } = c.req.valid('json')
      return c.json(await beginTwoFactor(identityOf(c), sessionOf(c), password, askerOf(c)), 200, PRIVATE)
    },
  )
  .openapi(
    taking('post', '/account/two-factor/confirm', 'Give a code back, so that it counts', ConfirmTwoFactor),
    async (c) => {
      sessionOf(c)
      withCookies(c, await confirmTwoFactor(identityOf(c), c.req.valid('json').code, askerOf(c)))
      return c.body(null, 204)
    },
  )
  .openapi(
    taking('post', '/account/two-factor/end', 'Do without the second factor', ProvePassword),
    async (c) => {
      const { password } = c.req.valid('json')
      withCookies(c, await endTwoFactor(identityOf(c), sessionOf(c), password, askerOf(c)))
      return c.body(null, 204)
    },
  )
  .openapi(
    giving('post', '/account/two-factor/backup-codes', 'New backup codes', ProvePassword, BackupCodes),
    async (c) => {
      const { password } = c.req.valid('json')
      return c.json(await renewBackupCodes(identityOf(c), sessionOf(c), password, askerOf(c)), 200, PRIVATE)
    },
  )
  .openapi(
    reading('/account/sessions', 'Where you are signed in', z.object({ items: z.array(OwnSession) })),
    async (c) => c.json({ items: await listSessions(identityOf(c), sessionOf(c)) }, 200, PRIVATE),
  )
  .openapi(endOneRoute, async (c) => {
    await endSession(identityOf(c), sessionOf(c), c.req.valid('param').id)
    return c.body(null, 204)
  })
  .openapi(endOthersRoute, async (c) => {
    const session = sessionOf(c)
    await endSessions(identityOf(c), session.person.id, session.sessionId)
    return c.body(null, 204)
  })
