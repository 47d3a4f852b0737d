import { useRef, useSyncExternalStore } from 'react'
import './forms.css'

/** What has happened where nobody looks: done in the background, or on a page that was left. */
export interface Toast {
  id: number
  text: string
  /** what can still be done about it, such as undoing it; such a toast stays until it is closed */
  action?: { label: string; run: () => void } | undefined
}

/** Long enough to read two lines twice. */
const SHOWN_MS = 8000

let toasts: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()

function put(next: readonly Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}

const close = (id: number) => put(toasts.filter((toast) => toast.id !== id))

/** Says something in the corner, and to who listens. */
export function say(text: string, action?: Toast['action']): void {
  const id = ++last
  put([...toasts.slice(-2), { id, text, action }])
  if (!action) closeLater(id)
}

/** One that somebody points at, or is in with the keyboard, is being read. */
let isHeld = false

function closeLater(id: number): void {
  setTimeout(() => (isHeld ? closeLater(id) : close(id)), SHOWN_MS)
}

const hold = (held: boolean) => {
  isHeld = held
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where toasts appear. The region is always there, so that what comes into it is announced. */
export function Toasts({ label, closeLabel }: { label: string; closeLabel: string }) {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  const cameFrom = useRef<HTMLElement | null>(null)
  const done = (id: number) => {
    close(id)
    hold(false)
    // What was pressed goes; who works by keyboard is where they came from.
    if (cameFrom.current?.isConnected) cameFrom.current.focus({ preventScroll: true })
  }
  return (
    <section
      className="toasts"
      aria-label={label}
      aria-live="polite"
      onMouseEnter={() => hold(true)}
      onMouseLeave={() => hold(false)}
      onFocus={({ relatedTarget, currentTarget }) => {
        hold(true)
        if (!currentTarget.contains(relatedTarget)) cameFrom.current = relatedTarget as HTMLElement | null
      }}
      onBlur={() => hold(false)}
    >
      {shown.map((toast) => (
        <div key={toast.id} className="toast">
          <p>{toast.text}</p>
          {toast.action && (
            <button
              type="button"
              onClick={() => {
                toast.action?.run()
                done(toast.id)
              }}
            >
              {toast.action.label}
            </button>
          )}
          <button type="button" className="quiet" onClick={() => done(toast.id)}>
            {closeLabel}
          </button>
        </div>
      ))}
    </section>
  )
}
