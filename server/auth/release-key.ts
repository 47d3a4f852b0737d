import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign,
} from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

// Private keys that releases are signed with (Ed25519). They lie beside the data, each in a file of its own named by the
// key, readable by its owner only; one more may be given by its path. They are never logged and never leave the process.

export interface SigningKey {
  keyId: string
  /** raw 32 bytes, base64 */
  publicKey: string
  /** Ed25519 over a text in UTF-8, base64 */
  sign(text: string): string
}

const folderOf = (dataDir: string): string => join(dataDir, 'release-keys')

/** The keys at hand. @throws Error for a file that holds no Ed25519 key, naming the file and nothing of what it holds */
export async function readSigningKeys(dataDir: string, givenFile: string | null): Promise<SigningKey[]> {
  const folder = folderOf(dataDir)
  const own = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.key')).sort()
  const paths = [...(givenFile ? [givenFile] : []), ...own.map((name) => join(folder, name))]
  return Promise.all(paths.map(readKey))
}

async function readKey(path: string): Promise<SigningKey> {
  const pem = await readFile(path, 'utf8')
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return signingKey(key)
  } catch {
    // What it says of the file's text is nobody's business.
  }
  throw new Error(`${path} holds no Ed25519 private key (PEM)`)
}

/** Makes a new key and writes its file. */
export async function makeSigningKey(dataDir: string): Promise<SigningKey> {
  const { privateKey } = generateKeyPairSync('ed25519')
  const key = signingKey(privateKey)
  const folder = folderOf(dataDir)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  await writeFile(join(folder, `${key.keyId}.key`), pem, { mode: 0o600, flag: 'wx' })
  return key
}

/** A key that signs no more cannot be stolen any more either. */
export const forgetSigningKey = (dataDir: string, keyId: string): Promise<void> =>
  rm(join(folderOf(dataDir), `${keyId}.key`), { force: true })

function signingKey(key: KeyObject): SigningKey {
  const raw = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x!, 'base64url')
  return {
    keyId: hash('sha256', raw, 'hex').slice(0, 16),
    publicKey: raw.toString('base64'),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64'),
  }
}
