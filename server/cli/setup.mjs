// Brings a fresh clone to where the product can run: dependencies, and with `build` the web app. Plain JavaScript,
// because it runs on whatever Node is there; the Node that the product needs comes with the dependencies.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { words } from './early-words.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const at = (...parts) => join(root, ...parts)

function run(what, command, args) {
  console.error(`${what} …`)
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status === 0) return
  console.error(words.failed(what, error ? `: ${error.message}` : ''))
  process.exit(1)
}

function hashOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths) {
    const files = statSync(at(path)).isDirectory() ? readdirSync(at(path), { recursive: true }).sort() : ['']
    for (const file of files) {
      const full = at(path, String(file))
      if (statSync(full).isFile()) hash.update(path).update(String(file)).update(readFileSync(full))
    }
  }
  return hash.digest('hex')
}

/** Does the work unless its stamp says that it was done for exactly these files. */
function once(stamp, paths, work) {
  const wanted = hashOf(paths)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  work()
  writeFileSync(stamp, wanted)
}

once(at('node_modules', '.terukur-installed'), ['package-lock.json'], () =>
  run(words.installing, 'npm', [
    'ci',
    '--include=optional',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]),
)

if (process.argv.includes('build')) {
  once(at('dist', '.built'), ['web', 'shared', 'vite.config.ts', 'package-lock.json'], () =>
    run(words.building, 'npx', ['--no-install', 'vite', 'build', '--logLevel', 'error']),
  )
}
