import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Hono } from 'hono'
import type { HttpEnv } from './env.ts'

// The page of the API document, served by ourselves: nothing loads from anywhere else.

const FILES: Record<string, string> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
}

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Terukur API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>`

const START = `SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#swagger-ui', deepLinking: true })`

export function documentPage() {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  return new Hono<HttpEnv>()
    .get('/', (c) => c.html(PAGE))
    .get('/start.js', (c) => c.body(START, 200, { 'content-type': 'text/javascript' }))
    .get('/:file', async (c) => {
      const file = c.req.param('file')
      const type = FILES[file]
      if (!type) return c.notFound()
      return c.body(await readFile(join(folder, file)), 200, {
        'content-type': type,
        'cache-control': 'public, max-age=86400',
      })
    })
}
