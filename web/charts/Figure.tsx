import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

export interface FigureProps {
  /** what is seen, in a sentence */
  title: string
  /** measure, unit, scope */
  subtitle: string
  /** what helps reading it */
  notes: readonly string[]
  /** how to go through the drawing without a mouse */
  hint?: string
  source: ReactNode
  /** the same numbers as a table */
  table: ReactNode
  tableLabel: string
  /** height that the drawing takes, kept while it loads */
  height: number
  /** newer figures are on their way */
  isBusy?: boolean
  /** what belongs to the drawing and is read below it */
  below?: ReactNode
  children: ReactNode
}

/** The frame of every chart: what it says, the drawing, where it comes from, and its numbers as a table.
 *  The drawing comes when the frame nears the screen. */
export function Figure({
  title,
  subtitle,
  notes,
  hint,
  source,
  table,
  tableLabel,
  height,
  isBusy = false,
  below,
  children,
}: FigureProps) {
  const frame = useRef<HTMLDivElement>(null)
  const numbers = useRef<HTMLDetailsElement>(null)
  const [isNear, setNear] = useState(false)
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setNear(true)
      },
      { rootMargin: '400px' },
    )
    if (frame.current) observer.observe(frame.current)
    // The paper is laid out as soon as this returns: where the drawing is not there by then, its numbers are.
    const print = () => {
      flushSync(() => setNear(true))
      if (frame.current?.querySelector('svg, .notice') || !numbers.current || numbers.current.open) return
      flushSync(() => setOpen(true))
      numbers.current.open = true
      addEventListener('afterprint', () => numbers.current?.removeAttribute('open'), { once: true })
    }
    addEventListener('beforeprint', print)
    return () => {
      observer.disconnect()
      removeEventListener('beforeprint', print)
    }
  }, [])
  return (
    <figure className="figure" aria-labelledby={id} aria-busy={isBusy}>
      <figcaption>
        <h3 id={id}>{title}</h3>
        <p className="figure-subtitle">{subtitle}</p>
      </figcaption>
      <div ref={frame} className="figure-drawing" style={{ minHeight: height }}>
        {isNear ? children : null}
        {hint && <p className="figure-hint">{hint}</p>}
      </div>
      {below}
      {notes.length > 0 && <p className="figure-notes">{notes.join(' ')}</p>}
      <div className="figure-source">{source}</div>
      <details ref={numbers} className="figure-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{tableLabel}</summary>
        {/* Hundreds of cells that hardly anybody opens are made when somebody does. */}
        <section className="table-scroll" aria-labelledby={id} tabIndex={0}>
          {isOpen && table}
        </section>
      </details>
    </figure>
  )
}
