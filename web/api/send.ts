import { answerOf, failureOf, languageOfPage, reach } from './client.ts'

/** Sends a change. @throws ApiError with the API's own sentence, and what it says of each field */
export async function sendJson<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const response = await reach(path, {
    method,
    headers: {
      accept: 'application/json',
      'accept-language': languageOfPage(),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  if (!response.ok) throw await failureOf(response)
  return (response.status === 204 ? undefined : await answerOf(response)) as T
}
