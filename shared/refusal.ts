import { faults as faultsEn, refusals as refusalsEn } from './i18n/en/refusals.ts'
import { type FaultsTexts, faults as faultsId, type RefusalsTexts, type Said } from './i18n/id/refusals.ts'

export type RefusalCode =
  | 'forbidden'
  | 'unauthenticated'
  | 'not_found'
  | 'conflict'
  | 'invalid'
  | 'too_large'
  | 'too_late'
  | 'too_many'
  | 'unavailable'

export type RefusalKey = keyof RefusalsTexts
export type RefusalParams<Key extends RefusalKey> = ParamsOf<RefusalsTexts[Key]>
export type FaultKey = keyof FaultsTexts
export type FaultParams<Key extends FaultKey> = ParamsOf<FaultsTexts[Key]>
type ParamsOf<Text extends (...about: never[]) => string> =
  Parameters<Text> extends [infer About] ? About : Record<string, never>

/** What is wrong with one field, in both languages: it stands by its name in an API, by its path in a mapping. */
export type FieldIssue = { message: Said } & ({ parameter: string } | { path: string })

interface RefusalDetails extends Record<string, unknown> {
  issues?: readonly FieldIssue[]
  /** seconds until it is worth trying again */
  retryAfter?: number
}

/** A refusal is an expected error with a sentence for a person, in the language of whoever reads it (`refusalText`);
 *  its message is the English one. `http/problem.ts` turns it into a status, the command line into an exit code.
 *  Anything else that is thrown is a bug. */
export class Refusal<Key extends RefusalKey = RefusalKey> extends Error {
  readonly code: RefusalCode
  readonly key: RefusalKey
  /** what its sentence names; the constructor sees to it that they fit */
  readonly params: object
  /** further facts for machines: parameter issues, limits */
  readonly details: RefusalDetails
  constructor(code: RefusalCode, key: Key, params: RefusalParams<Key>, details: RefusalDetails = {}) {
    super((refusalsEn[key] as (about: RefusalParams<Key>) => string)(params))
    this.name = 'Refusal'
    this.code = code
    this.key = key
    this.params = params as object
    this.details = details
  }
}

/** What is wrong with a field, in both languages. */
export function sayFault<Key extends FaultKey>(key: Key, params: FaultParams<Key>): Said {
  type Text = (about: FaultParams<Key>) => string
  return { id: (faultsId[key] as Text)(params), en: (faultsEn[key] as Text)(params) }
}

export const isFaultKey = (text: string): text is FaultKey => Object.hasOwn(faultsEn, text)
