import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReleaseItem } from '#shared/contract/release.ts'
import { readSigned } from '#shared/proof/check-seal.ts'
import type { ReleaseSource } from '#shared/proof/findings.ts'
import type { Shown } from '#shared/proof/shown.ts'
import { documentsOf } from './folder-documents.ts'
import { keptSource } from './kept-source.ts'
import { type Get, servedRelease } from './release-source.ts'
import { checkListed, checkRevisions } from './shown-lists.ts'
import { checkShownReadings } from './shown-readings.ts'
import { checkTables } from './shown-tables.ts'
import { type VerifyHow, verifyOne } from './verify-package.ts'

/** Agencies that are looked at more closely: others each time. */
const SOME = 3

/** Checks a release at a server: what it signed, and then whether it shows the same. `listed`: the releases that it
 *  lists, the newest first. @returns the exit code */
export async function verifyServed(
  get: Get,
  code: string,
  how: VerifyHow,
  listed: readonly ReleaseItem[],
): Promise<number> {
  const work = await mkdtemp(join(tmpdir(), 'terukur-served-'))
  try {
    const source = keptSource(servedRelease(get, code), work)
    const shown = (onPart: (part: string) => void) => checkShown(get, source, { work, listed, onPart })
    return await verifyOne(source, how, { files: [], isListed: true, shown })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function checkShown(
  get: Get,
  source: ReleaseSource,
  of: { work: string; listed: readonly ReleaseItem[]; onPart: (part: string) => void },
): Promise<Shown> {
  const shown: Shown = { compared: [], silent: [], findings: [] }
  const read = readSigned((await source.signed(null)) ?? '')
  if (!read) return shown
  const documents = documentsOf(source, read)
  const at = of.listed.findIndex(({ code }) => code === read.manifest.code)
  if (at >= 0) checkListed(documents, of.listed[at]!, shown)
  const names = read.manifest.parts.flatMap(({ name }) => /^readings\/(.+)\.ndjson$/.exec(name)?.[1] ?? [])
  const agencies = drawn(
    names.filter((name) => name !== 'together'),
    SOME,
  )
  await checkRevisions(get, documents, shown)
  await checkShownReadings(get, documents, { ...of, isNewest: at === 0, agencies }, shown)
  await checkTables(get, documents, { ...of, agencies }, shown)
  return shown
}

/** Some of them, by lot: whoever shows something else does not know where it is looked. */
function drawn(all: readonly string[], count: number): string[] {
  const left = [...all]
  return Array.from({ length: Math.min(count, left.length) }, () =>
    left.splice(Math.floor(Math.random() * left.length), 1),
  ).flat()
}
