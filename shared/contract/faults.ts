import type { Said } from '#shared/i18n/id/refusals.ts'
import { inIndonesian, type SchemaIssue } from '#shared/i18n/id/zod.ts'
import { type FaultKey, type FaultParams, isFaultKey, sayFault } from '#shared/refusal.ts'

/** Gives a check of a schema a message in both languages: the schema carries its key, `schemaFault` says it. Only a
 *  `refine` keeps parameters, so any other check takes a fault that has none. */
export const fault = <Key extends FaultKey>(key: Key, params: FaultParams<Key>) => ({ error: key, params })

/** What a schema found wrong, in both languages. */
export function schemaFault(issue: SchemaIssue): Said {
  if (!isFaultKey(issue.message)) return { en: issue.message, id: inIndonesian(issue) }
  const { params = {} } = issue as { params?: FaultParams<FaultKey> }
  return sayFault(issue.message, params)
}

/** The same for all issues of an input, each by the name of its parameter. */
export const schemaIssues = (issues: readonly SchemaIssue[]): { parameter: string; message: Said }[] =>
  issues.flatMap((issue) => {
    const path = issue.path.map(String)
    const { keys = [''] } = issue as { keys?: string[] }
    const names = issue.code === 'unrecognized_keys' ? keys.map((key) => [...path, key]) : [path]
    return names.map((name) => ({ parameter: name.join('.'), message: schemaFault(issue) }))
  })
