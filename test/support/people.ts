import { createHmac, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { act } from '#server/actions/define-action.ts'
import { enrolMember } from '#server/actions/people/enrol.ts'
import type { Grant } from '#shared/access.ts'
import type { TestServer } from './server.ts'

export interface TestPerson {
  id: string
  email: string
  /** what their browser sends with every request from our own pages */
  headers: Record<string, string>
}

/** A person with grants, signed in without the work of a password. The server was opened with `hasPeople`. */
export async function signedIn(server: TestServer, ...grants: Grant[]): Promise<TestPerson> {
  const { internalAdapter } = await server.identity!.auth.$context
  const email = `${randomUUID()}@example.go.id`
  const { id } = await internalAdapter.createUser(
    { email, name: 'Somebody', emailVerified: true },
    { method: 'admin' },
  )
  if (grants.length > 0) await act(server.test.context, enrolMember, { memberId: id, grants })
  return { id, email, headers: await sessionFor(server, id) }
}

/** A new session of a person: cookie and where it comes from. */
export async function sessionFor(server: TestServer, personId: string): Promise<Record<string, string>> {
  const { internalAdapter } = await server.identity!.auth.$context
  const { token } = await internalAdapter.createSession(personId)
  const secret = readFileSync(join(server.test.dataDir, 'identity.key'), 'utf8')
  const signature = createHmac('sha256', secret).update(token).digest('base64')
  return {
    cookie: `terukur.session_token=${encodeURIComponent(`${token}.${signature}`)}`,
    'sec-fetch-site': 'same-origin',
  }
}

/** Asks the app itself, as JSON, in English. */
export async function send(
  server: TestServer,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  address = '192.0.2.1',
): Promise<Response> {
  return server.app.request(
    path,
    {
      method,
      headers: {
        'accept-language': 'en',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    },
    { incoming: { socket: { remoteAddress: address } } },
  )
}

/** The cookies that an answer sets, as the next request sends them. */
export const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0]!)
    .join('; ')
