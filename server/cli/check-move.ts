import type { ActionContext } from '#server/actions/context.ts'
import { type AuditFault, verifyAudit } from '#server/db/queries/audit.ts'
import { createReleaseApp } from '#server/http/query-app.ts'
import { verifyRelease } from '#shared/proof/verify-release.ts'
import { Refusal } from '#shared/refusal.ts'
import { type ComparedReadings, compareReadings } from './compare-readings.ts'
import { listCodes, servedRelease } from './release-source.ts'

export interface CheckedMove {
  audit: { rows: number; fault: AuditFault | null }
  readings: Omit<ComparedReadings, 'different'>
  /** published releases, the newest first; findings are those that the old database has too */
  releases: { code: string; figures: number; findings: number }[]
}

export interface OnCheck {
  indicator(id: string): void
  release(code: string): void
}

/** Holds what was moved against where it came from, by what only the product itself can tell: the chain of the audit
 *  log, the readings, and the published releases with their signatures.
 *  @throws Refusal `conflict` naming what differs */
export async function checkMove(old: ActionContext, moved: ActionContext, on: OnCheck): Promise<CheckedMove> {
  const audit = await verifyAudit(moved.world.db.read)
  const before = await verifyAudit(old.world.db.read)
  if (JSON.stringify(audit) !== JSON.stringify(before)) throw differs('audit')
  const { different, ...readings } = await compareReadings(old.world, moved.world, on.indicator)
  if (different.length > 0) throw differs(different.join(', '))
  const releases: CheckedMove['releases'] = []
  const codes = await listCodes(getOf(moved))
  if (String(codes) !== String(await listCodes(getOf(old)))) throw differs('releases')
  for (const [i, code] of codes.entries()) {
    on.release(code)
    // The newest goes back over the whole chain.
    const found = await verify(moved, code, i === 0)
    // One that was broken before is no fault of the move, and not mended by it.
    if (found.findings > 0 && found.findings !== (await verify(old, code, i === 0)).findings)
      throw differs(code)
    releases.push({ code, figures: found.figures.same, findings: found.findings })
  }
  return { audit, readings, releases }
}

const differs = (what: string) => new Refusal('conflict', 'move-differs', { what })

function getOf(context: ActionContext) {
  const app = createReleaseApp(context)
  return async (path: string): Promise<Response> => app.request(path)
}

async function verify(context: ActionContext, code: string, chain: boolean) {
  const run = verifyRelease(servedRelease(getOf(context), code), { chain })
  for (;;) {
    const { value, done } = await run.next()
    if (done) return value
  }
}
