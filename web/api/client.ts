/** An error of the API, with the sentence it gave. */
export class ApiError extends Error {
  readonly status: number
  readonly requestId: string | null
  constructor(status: number, message: string, requestId: string | null) {
    super(message)
    this.status = status
    this.requestId = requestId
  }
}

/** Fetches JSON. @throws ApiError with the API's own sentence, in the language of the page. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'id'
  const headers = { accept: 'application/json', 'accept-language': language }
  const response = await fetch(path, { headers, ...(signal && { signal }) })
  if (response.ok) return (await response.json()) as T
  const problem = (await response.json().catch(() => ({}))) as { detail?: string; requestId?: string }
  throw new ApiError(response.status, problem.detail ?? response.statusText, problem.requestId ?? null)
}
