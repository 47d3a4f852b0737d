/** A command to copy; long ones scroll, also by keyboard. */
export function Command({ children }: { children: string }) {
  return (
    <pre tabIndex={0}>
      <code>{children}</code>
    </pre>
  )
}
