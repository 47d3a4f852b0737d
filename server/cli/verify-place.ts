import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readSigned } from '#shared/proof/check-seal.ts'
import type { ReleaseSource } from '#shared/proof/findings.ts'
import { Refusal } from '#shared/refusal.ts'
import { folderRelease } from './release-source.ts'
import type { ZipFault } from './unpack.ts'
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
  return withUnpacked(zip, (one) => withAll(rest, [...packages, one], run))
}

async function verifySeveral(all: readonly Unpacked[], how: VerifyHow): Promise<number> {
  const byCode = new Map<string, ReleaseSource>()
  const bySequence = new Map<number, Set<string>>()
  const sequences = new Map<Unpacked, number>()
  for (const one of all) {
    const { folder } = one
    const source = folderRelease(folder)
    const text = await source.signed(null)
    const read = text === null ? null : readSigned(text)
    if (!read) continue
    const { code, sequence } = read.manifest
    byCode.set(code, source)
    sequences.set(one, sequence)
    bySequence.set(sequence, (bySequence.get(sequence) ?? new Set()).add(read.signed.manifest))
  }
  const other = async (code: string) => byCode.get(code) ?? null
  let exit = 0
  for (const one of all) {
    const { folder, faults } = one
    const isForked = (bySequence.get(sequences.get(one) ?? 0)?.size ?? 0) > 1
    const forked: ZipFault[] = isForked ? [{ code: 'forked', part: 'release.json' }] : []
    const known = [...faults, ...forked]
    // Those before the newest are no later than what was seen.
    const isNewest = sequences.get(one) === Math.max(...sequences.values())
    const own = isNewest ? how : { ...how, noted: undefined }
    exit = Math.max(exit, await verifyFolder(folder, own, { other, known }))
  }
  return exit
}
