import { useEffect, useRef, useState } from 'react'

/** What is typed stands at once; the address, which holds it too, follows a moment later. */
export function SearchBox({
  id,
  value,
  choose,
}: {
  id: string
  value: string
  choose: (value: string) => void
}) {
  const [text, setText] = useState(value)
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // While one types, an address that lags behind must not take letters back.
    if (document.activeElement !== box.current) setText(value)
  }, [value])
  return (
    <input
      ref={box}
      id={id}
      type="search"
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        choose(event.target.value)
      }}
    />
  )
}
