import { text } from '#shared/i18n/text.ts'

/** An error of the API, with the sentence it gave. */
export class ApiError extends Error {
  readonly status: number
  readonly requestId: string | null
  /** what is wrong with each field */
  readonly issues: readonly { parameter: string; message: string }[]
  constructor(status: number, message: string, requestId: string | null, issues: ApiError['issues'] = []) {
    super(message)
    this.status = status
    this.requestId = requestId
    this.issues = issues
  }
}

/** What was asked before the app was there to ask. */
const early = new Map<string, Promise<unknown>>()

/** Asks now what `getJson` will be asked for in a moment. */
export function askEarly<T>(path: string): Promise<T> {
  const answer = fetchJson<T>(path)
  early.set(path, answer)
  // Whoever takes the answer meets the error; here nobody waits for it.
  answer.catch(() => {})
  return answer
}

/** Fetches JSON. @throws ApiError with the API's own sentence, in the language of the page. */
export function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = early.get(path)
  early.delete(path)
  return answer ? (answer as Promise<T>) : fetchJson<T>(path, signal)
}

async function fetchJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const headers = { accept: 'application/json', 'accept-language': languageOfPage() }
  const response = await reach(path, { headers, ...(signal && { signal }) })
  if (response.ok) return await answerOf<T>(response)
  throw await failureOf(response)
}

/** Fetches as `fetch` does. @throws Error that says in the language of the page that nobody answers */
export async function reach(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch (error) {
    throw unreachable(error)
  }
}

/** What was answered. @throws Error as `reach` does where the line breaks off, or somebody else answers for the server */
export async function answerOf<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T
  } catch (error) {
    throw unreachable(error)
  }
}

/** The browser's own words are neither of our languages; only a question that was taken back stays as it is. */
const unreachable = (cause: unknown): Error =>
  (cause as Error).name === 'AbortError'
    ? (cause as Error)
    : new Error(text(languageOfPage()).web.unreachable, { cause })

export const languageOfPage = (): 'en' | 'id' =>
  new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'id'

const signedOut = new Set<() => void>()

/** Calls whenever the server does not know any more who asks. @returns how to stop */
export function listenToSignedOut(listener: () => void): () => void {
  signedOut.add(listener)
  return () => void signedOut.delete(listener)
}

/** What went wrong, as the API tells it. */
export async function failureOf(response: Response): Promise<ApiError> {
  if (response.status === 401) for (const listener of signedOut) listener()
  const problem = (await response.json().catch(() => ({}))) as {
    detail?: string
    requestId?: string
    issues?: ApiError['issues']
  }
  return new ApiError(
    response.status,
    // Without a sentence it was not our server that answered, but something before it.
    problem.detail ?? text(languageOfPage()).web.away(response.status),
    problem.requestId ?? null,
    problem.issues,
  )
}
