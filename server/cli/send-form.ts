import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
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
  const post = request(url, {
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
        const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>
        done({ status: response.statusCode ?? 0, body })
      })
    })
  })
  await Promise.all([pipeline(Readable.from(bytes()), post), answer])
  return answer
}
