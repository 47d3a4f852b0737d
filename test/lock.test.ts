import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

// The lock file must install on every machine: every package with its hash, the builds of other platforms included,
// and no address of a registry, so that each user's own one is asked.

interface Lock {
  packages: Record<
    string,
    {
      version?: string
      integrity?: string
      resolved?: string
      link?: boolean
      optionalDependencies?: Record<string, string>
    }
  >
}

const lock = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8')) as Lock
const packages = Object.entries(lock.packages).filter(([path]) => path !== '')

describe('the lock file', () => {
  it('has a hash for every package', () => {
    expect(packages.length).toBeGreaterThan(100)
    expect(packages.filter(([, entry]) => !entry.integrity && !entry.link).map(([path]) => path)).toEqual([])
  })

  it('names no registry', () => {
    expect(packages.filter(([, entry]) => entry.resolved).map(([path]) => path)).toEqual([])
  })

  it('holds the optional builds of every platform', () => {
    const missing = packages.flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter((name) => !isThere(path, name))
        .map((name) => `${path} → ${name}`),
    )
    expect(missing).toEqual([])
  })
})

/** A package is found in the node_modules of its parent, or of any folder above. */
function isThere(path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules')))) {
    if (lock.packages[folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`]) return true
    if (folder === '') return false
    if (!folder.includes('/node_modules')) return lock.packages[`node_modules/${name}`] !== undefined
  }
}
