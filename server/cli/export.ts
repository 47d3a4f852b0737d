import { mkdir, readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { proofText } from '#shared/i18n/proof-text.ts'
import { Refusal } from '#shared/refusal.ts'
import { type Command, localeOf, UsageError } from './command.ts'
import { Progress } from './progress.ts'
import { writePackage } from './release-package.ts'
import { listCodes } from './release-source.ts'
import { SERVER_OPTIONS } from './server-of.ts'
import { withReleases } from './with-releases.ts'

export const exportCommand: Command = {
  summary: 'write a release with everything that proves it into a folder',
  help: `terukur export DIR [--release CODE] [--json] [--lang id|en] [--server URL --key KEY]

The newest published release, or the one of a code: figures, the cells they were worked out from, definitions, and the
tables and metadata of open data. DIR has to be empty or new. terukur verify DIR checks it on any machine.`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        release: { type: 'string' },
        json: { type: 'boolean' },
        lang: { type: 'string' },
        ...SERVER_OPTIONS,
      },
    })
    const [folder] = positionals
    if (folder === undefined || positionals.length > 1) throw new UsageError('usage-export', {})
    const texts = proofText(localeOf(values.lang))
    const path = resolve(folder)
    await mkdir(path, { recursive: true })
    if ((await readdir(path)).length > 0) throw new Refusal('conflict', 'folder-not-empty', { path })
    const progress = new Progress()
    const done = await withReleases(values, async (get) => {
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
  },
}
