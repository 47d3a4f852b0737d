import { OpenAPIHono } from '@hono/zod-openapi'
import { pino } from 'pino'
import type { ActionContext } from '#server/actions/context.ts'
import type { World } from '#server/readings/world.ts'
import type { Locale } from '#shared/i18n/text.ts'
import type { HttpEnv } from './env.ts'
import { onError } from './problem.ts'
import { readings } from './routes/public/readings.ts'
import { releaseData } from './routes/public/release-data.ts'
import { releases } from './routes/public/releases.ts'

/** The readings routes alone, for a command on a database that no server owns: one parser of questions, one answer. */
export function createQueryApp(world: World, locale: Locale) {
  const app = new OpenAPIHono<HttpEnv>()
  app.onError(onError(pino({ level: 'silent' })))
  app.use(async (c, next) => {
    c.set('requestId', 'command-line')
    c.set('world', world)
    c.set('isAnonymous', false)
    c.set('viewer', { isAnonymous: false })
    c.set('locale', locale)
    await next()
  })
  app.route('/api/v1', readings)
  return app
}

/** The routes of releases alone, for a command on a database that no server owns. */
export function createReleaseApp(context: ActionContext) {
  const app = new OpenAPIHono<HttpEnv>()
  app.onError(onError(pino({ level: 'silent' })))
  app.use(async (c, next) => {
    c.set('requestId', 'command-line')
    c.set('context', context)
    c.set('world', context.world)
    c.set('isAnonymous', true)
    c.set('locale', context.locale)
    await next()
  })
  app.route('/api/v1', releases)
  app.route('/api/v1', releaseData)
  return app
}
