import { parseArgs } from 'node:util'
import { verifyAudit } from '#server/db/queries/audit.ts'
import { sentence } from '#shared/i18n/refusal-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import type { NotedRelease } from '#shared/proof/verify-release.ts'
import { Refusal } from '#shared/refusal.ts'
import { type Command, UsageError } from './command.ts'
import { maintain } from './maintain.ts'
import { askAt, listReleases, readAddress, servedRelease } from './release-source.ts'
import { verifyOne } from './verify-package.ts'
import { verifyPlace } from './verify-place.ts'
import { verifyServed } from './verify-served.ts'
import { withReleases } from './with-releases.ts'

export const verifyCommand: Command = async (args, locale) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      audit: { type: 'boolean' },
      releases: { type: 'boolean' },
      trust: { type: 'string' },
      'at-least': { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const [place] = positionals
  const asked = [values.audit, values.releases, place !== undefined].filter(Boolean)
  if (asked.length !== 1 || positionals.length > 1) throw new UsageError('usage-verify', {})
  if (values.audit) return verifyLog(values.json ?? false, locale)
  const how = {
    locale,
    isJson: values.json ?? false,
    trustedKey: readTrusted(values.trust),
    noted: readNoted(values['at-least']),
  }
  if (values.releases) {
    return withReleases({}, locale, async (get) => {
      const listed = await listReleases(get)
      if (listed.length === 0) throw new Refusal('not_found', 'no-releases', {})
      let exit = 0
      // The newest goes back over the whole chain.
      for (const [i, { code }] of listed.entries()) {
        const own = i === 0 ? { ...how, chain: listed } : { ...how, noted: undefined }
        exit = Math.max(exit, await verifyOne(servedRelease(get, code), own))
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
    return verifyServed(get, code, { ...how, chain: at < 0 ? [] : listed.slice(at) }, listed)
  }
  return verifyPlace(place!, how)
}

/** A key or its name. Anything else would trust nobody, or, where it is empty, everybody. */
function readTrusted(text: string | undefined): string | undefined {
  if (text === undefined || /^(?:[0-9a-f]{16}|[A-Za-z0-9+/]{43}=)$/.test(text)) return text
  throw new UsageError('usage-trust', {})
}

/** `CODE` or `CODE@SHA256` of its manifest. */
function readNoted(text: string | undefined): NotedRelease | undefined {
  if (text === undefined) return undefined
  const [, code, sha256] = /^(\d{4}-\d{2}(?:-r\d+)?)(?:@([0-9a-fA-F]{64}))?$/.exec(text) ?? []
  if (code === undefined) throw new UsageError('usage-at-least', {})
  return { code, sha256: sha256?.toLowerCase() ?? null }
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
