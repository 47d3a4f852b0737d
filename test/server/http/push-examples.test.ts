import { afterAll, beforeAll, expect, it } from 'vitest'
import { DATASETS } from '#shared/contract/import.ts'
import type { PushResult } from '#shared/contract/push.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'

// What the API document shows can be sent as it stands, to an empty instance, and again.

let server: TestServer
let document: Document
beforeAll(async () => {
  server = await openTestServer()
  document = (await (await server.get('/api/v1/openapi.json')).json()) as Document
})
afterAll(() => server.close())

interface Document {
  paths: Record<
    string,
    {
      post?: {
        requestBody: { content: Record<string, { examples?: Record<string, { value: unknown }> }> }
      }
    }
  >
}

it.each(DATASETS)('examples of %s', async (dataset) => {
  const examples = Object.values(
    document.paths[`/api/v1/${dataset}`]!.post!.requestBody.content['application/json']!.examples!,
  )
  expect(examples.length).toBeGreaterThan(0)
  for (const isAgain of [false, true]) {
    for (const { value } of examples) {
      const response = await server.app.request(`/api/v1/${dataset}`, {
        method: 'POST',
        body: JSON.stringify(value),
        headers: { ...BEARER, 'content-type': 'application/json' },
      })
      const result = (await response.json()) as PushResult
      expect({ status: response.status, issues: result.items.flatMap(({ issues }) => issues) }).toEqual({
        status: 200,
        issues: [],
      })
      if (isAgain && examples.length === 1) expect(result.unchanged).toBe(result.received)
    }
  }
})
