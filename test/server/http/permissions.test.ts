import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, type Where } from '#server/actions/allow.ts'
import { act } from '#server/actions/define-action.ts'
import { changeGrants } from '#server/actions/people/change-grants.ts'
import { isOpen, ROUTE_RIGHTS, routeName } from '#server/http/route-rights.ts'
import { type ActionName, RIGHTS, ROLES, type Role } from '#shared/access.ts'
import { personWith } from '../../support/actors.ts'
import { agencyTree } from '../../support/agency-tree.ts'
import { send, signedIn, type TestPerson } from '../../support/people.ts'
import { openTestServer, type TestServer } from '../../support/server.ts'

// The table of rights against the running API: every action, every role, one's own agencies and those of others.

const ACTIONS = Object.keys(RIGHTS) as ActionName[]
const rolesOf = (action: ActionName): readonly Role[] | 'everyone' | 'person' => RIGHTS[action]

let server: TestServer
/** of each role in `provinsi`, and nowhere else */
const people = new Map<Role, TestPerson>()
/** of each role in the whole instance */
const chiefs = new Map<Role, TestPerson>()
let nobody: TestPerson
beforeAll(async () => {
  server = await openTestServer('duckdb', { hasPeople: true })
  await agencyTree(server.test.world, { provinsi: null, kota: 'provinsi', lain: null })
  await signedIn(server, { role: 'administrator', agency: null })
  for (const role of ROLES) {
    people.set(role, await signedIn(server, { role, agency: 'provinsi' }))
    chiefs.set(role, await signedIn(server, { role, agency: null }))
  }
  const grant = { role: 'viewer', agency: 'lain' } as const
  nobody = await signedIn(server, grant)
  await act(server.test.context, changeGrants, { memberId: nobody.id, remove: [grant] })
})
afterAll(() => server.close())

/** Routes of the API as they are registered, each once. */
const registered = (): [method: string, path: string][] => {
  const byName = new Map<string, [string, string]>()
  for (const { method, path } of server.app.routes) {
    if (method === 'ALL' || method === 'OPTIONS' || !path.startsWith('/api/v1/') || path.includes('*'))
      continue
    byName.set(routeName(method, path), [method, path])
  }
  return [...byName.values()]
}
const ask = (method: string, path: string, headers: Record<string, string> = {}) => {
  const url = path.replace(':agency', 'provinsi').replaceAll(/:\w+(\{[^}]*\})?/g, 'x')
  return send(server, method, url, method === 'GET' ? undefined : {}, headers)
}

describe('the routes of the API', () => {
  it('are all in the table, and nothing else is', () => {
    const names = registered().map(([method, path]) => routeName(method, path))
    expect(names.filter((name) => !(name in ROUTE_RIGHTS))).toEqual([])
    expect(Object.keys(ROUTE_RIGHTS).filter((name) => !names.includes(name))).toEqual([])
    expect(names.length).toBeGreaterThan(100)
  })

  it('that are not public refuse a visitor, and whoever has no such role, before they read anything', async () => {
    const refused = { visitor: [] as string[], member: [] as string[] }
    for (const [method, path] of registered()) {
      const right = ROUTE_RIGHTS[routeName(method, path)]
      if (right === undefined || isOpen(right) || typeof RIGHTS[right] === 'string') continue
      const name = routeName(method, path)
      if ((await ask(method, path)).status !== 401) refused.visitor.push(name)
      const answer = await ask(method, path, nobody.headers)
      const detail = await answer.text()
      if (answer.status !== 403 || !detail.includes(`(${right})`))
        refused.member.push(`${name} ${answer.status} ${detail}`)
    }
    expect(refused).toEqual({ visitor: [], member: [] })
  })

  it('of an account ask for a person', async () => {
    const wrong: string[] = []
    for (const [method, path] of registered()) {
      const right = ROUTE_RIGHTS[routeName(method, path)]
      if (right === undefined || isOpen(right) || rolesOf(right) !== 'person') continue
      if ((await ask(method, path)).status !== 401) wrong.push(routeName(method, path))
    }
    expect(wrong).toEqual([])
  })

  it('let pass exactly the roles of their action', async () => {
    const wrong: string[] = []
    for (const [method, path] of registered()) {
      const right = ROUTE_RIGHTS[routeName(method, path)]
      if (right === undefined || isOpen(right)) continue
      // Reading needs no input and would be done; so would maintenance.
      if (method === 'GET' || path.includes('/maintenance/')) continue
      if (/sessions/.test(path)) continue
      const roles = rolesOf(right)
      for (const role of ROLES) {
        const { status } = await ask(method, path, chiefs.get(role)!.headers)
        const may = typeof roles === 'string' || roles.includes(role)
        // 400: it went as far as the input; 404, 413 and so on are answers of the route as well.
        if ((status === 403) === may) wrong.push(`${routeName(method, path)} as ${role}: ${status}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('every action × role × place', () => {
  const PLACES: Record<string, { where: Where; isOwn: boolean }> = {
    own: { where: ['provinsi'], isOwn: true },
    below: { where: ['kota'], isOwn: true },
    both: { where: ['provinsi', 'kota'], isOwn: true },
    other: { where: ['lain'], isOwn: false },
    'own and other': { where: ['kota', 'lain'], isOwn: false },
    unknown: { where: ['tiada'], isOwn: false },
    instance: { where: 'instance', isOwn: false },
  }
  const isAllowed = (action: ActionName, grant: { role: Role; agency: string | null }, where: Where) =>
    allow({ world: server.test.world, actor: personWith(grant) }, action, where).then(
      () => true,
      (error: { code: string }) => {
        expect(error.code).toBe('forbidden')
        return false
      },
    )

  it('is as the table says: a role counts in its agency and below, and nowhere else', async () => {
    const wrong: string[] = []
    for (const action of ACTIONS) {
      const roles = rolesOf(action)
      if (typeof roles === 'string') continue
      for (const role of ROLES) {
        for (const [name, { where, isOwn }] of Object.entries(PLACES)) {
          const may = roles.includes(role)
          if ((await isAllowed(action, { role, agency: 'provinsi' }, where)) !== (may && isOwn))
            wrong.push(`${action} as ${role} of provinsi: ${name}`)
          if ((await isAllowed(action, { role, agency: null }, where)) !== may)
            wrong.push(`${action} as ${role} of all: ${name}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it('holds on the way in: what names an agency is refused for another, and not for one’s own', async () => {
    const INPUTS: readonly [name: string, input: (agency: string) => object][] = [
      ['PUT /calendars/agencies', (agency) => ({ agency, calendar: 'monday-friday' })],
      ['POST /keys', (agency) => ({ agency, name: 'k', actions: ['case.push'] })],
      ['POST /people/invitations', (agency) => ({ email: null, grants: [{ role: 'viewer', agency }] })],
      ['POST /people/grants', (agency) => ({ memberId: nobody.id, add: [{ role: 'viewer', agency }] })],
      [
        'POST /series/baselines',
        (agency) => ({
          agency,
          indicator: 'received',
          from: '2026-01-01',
          reason: 'a new counter was opened',
          decidedBy: 'somebody',
        }),
      ],
    ]
    const wrong: string[] = []
    for (const [name, input] of INPUTS) {
      const [method, path] = name.split(' ') as [string, string]
      const roles = rolesOf(ROUTE_RIGHTS[name] as ActionName) as readonly Role[]
      for (const role of ROLES) {
        for (const agency of ['provinsi', 'kota', 'lain']) {
          const answer = await send(
            server,
            method,
            `/api/v1${path}`,
            input(agency),
            people.get(role)!.headers,
          )
          const may = roles.includes(role) && agency !== 'lain'
          if ((answer.status === 403) === may || answer.status === 400)
            wrong.push(`${name} as ${role} for ${agency}: ${answer.status} ${await answer.text()}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })
})
