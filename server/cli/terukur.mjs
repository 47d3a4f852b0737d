#!/usr/bin/env node
// The command's entry: plain JavaScript that finds the Node that the product needs and hands over to it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { words } from './early-words.mjs'

const NEEDED_MAJOR = 24
const here = dirname(fileURLToPath(import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  await import('./main.ts')
} else {
  const own = join(here, '..', '..', 'node_modules', '.bin', 'node')
  if (!existsSync(own)) {
    console.error(words.olderNode(NEEDED_MAJOR))
    process.exit(1)
  }
  const child = spawn(own, [join(here, 'main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}
