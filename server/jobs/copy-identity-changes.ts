import type { Job } from './runner.ts'

/** Brings changes of identities into the audit log also when nobody reads it. */
export const copyIdentityChanges = (copy: () => Promise<number>): Job => ({
  name: 'copy-identity-changes',
  every: '20 * * * * *',
  run: async () => ({ done: await copy() }),
})
