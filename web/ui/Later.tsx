import { type ReactNode, startTransition, useEffect, useRef, useState } from 'react'

/** How long what lies below the first view waits for it, at most. */
const PATIENCE_MS = 2000

/** What lies below the first view: comes when it nears the screen, or once the first view has had its time. */
export function Later({ height, children }: { height: number; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const [isDue, setDue] = useState(false)
  useEffect(() => {
    const come = () => startTransition(() => setDue(true))
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) come()
      },
      { rootMargin: '200px' },
    )
    if (place.current) observer.observe(place.current)
    const timer = setTimeout(come, PATIENCE_MS)
    return () => {
      observer.disconnect()
      clearTimeout(timer)
    }
  }, [])
  return isDue ? children : <div ref={place} style={{ height }} />
}
