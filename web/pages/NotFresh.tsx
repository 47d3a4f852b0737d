import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useSyncExternalStore } from 'react'
import { ApiError } from '../api/client.ts'
import { useLanguage } from '../i18n.tsx'
import { isSaidInPlace, listenToSaid } from './sections/said-failures.ts'

/** Tells below the page that something on it could not be loaded (anew), where nothing on the page itself does. What was
 *  loaded before stays, and with it what somebody is typing. */
export function NotFresh() {
  const { t } = useLanguage()
  const client = useQueryClient()
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = [client.getQueryCache().subscribe(listener), listenToSaid(listener)]
      return () => {
        for (const end of ends) end()
      }
    },
    [client],
  )
  const error = useSyncExternalStore(subscribe, () => unsaidFailure(client))
  const again = async () => {
    await client.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' })
    // The button goes with what it was for: whoever pressed it goes on in the page.
    if (document.activeElement === document.body) {
      document.getElementById('content')?.focus({ preventScroll: true })
    }
  }
  return (
    <div role="status" className={error ? 'not-fresh' : undefined}>
      {error && (
        <>
          <p>
            {t.notFresh} {error instanceof ApiError ? error.message : t.unreachable}
          </p>
          <button type="button" onClick={() => void again()}>
            {t.retry}
          </button>
        </>
      )}
    </div>
  )
}

/** The first failure of what the page looks at that stands nowhere on it. */
function unsaidFailure(client: QueryClient): Error | null {
  for (const query of client.getQueryCache().getAll()) {
    const { status, error, data } = query.state
    if (status !== 'error' || !error || !query.isActive() || isSaidInPlace(error)) continue
    if (data === undefined ? !isRefusal(error) : !isSignedOut(error)) return error
  }
  return null
}

/** What is refused from the first is the page's own matter: it is not there, or not for whoever looks. */
const isRefusal = (error: Error): boolean => error instanceof ApiError && error.status < 500

/** The frame of the desk tells of it. */
const isSignedOut = (error: Error): boolean => error instanceof ApiError && error.status === 401
