import { useEffect } from 'react'

export interface SpokenTooltipProps {
  title?: string
  lines: readonly string[]
  /** takes what the point says, for those who hear it */
  say: (text: string) => void
}

/** What stands at the point one is at, to see and to hear. */
export function SpokenTooltip({ title, lines, say }: SpokenTooltipProps) {
  const text = [title, ...lines].filter(Boolean).join('. ')
  useEffect(() => say(text), [say, text])
  return (
    <div className="tooltip">
      {title && <strong>{title}</strong>}
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </div>
  )
}
