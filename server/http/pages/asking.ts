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
  readonly asked: { url: string; etag: string | null }[] = []
  readonly #app: AskApp
  readonly #locale: Locale

  constructor(app: AskApp, locale: Locale) {
    this.#app = app
    this.#locale = locale
  }

  /** @throws NotAnswered for any other answer than 200 */
  async get<T>(url: string): Promise<T> {
    const response = await this.#app(url, this.#headers())
    this.asked.push({ url, etag: response.headers.get('etag') })
    if (response.status !== 200) throw new NotAnswered(url, response.status)
    return (await response.json()) as T
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

  /** Whether every answer is what it was. An answer without a tag never is. */
  async stands(): Promise<boolean> {
    for (const { url, etag } of this.asked) {
      if (etag === null) return false
      const { status } = await this.#app(url, { ...this.#headers(), 'if-none-match': etag })
      if (status !== 304) return false
    }
    return true
  }

  #headers = (): Record<string, string> => ({
    accept: 'application/json',
    'accept-language': this.#locale,
  })
}
