import { useEffect, useState } from 'react'

/** How far something is; null: nobody knows. What is heard changes with every tenth at most. */
export function Progress({
  label,
  fraction,
  text,
}: {
  label: string
  fraction: number | null
  text?: string
}) {
  const tenth = fraction === null ? null : Math.floor(fraction * 10)
  const [heard, setHeard] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text changes all the time, and is heard by tenths
  useEffect(() => setHeard(text ?? label), [tenth, label])
  return (
    <div className="progress">
      <p>{label}</p>
      <progress aria-label={label} max={1} {...(fraction !== null && { value: fraction })} />
      {text && <p className="muted">{text}</p>}
      <span className="visually-hidden" role="status">
        {heard}
      </span>
    </div>
  )
}
