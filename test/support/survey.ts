import { ELEMENTS, type Element } from '#shared/rollups/cell.ts'
import type { TestServer } from './server.ts'

// A citizen without a script: takes a form, fills it in, sends it.

export const ANSWERS: Record<Element, string> = Object.fromEntries(
  ELEMENTS.map((name) => [name, '3']),
) as Record<Element, string>

const BINDINGS = { incoming: { socket: { remoteAddress: '203.0.113.7' } } }
let address = 0

/** What the server hands out at a path, in English. */
export async function takeForm(server: TestServer, path: string): Promise<{ html: string; token: string }> {
  const response = await server.app.request(`${path}${path.includes('?') ? '&' : '?'}lang=en`)
  const html = await response.text()
  return { html, token: /name="form" value="([^"]+)"/.exec(html)?.[1] ?? '' }
}

/** Sends a form as a browser does; each from an address of its own unless one is given. */
export async function sendForm(
  server: TestServer,
  path: string,
  fields: Record<string, string>,
  options: { from?: string; headers?: Record<string, string>; language?: 'id' | 'en' } = {},
): Promise<{ status: number; html: string; headers: Headers }> {
  const remoteAddress = options.from ?? `198.51.100.${address++}`
  const response = await server.app.request(
    `${path}?lang=${options.language ?? 'en'}`,
    {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...options.headers },
    },
    { ...BINDINGS, incoming: { socket: { remoteAddress } } },
  )
  return { status: response.status, html: await response.text(), headers: response.headers }
}

/** Seconds that a person takes at least. */
export const FILL_SECONDS = 45

/** Sets the clock so many seconds after an instant. */
export const later = (instant: string, seconds = FILL_SECONDS): string =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString()
