import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import './forms.css'

/** Asks before something is done, over the page. The native dialog keeps the focus inside and gives it back. */
export function ConfirmDialog({
  title,
  confirm,
  cancel,
  isBusy = false,
  onConfirm,
  onCancel,
  children,
}: {
  title: string
  /** the deed itself in a word or two, never just “OK” */
  confirm: string
  cancel: string
  isBusy?: boolean
  onConfirm: () => void
  onCancel: () => void
  children?: ReactNode
}) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  // Closed before it is taken away: gone from the page, it would give the focus back to nobody.
  useLayoutEffect(() => {
    const own = dialog.current
    own?.showModal()
    return () => own?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={`${id}-title`}
      onCancel={(event) => {
        event.preventDefault()
        onCancel()
      }}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
      <div className="actions">
        <button
          type="button"
          className="primary"
          aria-disabled={isBusy}
          onClick={() => !isBusy && onConfirm()}
        >
          {confirm}
        </button>
        <button type="button" onClick={onCancel}>
          {cancel}
        </button>
      </div>
    </dialog>
  )
}
