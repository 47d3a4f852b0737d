import { actions as en } from '#shared/i18n/en/desk/actions.ts'
import { actions as id } from '#shared/i18n/id/desk/actions.ts'
import { useWords } from '../i18n.tsx'

/** Says what an action does; the audit log may hold a name from before that nobody knows any more. */
export function useActionText(): (name: string) => string {
  const words: Record<string, string> = useWords({ id, en })
  return (name) => words[name] ?? name
}
