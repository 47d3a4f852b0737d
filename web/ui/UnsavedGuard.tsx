import { useBlocker } from '@tanstack/react-router'
import { ConfirmDialog } from './ConfirmDialog.tsx'

/** Asks before a page with unsaved changes is left, by a link, the back button or the browser itself. */
export function UnsavedGuard({
  isDirty,
  words,
}: {
  isDirty: boolean
  words: { title: string; text: string; leave: string; stay: string }
}) {
  const blocker = useBlocker({
    // Another language or order of a list is the same page: nothing is lost.
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <ConfirmDialog
      title={words.title}
      confirm={words.leave}
      cancel={words.stay}
      onConfirm={blocker.proceed}
      onCancel={blocker.reset}
    >
      <p>{words.text}</p>
    </ConfirmDialog>
  )
}
