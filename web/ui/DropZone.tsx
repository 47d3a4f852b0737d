import { type DragEvent, type ReactNode, useId, useRef, useState } from 'react'
import './forms.css'

/** Where files are dropped, or chosen with the button: it is the browser's own, so keyboard and screen reader know it. */
export function DropZone({
  label,
  title,
  or,
  accept,
  isBusy = false,
  isMany = true,
  isPlain = false,
  onFiles,
  children,
}: {
  /** of the button */
  label: string
  /** what is dropped here; absent: the button alone says it */
  title?: string
  or?: string
  accept: string
  isBusy?: boolean
  isMany?: boolean
  /** there is something more important on the page */
  isPlain?: boolean
  onFiles: (files: File[]) => void
  /** what may be dropped, read with the button */
  children?: ReactNode
}) {
  const id = useId()
  const depth = useRef(0)
  const [isOver, setOver] = useState(false)
  const over = (by: number) => {
    depth.current += by
    setOver(depth.current > 0)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    depth.current = 0
    setOver(false)
    const files = [...event.dataTransfer.files]
    if (!isBusy && files.length > 0) onFiles(isMany ? files : files.slice(0, 1))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way of two, the button inside is the other
    <div
      className={isOver ? 'drop drop-over' : 'drop'}
      onDragEnter={() => over(1)}
      onDragLeave={() => over(-1)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      {title && <p className="drop-title">{title}</p>}
      {or && <p className="muted">{or}</p>}
      <label className={isPlain ? 'drop-button' : 'drop-button primary'} aria-disabled={isBusy}>
        {label}
        <input
          type="file"
          className="visually-hidden"
          accept={accept}
          multiple={isMany}
          disabled={isBusy}
          aria-describedby={children ? `${id}-hint` : undefined}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])]
            // The same file chosen again is a choice too.
            event.target.value = ''
            if (files.length > 0) onFiles(files)
          }}
        />
      </label>
      {children && (
        <div id={`${id}-hint`} className="form-hint">
          {children}
        </div>
      )}
    </div>
  )
}
