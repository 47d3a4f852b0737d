import { randomUUID } from 'node:crypto'
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

type Part = { name: string; value: string } | { name: string; fileName: string; body: Readable }

/** Posts a multipart form, streaming its files: memory stays flat for any size. */
export async function sendForm(
  url: string,
  headers: Record<string, string>,
  parts: readonly Part[],
): Promise<{ status: number; body: Record<string, unknown> }> {
  const boundary = `terukur-${randomUUID()}`
  async function* bytes(): AsyncGenerator<Buffer | string> {
    for (const part of parts) {
      yield `--${boundary}\r\nContent-Disposition: form-data; name="${part.name}"`
      if ('value' in part) yield `\r\n\r\n${part.value}`
      else {
        yield `; filename="${part.fileName.replaceAll('"', '%22')}"\r\nContent-Type: application/octet-stream\r\n\r\n`
        for await (const chunk of part.body) yield chunk as Buffer
      }
      yield '\r\n'
    }
    yield `--${boundary}--\r\n`
  }
  const post = (url.startsWith('https:') ? overHttps : overHttp)(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
  })
  const answer = new Promise<{ status: number; body: Record<string, unknown> }>((done, fail) => {
    post.on('error', fail)
    post.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', fail)
      response.on('end', () => {
        done({ status: response.statusCode ?? 0, body: parse(Buffer.concat(chunks).toString()) })
      })
    })
  })
  await Promise.all([pipeline(Readable.from(bytes()), post), answer])
  return answer
}

/** Something between us and the server may answer with a page. */
function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text || '{}') as Record<string, unknown>
  } catch {
    return {}
  }
}
