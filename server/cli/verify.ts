import { parseArgs } from 'node:util'
import { verifyAudit } from '#server/db/queries/audit.ts'
import { sentence } from '#shared/i18n/refusal-text.ts'
import { Refusal } from '#shared/refusal.ts'
import { type Command, localeOf, UsageError } from './command.ts'
import { maintain } from './maintain.ts'
import { listCodes, readAddress, servedRelease } from './release-source.ts'
import { verifyOne } from './verify-package.ts'
import { verifyPlace } from './verify-place.ts'
import { withReleases } from './with-releases.ts'

export const verifyCommand: Command = {
  summary: 'check a release, or the chain of the audit log',
  help: `terukur verify DIR_OR_URL [--trust KEY] [--json] [--lang id|en]
terukur verify --releases [--json]
terukur verify --audit [--json]

DIR: a folder that terukur export wrote, an unpacked package, its .zip, or a folder of several of these. URL: an instance (its newest release) or the page of a
release. Checks hashes, signature and chain, works every figure out again from the published cells by the published
definitions and targets, holds the log of changes against the release before where that is at hand (several in a folder,
--releases, URL), and names what differs; no database is needed. --trust: public key of the instance, or its name, when it is
known from elsewhere. --releases: every published release of the database here, with the whole chain. --audit: names the
first row of the log that was removed, altered or put in. Exits with 1 where anything was found.`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        audit: { type: 'boolean' },
        releases: { type: 'boolean' },
        trust: { type: 'string' },
        json: { type: 'boolean' },
        lang: { type: 'string' },
      },
    })
    const [place] = positionals
    const asked = [values.audit, values.releases, place !== undefined].filter(Boolean)
    if (asked.length !== 1 || positionals.length > 1) throw new UsageError('usage-verify', {})
    const locale = localeOf(values.lang)
    if (values.audit) return verifyLog(values.json ?? false)
    const how = { locale, isJson: values.json ?? false, trustedKey: values.trust }
    if (values.releases) {
      return withReleases({}, async (get) => {
        const codes = await listCodes(get)
        if (codes.length === 0) throw new Refusal('not_found', 'no-releases', {})
        let exit = 0
        // The newest goes back over the whole chain.
        for (const [i, code] of codes.entries())
          exit = Math.max(exit, await verifyOne(servedRelease(get, code), { ...how, isWholeChain: i === 0 }))
        return exit
      })
    }
    const address = readAddress(place!)
    if (address) {
      const get = (path: string) =>
        fetch(address.origin + path).catch(() => {
          throw new Refusal('unavailable', 'server-silent-there', { address: address.origin })
        })
      const code = address.code ?? (await listCodes(get))[0]
      if (code === undefined) throw new Refusal('not_found', 'no-releases', {})
      return verifyOne(servedRelease(get, code), { ...how, isWholeChain: true })
    }
    return verifyPlace(place!, how)
  },
}

async function verifyLog(isJson: boolean): Promise<number> {
  const verdict = await maintain('audit', ({ world }) => verifyAudit(world.db.read))
  const { rows, fault } = verdict
  const locale = localeOf(undefined)
  const text = fault
    ? sentence(locale, 'audit-broken', { ...fault, auditId: fault.auditId ?? '–' })
    : sentence(locale, 'audit-whole', { rows })
  process.stdout.write(isJson ? `${JSON.stringify(verdict)}\n` : `${text}\n`)
  return fault ? 1 : 0
}
