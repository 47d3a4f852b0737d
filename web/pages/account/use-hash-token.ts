import { useEffect, useState } from 'react'

const tokenHere = () => location.hash.slice(1)

/** The token of a link, which stands behind #: browsers send that to nobody. A second link opened in the same tab
 *  changes nothing else and loads no page, so it is listened to; a page that is left keeps its own. */
export function useHashToken(): string {
  const [token, setToken] = useState(tokenHere)
  useEffect(() => {
    const read = () => {
      if (tokenHere()) setToken(tokenHere())
    }
    addEventListener('hashchange', read)
    return () => removeEventListener('hashchange', read)
  }, [])
  return token
}
