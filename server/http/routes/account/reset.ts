import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { act } from '#server/actions/define-action.ts'
import { revokeAllOwnKeys } from '#server/actions/keys/revoke-all-own.ts'
import { askReset, confirmReset } from '#server/auth/reset.ts'
import type { Actor } from '#shared/access.ts'
import { AskReset, ConfirmReset } from '#shared/contract/account.ts'
import type { HttpEnv } from '../../env.ts'
import { problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { identityOf } from './asker.ts'

const askRoute = createRoute({
  method: 'post',
  path: '/account/reset',
  summary: 'Ask for a link to choose a new password',
  request: { body: { required: true, content: { 'application/json': { schema: AskReset } } } },
  responses: {
    202: { description: 'If there is such an account, a link is on its way to its address.' },
    429: problemAnswer,
  },
})

const confirmRoute = createRoute({
  method: 'post',
  path: '/account/reset/confirm',
  summary: 'Choose a new password by such a link',
  request: { body: { required: true, content: { 'application/json': { schema: ConfirmReset } } } },
  responses: {
    204: { description: 'Done; every session is over.' },
    400: problemAnswer,
  },
})

/** A forgotten password. */
export const reset = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(askRoute, (c) => {
    askReset(identityOf(c), c.req.valid('json').email, c.get('address'))
    return c.body(null, 202)
  })
  // Who holds the link is the person: it came to their address, or from the hand of an administrator.
  .openapi(confirmRoute, async (c) => {
    const { revokesKeys, ...given } = c.req.valid('json')
    const { id, name } = await confirmReset(identityOf(c), given)
    if (revokesKeys) {
      const actor: Actor = { kind: 'person', id, name, grants: [], only: null }
      await act({ ...c.get('context'), actor }, revokeAllOwnKeys, {})
      c.get('access').forget()
    }
    return c.body(null, 204)
  })
