/** A refusal is an expected error with a sentence for a person. `http/problem.ts` turns it into a status, the command
 *  line into an exit code. Anything else that is thrown is a bug. */
export class Refusal extends Error {
  readonly code: RefusalCode
  /** further facts for machines: parameter issues, limits */
  readonly details: Record<string, unknown>
  constructor(code: RefusalCode, message: string, details: Record<string, unknown> = {}) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.details = details
  }
}

export type RefusalCode =
  | 'forbidden'
  | 'unauthenticated'
  | 'not_found'
  | 'conflict'
  | 'invalid'
  | 'too_large'
  | 'too_late'
  | 'unavailable'
