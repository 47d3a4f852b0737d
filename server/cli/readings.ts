import { parseArgs } from 'node:util'
import { createQueryApp } from '#server/http/query-app.ts'
import { askServer, type Command, withContext } from './command.ts'
import { SERVER_OPTIONS, serverOf } from './server-of.ts'

const PARAMETERS = ['indicators', 'agency', 'service', 'channel', 'levels', 'grain', 'from', 'to'] as const

export const readingsCommand: Command = async (args, locale) => {
  const { values } = parseArgs({
    args,
    options: {
      ...Object.fromEntries(PARAMETERS.map((name) => [name, { type: 'string' as const }])),
      csv: { type: 'boolean' },
      json: { type: 'boolean' },
      ...SERVER_OPTIONS,
    },
  })
  const given = values as Record<string, string | boolean | undefined>
  const query = new URLSearchParams({ lang: locale })
  for (const name of PARAMETERS) if (typeof given[name] === 'string') query.set(name, given[name])
  const path = `/api/v1/readings?${query}`
  const headers = { accept: given.json ? 'application/json' : 'text/csv' }
  const server = serverOf(values)
  const response = server
    ? await askServer(server, path, headers)
    : await withContext(locale, async ({ world }) => createQueryApp(world, locale).request(path, { headers }))
  const body = await response.text()
  if (!response.ok) {
    const problem = JSON.parse(body) as { detail: string }
    process.stderr.write(`${problem.detail}\n`)
    return response.status === 400 ? 2 : 1
  }
  process.stdout.write(body.endsWith('\n') ? body : `${body}\n`)
  return 0
}
