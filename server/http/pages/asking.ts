import { hash } from 'node:crypto'
import type { Locale } from '#shared/i18n/text.ts'

// A page that the server writes asks the API what the page in the browser asks, as anybody may: so both say the same,
// nothing is shown that the API would not give, and an answer that is kept is kept for both.

/** Asks the app itself, without a network. */
export type AskApp = (url: string, headers: Record<string, string>) => Response | Promise<Response>

/** The answer was no. */
export class NotAnswered extends Error {
  readonly status: number
  constructor(url: string, status: number) {
    super(`${url} answered ${status}`)
    this.status = status
  }
}

/** The questions of one page, with the tags of their answers: while those stand, so does the page. */
export class Asking {
  readonly #asked: { url: string; tag: string }[] = []
  readonly #app: AskApp
  readonly #locale: Locale

  constructor(app: AskApp, locale: Locale) {
    this.#app = app
    this.#locale = locale
  }

  /** @throws NotAnswered for any other answer than 200 */
  async get<T>(url: string): Promise<T> {
    const { status, tag, text } = await this.#ask(url)
    this.#asked.push({ url, tag })
    if (status !== 200) throw new NotAnswered(url, status)
    return JSON.parse(text) as T
  }

  /** Null where there is no such thing. */
  async find<T>(url: string): Promise<T | null> {
    try {
      return await this.get<T>(url)
    } catch (error) {
      if (error instanceof NotAnswered && error.status === 404) return null
      throw error
    }
  }

  /** Whether every answer is what it was. */
  async stands(): Promise<boolean> {
    for (const { url, tag } of this.#asked) {
      const now = await this.#ask(url, tag)
      if (now.status !== 304 && now.tag !== tag) return false
    }
    return true
  }

  /** An answer without a tag of its own gets one: the digest of what it says. */
  async #ask(url: string, known?: string) {
    const response = await this.#app(url, { ...this.#headers(), ...(known && { 'if-none-match': known }) })
    const text = await response.text()
    const tag = response.headers.get('etag') ?? hash('sha1', `${response.status} ${text}`)
    return { status: response.status, tag, text }
  }

  #headers = (): Record<string, string> => ({
    accept: 'application/json',
    'accept-language': this.#locale,
  })
}
