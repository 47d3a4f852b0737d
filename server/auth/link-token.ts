import { createHash, randomBytes } from 'node:crypto'

/** A token that a link carries: 256 random bits, which nobody guesses. */
export const newLinkToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of it. Looked up by equality: who does not know the token cannot come near its hash by trying. */
export const linkTokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')
