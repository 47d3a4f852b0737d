import { join } from 'node:path'
import { pino } from 'pino'
import { freezeRelease } from '#server/actions/releases/freeze.ts'
import { createApp } from '#server/http/app.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { addMonths } from '#shared/time/date.ts'
import type { Engine } from './database.ts'
import type { Dice } from './dice.ts'
import { BEARER, openTestServer, type TestServer, TOKEN } from './server.ts'
import { drawPeople, twinOf } from './twin-people.ts'
import { deliverTwin, plantTwin, type TwinSpan, throughOf, twinSpan } from './twin-world.ts'

// Two instances whose answers and complaints are twins, asked for everything that anybody can ask.

const MAX_DRAWS = 40

interface TwinOptions {
  /** months of people in both */
  months: number
  /** boxes of each kind, of answers and of complaints */
  wanted: number
  /** asks live before the first release and of the last one only */
  isQuick?: boolean
}

export async function openTwins(
  engine: Engine,
  dice: Dice,
  { months, wanted, isQuick = false }: TwinOptions,
) {
  const servers = [await openTestServer(engine), await openTestServer(engine)] as const
  const span = twinSpan(months)
  for (const server of servers) await plantTwin(server, span)
  const places = await servers[0].test.world.directory()
  const drawn = { months: span.months, releases: 2 }
  const told = (['surveys', 'complaints'] as const).map((kind) => {
    // Few people are hidden, and not in every draw such that somebody could be moved unseen.
    for (let tries = 1; ; tries++) {
      const people = drawPeople(dice, places, { ...drawn, name: kind.slice(0, 1) })
      const twins = twinOf(dice, places, people, { ...drawn, kind, wanted })
      if ((twins.moved > 0 && twins.swapped > 0) || tries === MAX_DRAWS) return { kind, ...twins }
    }
  })
  const questions = questionsOf(span)

  /** The questions that the twins answer in different ways, and where. `publication`: how both are opened. */
  async function ask(publication: 'live' | 'released', asked: readonly string[], headers = {}) {
    const apps = servers.map((server) => openAs(server, publication))
    const different: string[] = []
    for (const question of asked) {
      const [one, other] = await Promise.all(apps.map((app) => answerOf(app, question, headers)))
      if (one === other) continue
      const at = [...one!].findIndex((letter, i) => letter !== other![i])
      const [there, here] = [one!, other!].map((text) => text.slice(Math.max(0, at - 150), at + 50))
      different.push(`${publication}: ${question} at ${at}: ${there} <> ${here}`)
    }
    return different
  }

  return {
    moved: told.map(({ moved }) => moved),
    swapped: told.map(({ swapped }) => swapped),
    questions: questions.length,
    /** How the twins differ for anybody, over two releases, each live before it and released; and for whoever sees all. */
    async differences(): Promise<{ seen: string[]; known: string[] }> {
      const seen: string[] = []
      for (const release of [0, 1]) {
        const through = throughOf(span, release)
        for (const [i, server] of servers.entries()) {
          server.test.setClock(`${through}-30T09:00:00.000Z`)
          for (const { kind, ...twins } of told)
            await deliverTwin(server, { kind, people: i === 0 ? twins.people : twins.twin, span, release })
        }
        if (release === 0 || !isQuick) seen.push(...(await ask('live', questions)))
        for (const { test } of servers) {
          test.setClock(`${addMonths(`${through}-01`, 1).slice(0, 7)}-05T03:00:00.000Z`)
          await freezeRelease(test.context, { through })
        }
        if (release === 0 && isQuick) continue
        seen.push(...(await ask('released', [...questions, ...(await documentsOf(servers[0], through))])))
      }
      return { seen, known: await ask('live', questions.slice(0, 20), BEARER) }
    },
    async close() {
      for (const server of servers) await server.close()
    },
  }
}

type App = ReturnType<typeof createApp>

const openAs = ({ queue, test, ...server }: TestServer, publication: 'live' | 'released'): App =>
  createApp({
    ...server,
    context: test.context,
    imports: queue,
    publication,
    token: TOKEN,
    log: pino({ level: 'silent' }),
    webDir: join(test.dataDir, 'no-web'),
  })

/** Of a release, or made of one: tag and name are those of its seal, for which each instance has a key of its own. */
const IS_SEALED = /^\/(feed\.atom|api\/v1\/releases\/[^/]+\/[^/]+$)/

/** All that comes back, with its size and tag. */
async function answerOf(app: App, question: string, headers: Record<string, string>): Promise<string> {
  const answer = await app.request(question, { headers: { 'accept-language': 'en', ...headers } })
  const body = Buffer.from(await answer.arrayBuffer()).toString('latin1')
  // What needs single cases is not in a release.
  if (answer.status !== 200 && !/(quality|grain=week)$/.test(question))
    throw new Error(`${question}: ${answer.status}`)
  const left = IS_SEALED.test(question) ? ['x-request-id', 'etag'] : ['x-request-id']
  const told = [...answer.headers].filter(([name]) => !left.includes(name)).join('; ')
  return `${answer.status} ${body.replaceAll(/"requestId":"[^"]*"|urn:uuid:[^<]*/g, '')} ${told}`
}

/** What is published of a release, but its seal. */
async function documentsOf(server: TestServer, code: string): Promise<string[]> {
  const path = `/api/v1/releases/${code}`
  const { manifest } = (await (await server.get(path)).json()) as { manifest: string }
  const { parts } = JSON.parse(manifest) as { parts: { name: string }[] }
  return [
    ...parts.map(({ name }) => `${path}/parts/${name}`),
    ...['data.csv', 'changes.csv', 'changed'].map((name) => `${path}/${name}`),
  ]
}

const PEOPLE = [
  'respondents',
  'satisfaction-index',
  'response-rate',
  'complaints-per-1000',
  'complaint-on-time-rate',
]
const EVERYTHING = [...PEOPLE, 'achievement', ...ELEMENTS.map((element) => `element-${element}`)]

function questionsOf({ from }: TwinSpan): string[] {
  const span = `indicators=${EVERYTHING}&from=${from}&to=2025-06-30&include=signal,change,status,achievement`
  return [
    ...['month', 'quarter', 'year', 'all'].flatMap((grain) =>
      ['', '&agency=*', '&service=*', '&agency=*&service=*'].map(
        (scope) => `/api/v1/readings?${span}&grain=${grain}${scope}`,
      ),
    ),
    `/api/v1/readings?${span}&grain=week`,
    `/api/v1/readings.csv?${span}&agency=*`,
    ...[...PEOPLE, `element-${ELEMENTS[8]}`].flatMap((indicator) => [
      ...['', '&agency=north', '&agency=north-1', '&agency=south-1&service=card', '&service=card'].flatMap(
        (scope) => [
          `/api/v1/series?indicator=${indicator}${scope}`,
          `/api/v1/series?indicator=${indicator}${scope}&grain=quarter`,
        ],
      ),
      ...['2025-02', '2025-Q1', '2025', 'all'].flatMap((period) => [
        `/api/v1/comparison?indicator=${indicator}&period=${period}&level=unit`,
        `/api/v1/comparison?indicator=${indicator}&period=${period}&peers-of=north-1&service=permit`,
      ]),
      `/api/v1/signals?indicator=${indicator}&limit=1000`,
      `/api/v1/innovations/north-1.new-queue/effect?indicator=${indicator}`,
      `/api/v1/innovations/south.new-queue/effect?indicator=${indicator}`,
      `/indicators/${indicator}?lang=en`,
      `/comparison?indicator=${indicator}&period=2025-02`,
      `/embed?indicator=${indicator}&agency=north-1`,
    ]),
    ...['2025-02', '2025', '2025-Q1'].map((period) => `/api/v1/composite?agency=*&period=${period}`),
    ...['coverage', 'quality', 'targets', 'plans', 'explanations', 'innovations', 'agencies', 'services'].map(
      (name) => `/api/v1/${name}`,
    ),
    ...['/', '/agencies/north', '/agencies/north-1', '/services', '/services/card', '/signals', '/data'],
    ...['/sitemap.xml', '/feed.atom'],
  ]
}
