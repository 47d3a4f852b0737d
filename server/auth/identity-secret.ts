import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'

/** The key that signs session cookies and encrypts second factors. Made once and kept in the data folder, readable
 *  only by its owner; whoever loses it signs everybody out and makes every second factor void. */
export async function identitySecret(dataDir: string): Promise<string> {
  const path = `${dataDir}/identity.key`
  try {
    // `wx`: of two processes that start at once, one makes it and both read it.
    await writeFile(path, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return (await readFile(path, 'utf8')).trim()
}
