import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import { Hono } from 'hono'
import type { HttpEnv } from './env.ts'

// The built web app, from memory: read once, each file compressed once when first asked for.

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

interface Asset {
  body: Buffer
  type: string
  zipped: Map<string, Promise<Buffer>>
}

const ZIP = { br: promisify(brotliCompress), gzip: promisify(gzip) } as const

export function webApp(folder: string) {
  let assets: Promise<Map<string, Asset>> | null = null
  const app = new Hono<HttpEnv>()
  app.get('*', async (c) => {
    assets ??= loadAssets(folder)
    const files = await assets
    const path = decoded(c.req.path)
    if (path === null) return c.notFound()
    const isFile = files.has(path)
    if (!isFile && extname(path) !== '' && path.startsWith('/assets/')) return c.notFound()
    const asset = files.get(isFile ? path : '/index.html')
    if (!asset) return c.text('The web app is not built. Run: npm start', 503)
    const accepted = c.req.header('accept-encoding') ?? ''
    const encoding =
      asset.body.byteLength < 1024
        ? null
        : /\bbr\b/.test(accepted)
          ? 'br'
          : /\bgzip\b/.test(accepted)
            ? 'gzip'
            : null
    const body = encoding ? await zipped(asset, encoding) : asset.body
    return c.body(new Uint8Array(body), 200, {
      'content-type': asset.type,
      // Built files carry a hash in their name; the page that names them must always be asked for.
      'cache-control':
        path.startsWith('/assets/') && isFile ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      ...(encoding && { 'content-encoding': encoding }),
    })
  })
  return app
}

/** null for a path that is no text, such as /%E0. */
function decoded(path: string): string | null {
  try {
    return decodeURI(path)
  } catch {
    return null
  }
}

function zipped(asset: Asset, encoding: keyof typeof ZIP): Promise<Buffer> {
  let made = asset.zipped.get(encoding)
  if (!made) {
    made = ZIP[encoding](asset.body)
    asset.zipped.set(encoding, made)
  }
  return made
}

async function loadAssets(folder: string): Promise<Map<string, Asset>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const assets = new Map<string, Asset>()
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const url = `/${relative(folder, path).split(sep).join('/')}`
    assets.set(url, {
      body: await readFile(path),
      type: TYPES[extname(path)] ?? 'application/octet-stream',
      zipped: new Map(),
    })
  }
  return assets
}
