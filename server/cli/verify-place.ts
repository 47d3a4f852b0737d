import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readSigned } from '#shared/proof/check-seal.ts'
import type { ReleaseSource } from '#shared/proof/findings.ts'
import { Refusal } from '#shared/refusal.ts'
import { folderRelease } from './release-source.ts'
import { type VerifyHow, verifyFolder } from './verify-package.ts'
import { type Unpacked, withUnpacked } from './verify-zip.ts'

/** Checks what lies at a path: a package in a folder, its zip, or a folder of several of either, which are then held
 *  against each other too. @returns the exit code. @throws Refusal `not_found` where there is none */
export async function verifyPlace(path: string, how: VerifyHow): Promise<number> {
  const found = await stat(path).catch(() => null)
  if (found?.isFile())
    return withUnpacked(path, ({ folder, faults }) => verifyFolder(folder, how, { known: faults }))
  if (!found?.isDirectory()) throw new Refusal('not_found', 'no-package', { path })
  const entries = await readdir(path, { withFileTypes: true })
  if (entries.some(({ name }) => name === 'release.json')) return verifyFolder(path, how)
  const packages: Unpacked[] = []
  const zips: string[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const place = join(path, entry.name)
    if (entry.isFile() && entry.name.endsWith('.zip')) zips.push(place)
    const isPackage = entry.isDirectory() && (await stat(join(place, 'release.json')).catch(() => null))
    if (isPackage) packages.push({ folder: place, faults: [] })
  }
  if (packages.length + zips.length === 0) return verifyFolder(path, how)
  return withAll(zips, packages, (all) => verifySeveral(all, how))
}

async function withAll(
  zips: readonly string[],
  packages: Unpacked[],
  run: (all: Unpacked[]) => Promise<number>,
): Promise<number> {
  const [zip, ...rest] = zips
  if (zip === undefined) return run(packages)
  return withUnpacked(zip, (one) => withAll(rest, [...packages, { ...one, isOfZip: true }], run))
}

async function verifySeveral(all: readonly Unpacked[], how: VerifyHow): Promise<number> {
  const byCode = new Map<string, ReleaseSource>()
  for (const { folder } of all) {
    const source = folderRelease(folder)
    const text = await source.signed(null)
    const code = text === null ? undefined : readSigned(text)?.manifest.code
    if (code !== undefined) byCode.set(code, source)
  }
  const other = async (code: string) => byCode.get(code) ?? null
  let exit = 0
  for (const { folder, faults, isOfZip } of all)
    exit = Math.max(exit, await verifyFolder(folder, how, { other, ...(isOfZip && { known: faults }) }))
  return exit
}
