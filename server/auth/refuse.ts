import { Refusal } from '#shared/refusal.ts'

/** The library's own error, known by its name: importing the library for it would load it where nobody signs in. */
interface LibraryError extends Error {
  name: 'APIError'
  body?: { code?: string }
}

const isLibraryError = (error: unknown): error is LibraryError =>
  error instanceof Error && error.name === 'APIError'

/** What the sign-in library refuses, as we say it. One answer for every wrong sign-in: it does not tell whether there
 *  is such an account. Anything else that it throws is a bug of ours. */
function asRefusal(error: unknown): unknown {
  if (!isLibraryError(error)) return error
  switch (error.body?.code) {
    case 'INVALID_EMAIL':
    case 'INVALID_EMAIL_OR_PASSWORD':
    case 'PASSWORD_TOO_LONG':
      return new Refusal('unauthenticated', 'sign-in-wrong', {})
    case 'INVALID_PASSWORD':
      return new Refusal('invalid', 'password-wrong', {}, { parameter: 'password' })
    case 'INVALID_CODE':
    case 'INVALID_BACKUP_CODE':
      return new Refusal('invalid', 'code-wrong', {}, { parameter: 'code' })
    case 'INVALID_TWO_FACTOR_COOKIE':
    case 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE':
      return new Refusal('unauthenticated', 'sign-in-again', {})
    case 'ACCOUNT_TEMPORARILY_LOCKED':
      return new Refusal('too_many', 'too-many-attempts', { minutes: 15 }, { retryAfter: 900 })
    case 'INVALID_TOKEN':
      return new Refusal('invalid', 'link-spent', {})
    default:
      return error
  }
}

/** Calls the library. @throws what it refuses, as a Refusal */
export async function orRefuse<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw asRefusal(error)
  }
}
