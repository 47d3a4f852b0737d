import { mkdir, readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { proofText } from '#shared/i18n/proof-text.ts'
import { Refusal } from '#shared/refusal.ts'
import { type Command, UsageError } from './command.ts'
import { Progress } from './progress.ts'
import { writePackage } from './release-package.ts'
import { listCodes } from './release-source.ts'
import { SERVER_OPTIONS } from './server-of.ts'
import { withReleases } from './with-releases.ts'

export const exportCommand: Command = async (args, locale) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      release: { type: 'string' },
      json: { type: 'boolean' },
      ...SERVER_OPTIONS,
    },
  })
  const [folder] = positionals
  if (folder === undefined || positionals.length > 1) throw new UsageError('usage-export', {})
  const texts = proofText(locale)
  const path = resolve(folder)
  await mkdir(path, { recursive: true })
  if ((await readdir(path)).length > 0) throw new Refusal('conflict', 'folder-not-empty', { path })
  const progress = new Progress(locale)
  const done = await withReleases(values, locale, async (get) => {
    const code = values.release ?? (await listCodes(get))[0]
    if (code === undefined) throw new Refusal('not_found', 'no-releases', {})
    const files = await writePackage(get, code, path, (name) =>
      progress.show({ phase: texts.writing(name), fraction: null }),
    )
    return { release: code, files, folder: path }
  }).finally(() => progress.end())
  const text = texts.exported(done.release, String(done.files), done.folder)
  process.stdout.write(`${values.json ? JSON.stringify(done) : text}\n`)
  return 0
}
