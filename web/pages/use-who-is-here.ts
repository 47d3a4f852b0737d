import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import type { Me } from '#shared/contract/me.ts'
import { listenToSignedOut } from '../api/client.ts'
import { meQuery } from '../api/me.ts'

/** What the tabs of one browser tell each other. */
const TABS = 'terukur-who'
const tellTabs = (what: 'came' | 'left'): void => {
  const channel = new BroadcastChannel(TABS)
  channel.postMessage(what)
  channel.close()
}

interface Here {
  /** who the page is for */
  me: Me | undefined
  /** the session ended by itself: the page stays for who comes back, and what was typed with it */
  hasEnded: boolean
  /** somebody signed out, here or in another tab: nothing stays */
  hasLeft: boolean
  /** to be called when the session was ended by whoever is here */
  leave: () => Promise<void>
}

/** For whom the page is, by what the server answers now and what it answered before. */
export function useWhoIsHere(answered: Me | undefined): Here {
  const client = useQueryClient()
  const [person, setPerson] = useState<Me | null>(null)
  const [hasLeft, setLeft] = useState(false)
  const [hasEnded, setEnded] = useState(false)
  const isPerson = answered?.kind === 'person'
  const isOther = isPerson && person !== null && !hasLeft && person.id !== answered.id
  if (isPerson && !isOther && person !== answered) {
    setPerson(answered)
    setLeft(false)
    setEnded(false)
  }
  if (answered?.kind === 'anonymous' && person && !hasLeft && !hasEnded) setEnded(true)

  const ask = useCallback(() => void client.invalidateQueries({ queryKey: meQuery.queryKey }), [client])
  const forget = useCallback(async () => {
    setLeft(true)
    // The gate comes first: what is open here, asked for again, would be refused.
    await client.refetchQueries({ queryKey: meQuery.queryKey })
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] })
  }, [client])
  useEffect(() => listenToSignedOut(ask), [ask])
  useEffect(() => {
    const channel = new BroadcastChannel(TABS)
    channel.onmessage = ({ data }) => {
      if (data === 'left') void forget()
      else if (hasEnded) ask()
    }
    return () => channel.close()
  }, [ask, forget, hasEnded])
  useEffect(() => {
    if (isPerson) tellTabs('came')
  }, [isPerson])
  useEffect(() => {
    // What somebody else left here is not theirs to see.
    if (isOther) location.reload()
  }, [isOther])

  const isAway = answered?.kind === 'anonymous' && hasEnded && !hasLeft
  return {
    me: isAway || isOther ? (person ?? undefined) : answered,
    hasEnded: isAway,
    hasLeft,
    leave: async () => {
      tellTabs('left')
      await forget()
    },
  }
}
