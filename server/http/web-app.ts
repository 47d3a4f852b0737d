import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { Hono } from 'hono'
import type { HttpEnv } from './env.ts'
import { findPage } from './pages/find-page.ts'
import type { WrittenPage, WrittenPages } from './pages/written-pages.ts'
import { wrongMethod } from './problem.ts'

// The built web app, from memory: read once, each file compressed once when first asked for. A public page comes with
// its first content written in it; see pages/.

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
  /** of brotli */
  quality: number
  zipped: Map<string, Promise<Buffer>>
}

const zip = promisify(gzip)
const brotli = promisify(brotliCompress)
/** Of built files, which are zipped once; written pages are many, and the last percent of size costs ten times the time. */
const BEST = constants.BROTLI_MAX_QUALITY
const QUICK = 6

export function webApp(folder: string, pages: WrittenPages) {
  const written = new WeakMap<WrittenPage, Asset>()
  let assets: Promise<Map<string, Asset>> | null = null
  const app = new Hono<HttpEnv>()
  app.all('*', async (c) => {
    assets ??= loadAssets(folder)
    const files = await assets
    const path = decoded(c.req.path)
    if (path === null) return c.notFound()
    const isFile = files.has(path)
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      return isFile || findPage(c.req.path) ? wrongMethod(c, ['GET', 'HEAD']) : c.notFound()
    }
    if (!isFile && extname(path) !== '' && path.startsWith('/assets/')) return c.notFound()
    const built = files.get(isFile ? path : '/index.html')
    if (!built) return c.text('The web app is not built. Run: npm start', 503)
    const page = isFile
      ? null
      : await pages.find(new URL(c.req.url), shellOf(files), c.get('context').publicUrl)
    const asset = page ? assetOf(page) : built
    const etag = page?.isLost ? undefined : page?.etag
    if (etag && c.req.header('if-none-match') === etag) {
      return c.body(null, 304, { etag, 'cache-control': 'no-cache', vary: 'accept-encoding' })
    }
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
    return c.body(new Uint8Array(body), page?.isLost ? 404 : 200, {
      'content-type': asset.type,
      // Built files carry a hash in their name; the page that names them must always be asked for.
      'cache-control':
        path.startsWith('/assets/') && isFile ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      ...(etag && { etag }),
      ...(encoding && { 'content-encoding': encoding }),
    })
  })
  return app

  /** A written page is zipped once, too. */
  function assetOf(page: WrittenPage): Asset {
    const asset = written.get(page) ?? {
      body: page.html,
      type: TYPES['.html']!,
      quality: QUICK,
      zipped: new Map(),
    }
    written.set(page, asset)
    return asset
  }
}

/** The page of the app with its styles in it: what a page says is seen without another way there and back. The link stays
 *  for the parts of the app that look whether their styles are there. */
function shellOf(files: ReadonlyMap<string, Asset>): string {
  const shell = files.get('/index.html')!.body.toString()
  return shell.replace(/<link rel="stylesheet"[^>]* href="([^"]+)"[^>]*>/, (link, path: string) => {
    const styles = files.get(path)?.body.toString()
    return styles === undefined || styles.includes('</')
      ? link
      : `<style>${styles}</style>${link.replace('<link', '<link media="not all"')}`
  })
}

/** null for a path that is no text, such as /%E0. */
function decoded(path: string): string | null {
  try {
    return decodeURI(path)
  } catch {
    return null
  }
}

function zipped(asset: Asset, encoding: 'br' | 'gzip'): Promise<Buffer> {
  let made = asset.zipped.get(encoding)
  if (!made) {
    made =
      encoding === 'br'
        ? brotli(asset.body, { params: { [constants.BROTLI_PARAM_QUALITY]: asset.quality } })
        : zip(asset.body)
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
      quality: BEST,
      zipped: new Map(),
    })
  }
  return assets
}
