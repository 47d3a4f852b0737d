import { parseArgs } from 'node:util'
import { verifyAudit } from '#server/db/queries/audit.ts'
import { sentence } from '#shared/i18n/refusal-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal } from '#shared/refusal.ts'
import { type Command, UsageError } from './command.ts'
import { maintain } from './maintain.ts'
import { askAt, listReleases, readAddress, servedRelease } from './release-source.ts'
import { verifyOne } from './verify-package.ts'
import { verifyPlace } from './verify-place.ts'
import { withReleases } from './with-releases.ts'

export const verifyCommand: Command = async (args, locale) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      audit: { type: 'boolean' },
      releases: { type: 'boolean' },
      trust: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const [place] = positionals
  const asked = [values.audit, values.releases, place !== undefined].filter(Boolean)
  if (asked.length !== 1 || positionals.length > 1) throw new UsageError('usage-verify', {})
  if (values.audit) return verifyLog(values.json ?? false, locale)
  const how = { locale, isJson: values.json ?? false, trustedKey: values.trust }
  if (values.releases) {
    return withReleases({}, locale, async (get) => {
      const listed = await listReleases(get)
      if (listed.length === 0) throw new Refusal('not_found', 'no-releases', {})
      let exit = 0
      // The newest goes back over the whole chain.
      for (const [i, { code }] of listed.entries()) {
        const chain = i === 0 ? { chain: listed } : {}
        exit = Math.max(exit, await verifyOne(servedRelease(get, code), { ...how, ...chain }))
      }
      return exit
    })
  }
  const address = readAddress(place!)
  if (address) {
    const get = askAt(address.origin)
    const listed = await listReleases(get)
    const code = address.code ?? listed[0]?.code
    if (code === undefined) throw new Refusal('not_found', 'no-releases', {})
    // Of what came after an older one its chain knows nothing.
    const at = listed.findIndex((one) => one.code === code)
    return verifyOne(servedRelease(get, code), { ...how, chain: at < 0 ? [] : listed.slice(at) })
  }
  return verifyPlace(place!, how)
}

async function verifyLog(isJson: boolean, locale: Locale): Promise<number> {
  const verdict = await maintain('audit', locale, ({ world }) => verifyAudit(world.db.read))
  const { rows, fault } = verdict
  const text = fault
    ? sentence(locale, 'audit-broken', { ...fault, auditId: fault.auditId ?? '–' })
    : sentence(locale, 'audit-whole', { rows })
  process.stdout.write(isJson ? `${JSON.stringify(verdict)}\n` : `${text}\n`)
  return fault ? 1 : 0
}
