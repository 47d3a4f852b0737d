import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'

// Who leans on whom: data flows one way, and every arrow that points up is printed.

/** Room → the rooms it may import from, besides itself. The longest matching prefix of a path is its room. */
const ROOMS: Record<string, readonly string[]> = {
  'shared/i18n/id/refusals.ts': [],
  'shared/i18n/en/refusals.ts': ['shared/i18n/id/refusals.ts'],
  'shared/i18n/id/zod.ts': [],
  'shared/refusal.ts': ['shared/i18n/id/refusals.ts', 'shared/i18n/en/refusals.ts'],
  'shared/licence.ts': [],
  'shared/time': [],
  'shared/measure': [],
  'shared/rollups': ['shared/time', 'shared/measure'],
  'shared/stats': ['shared/time', 'shared/measure', 'shared/rollups'],
  'shared/targets': ['shared/time', 'shared/measure', 'shared/stats'],
  'shared/indicators': ['shared/time', 'shared/measure', 'shared/rollups', 'shared/stats'],
  'shared/access.ts': [],
  'shared/entry': ['shared/time', 'shared/measure', 'shared/rollups', 'shared/stats'],
  'shared/contract': [
    'shared/entry',
    'shared/access.ts',
    'shared/time',
    'shared/measure',
    'shared/rollups',
    'shared/refusal.ts',
    'shared/i18n/id/refusals.ts',
    'shared/i18n/id/zod.ts',
  ],
  'shared/proof': [
    'shared/time',
    'shared/measure',
    'shared/rollups',
    'shared/stats',
    'shared/targets',
    'shared/indicators',
    'shared/contract',
  ],
  // The texts of definitions travel with a release.
  'shared/proof/definitions.ts': ['shared'],
  'shared/i18n': [
    'shared/proof',
    'shared/access.ts',
    'shared/entry',
    'shared/time',
    'shared/measure',
    'shared/rollups',
    'shared/contract',
    'shared/stats',
    'shared/targets',
    'shared/refusal.ts',
    'shared/i18n/id/refusals.ts',
    'shared/i18n/en/refusals.ts',
  ],
  'server/config.ts': ['shared'],
  'server/explain-error.ts': ['shared'],
  'server/db': ['shared'],
  'server/ingest': ['shared', 'server/db/import-engine.ts'],
  'server/db/import-engine.ts': [],
  'server/auth': ['shared', 'server/db', 'server/mail', 'server/auth/actor-now.ts'],
  'server/auth/actor-now.ts': ['shared', 'server/db'],
  'server/auth/link-token.ts': [],
  'server/auth/release-key.ts': [],
  'server/mail': ['shared', 'server/db'],
  'server/rollups': ['shared', 'server/db'],
  'server/readings': ['shared', 'server/db', 'server/rollups'],
  'server/actions': [
    'shared',
    'server/auth/link-token.ts',
    'server/auth/release-key.ts',
    'server/db',
    'server/db/import-engine.ts',
    'server/ingest',
    'server/mail',
    'server/rollups',
    'server/readings',
  ],
  'server/jobs': [
    'shared',
    'server/exports',
    'server/auth/actor-now.ts',
    'server/auth/link-token.ts',
    'server/mail',
    'server/db',
    'server/ingest',
    'server/rollups',
    'server/readings',
    'server/actions',
  ],
  'server/exports': ['shared', 'server/db', 'server/readings'],
  'server/http': [
    'shared',
    'server/http/pages',
    'server/exports',
    'server/db',
    'server/ingest',
    'server/auth',
    'server/readings',
    'server/actions',
    'server/jobs',
  ],
  // What the server writes into a page of the app asks and shows what that page does.
  'server/http/pages': ['shared', 'server/http', 'web/page-paths.ts', 'web/paths.ts', 'web/view.ts'],
  'server/cli': [
    'shared',
    'server/exports',
    'server/db',
    'server/auth',
    'server/rollups',
    'server/readings',
    'server/actions',
    'server/http',
    'server/config.ts',
    'server/explain-error.ts',
    'server/start-server.ts',
    'server/main.ts',
  ],
  'server/first-administrator.ts': ['shared', 'server/auth', 'server/actions'],
  'server/start-server.ts': [
    'shared',
    'server/first-administrator.ts',
    'server/db',
    'server/auth',
    'server/readings',
    'server/actions',
    'server/jobs',
    'server/http',
    'server/mail',
    'server/config.ts',
  ],
  'server/main.ts': ['shared', 'server/config.ts', 'server/explain-error.ts', 'server/start-server.ts'],
  'web/ui': [],
  'web/theme.ts': [],
  'web/early.ts': ['shared', 'web/theme.ts', 'web/paths.ts', 'web/view.ts', 'web/api', 'web/main.tsx'],
  'web/title.ts': [],
  'web/paths.ts': ['shared'],
  'web/page-paths.ts': [],
  'web/i18n.tsx': ['shared', 'web/paths.ts'],
  'web/view.ts': ['shared', 'web/paths.ts'],
  'web/api': ['shared', 'web/paths.ts'],
  'web/charts': ['shared', 'web/ui', 'web/i18n.tsx', 'web/paths.ts'],
  'web/parts': ['shared', 'web/ui', 'web/charts', 'web/i18n.tsx', 'web/paths.ts', 'web/view.ts'],
  'web/pages': [
    'shared',
    'web/ui',
    'web/charts',
    'web/parts',
    'web/api',
    'web/i18n.tsx',
    'web/paths.ts',
    'web/view.ts',
    'web/theme.ts',
    'web/title.ts',
  ],
  'web/routes.tsx': ['web/pages', 'web/page-paths.ts', 'web/paths.ts'],
  'web/take-over.ts': [],
  'web/main.tsx': ['web/routes.tsx', 'web/take-over.ts', 'web/api'],
  'web/embed.tsx': [
    'shared',
    'web/ui',
    'web/charts',
    'web/parts',
    'web/api',
    'web/pages',
    'web/i18n.tsx',
    'web/paths.ts',
    'web/view.ts',
    'web/theme.ts',
  ],
}

/** Outside library → the rooms it may come in by. */
const DOORS: Record<string, readonly string[]> = {
  'better-auth': ['server/auth'],
  recharts: ['web/charts'],
  hono: ['server/http'],
  '@hono/zod-openapi': ['server/http'],
  '@hono/node-server': ['server/start-server.ts'],
  '@duckdb/node-api': ['server/db'],
  pg: ['server/db'],
  'pg-copy-streams': ['server/db'],
  zod: ['shared/contract', 'server/config.ts', 'server/http'],
  '@fastify/busboy': ['server/http'],
  'csv-parse': ['server/ingest'],
  uqr: ['server/http', 'web/ui'],
  croner: ['server/jobs'],
  nodemailer: ['server/mail'],
  fflate: ['server/exports', 'server/cli'],
  '@resvg/resvg-wasm': ['server/http', 'server/exports'],
  hucre: ['server/ingest/readers', 'server/exports/writers'],
}

const ALLOWED_TOP = [
  'LICENSE',
  'README.md',
  'package-lock.json',
  'package.json',
  'server',
  'shared',
  'test',
  'tsconfig.json',
  'vite.config.ts',
  'web',
]

const root = join(import.meta.dirname, '..')
const files = ['shared', 'server', 'web'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(top, name.replaceAll('\\', '/')))
    .filter((name) => /\.tsx?$/.test(name)),
)

const roomOf = (path: string): string | undefined =>
  Object.keys(ROOMS)
    .filter((room) => path === room || path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0]

const covers = (room: string, allowed: string): boolean => room === allowed || room.startsWith(`${allowed}/`)

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8')
  return [...text.matchAll(/(?:from|import\(|^import)\s*'([^']+)'/gm)].map((match) => match[1]!)
}

function resolveImport(path: string, specifier: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1)
  return specifier.startsWith('.') ? posix.join(dirname(path), specifier) : null
}

/** An import of more than types. */
const VALUE_IMPORT = /^import (?!type )(?:\{[^}]*\}|[^'{}\n]*)\s*from '([^']+)'/gm

/** Whether a file of `shared` leads to the schema library, by what it imports for more than types. */
function bringsZod(path: string, seen = new Set<string>()): boolean {
  if (seen.has(path)) return false
  seen.add(path)
  const text = readFileSync(join(root, path), 'utf8')
  const values = [...text.matchAll(VALUE_IMPORT)].map((match) => match[1]!)
  return values.some((specifier) => {
    if (specifier === 'zod') return true
    const target = resolveImport(path, specifier)
    return target !== null && bringsZod(target, seen)
  })
}

describe('the house', () => {
  it('has a room for every file', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(files.filter((path) => roomOf(path) === undefined)).toEqual([])
  })

  it('has no arrow that points up', () => {
    const wrong = files.flatMap((path) => {
      const room = roomOf(path)!
      return importsOf(path).flatMap((specifier) => {
        const target = resolveImport(path, specifier)
        if (target === null || target.endsWith('.css') || target.endsWith('.json')) return []
        const to = roomOf(target) ?? target
        const isFine = to === room || ROOMS[room]!.some((allowed) => covers(to, allowed))
        return isFine ? [] : [`${path} → ${target}`]
      })
    })
    expect(wrong).toEqual([])
  })

  it('lets every library in by its door', () => {
    const wrong = files.flatMap((path) =>
      importsOf(path).flatMap((specifier) => {
        const name = specifier.startsWith('@')
          ? specifier.split('/').slice(0, 2).join('/')
          : specifier.split('/')[0]!
        const doors = DOORS[name]
        return !doors || doors.some((door) => covers(path, door)) ? [] : [`${path} → ${specifier}`]
      }),
    )
    expect(wrong).toEqual([])
  })

  it('keeps the schema library out of the browser', () => {
    // It asks whether it may make code, which the content policy refuses and the browser reports as an error.
    const wrong = files
      .filter((path) => path.startsWith('web/'))
      .flatMap((path) => {
        const text = readFileSync(join(root, path), 'utf8')
        const values = [...text.matchAll(VALUE_IMPORT)]
        return values.flatMap(([, specifier]) =>
          specifier!.startsWith('#shared/') && bringsZod(specifier!.slice(1))
            ? [`${path} → ${specifier}`]
            : [],
        )
      })
    expect(wrong).toEqual([])
  })

  it('imports files, not folders, with their endings', () => {
    const wrong = files.flatMap((path) =>
      importsOf(path)
        .filter((specifier) => /^[.#]/.test(specifier) && !/\.(tsx?|css|json)$/.test(specifier))
        .map((specifier) => `${path} → ${specifier}`),
    )
    expect(wrong).toEqual([])
  })

  it('reads the environment in one place', () => {
    const wrong = files.filter(
      (path) => path !== 'server/config.ts' && /process\.env/.test(readFileSync(join(root, path), 'utf8')),
    )
    expect(wrong).toEqual([])
  })

  it('gives a class of the app its look in one stylesheet', () => {
    // All of them end in one page as soon as somebody has walked through it; those under public stand alone.
    const sheets = readdirSync(join(root, 'web'), { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.css') && !path.startsWith('public'),
    )
    const homes = new Map<string, string>()
    const wrong = sheets.flatMap((path) => {
      const css = readFileSync(join(root, 'web', path), 'utf8')
      const names = new Set([...css.matchAll(/^\.([\w-]+)(?=,| \{)/gm)].map(([, name]) => name!))
      return [...names].flatMap((name) => {
        const home = homes.get(name)
        homes.set(name, path)
        return home === undefined ? [] : [`.${name}: ${home}, ${path}`]
      })
    })
    expect(sheets.length).toBeGreaterThan(3)
    expect(wrong).toEqual([])
  })

  it('keeps the top level', () => {
    const made = new Set(['node_modules', 'dist', 'data', 'test-results', 'playwright-report'])
    const top = readdirSync(root).filter((name) => !name.startsWith('.') && !made.has(name))
    expect(top.sort()).toEqual([...ALLOWED_TOP].sort())
  })
})
