import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { StartSession } from '#shared/contract/sso.ts'

/** Gives the library a call that starts a session of a person whom somebody else has proved. It is no route, and starts
 *  the session as a password would: until the browser is closed, a day at most. */
export const sessionStarter = {
  id: 'session-starter',
  endpoints: {
    startSession: createAuthEndpoint.serverOnly({ method: 'POST', body: StartSession }, async (ctx) => {
      const { internalAdapter } = ctx.context
      const user = await internalAdapter.findUserById(ctx.body.personId)
      if (!user) throw new Error(`There is no person ${ctx.body.personId}`)
      const session = await internalAdapter.createSession(user.id, true)
      await setSessionCookie(ctx, { session, user }, true)
      return ctx.json({ token: session.token })
    }),
  },
}
