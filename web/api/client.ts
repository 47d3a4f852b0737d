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
  const response = await fetch(path, { headers, ...(signal && { signal }) })
  if (response.ok) return (await response.json()) as T
  throw await failureOf(response)
}

export const languageOfPage = (): 'en' | 'id' =>
  new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'id'

/** What went wrong, as the API tells it. */
export async function failureOf(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => ({}))) as {
    detail?: string
    requestId?: string
    issues?: ApiError['issues']
  }
  return new ApiError(
    response.status,
    problem.detail ?? response.statusText,
    problem.requestId ?? null,
    problem.issues,
  )
}
