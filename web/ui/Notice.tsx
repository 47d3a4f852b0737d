import type { ReactNode } from 'react'

/** Something the reader must know: loading, empty or failed, with a way on where there is one. */
export function Notice({
  kind,
  title,
  children,
}: {
  kind: 'info' | 'error'
  title: string
  children?: ReactNode
}) {
  return (
    <div className={`notice notice-${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <p className="notice-title">{title}</p>
      {children}
    </div>
  )
}
