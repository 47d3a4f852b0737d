import { parseArgs } from 'node:util'
import { verifyAudit } from '#server/db/queries/audit.ts'
import { sentence } from '#shared/i18n/refusal-text.ts'
import { type Command, localeOf, UsageError } from './command.ts'
import { maintain } from './maintain.ts'

export const verifyCommand: Command = {
  summary: 'check the chain of the audit log',
  help: `terukur verify --audit [--json]

Names the first row that was removed, altered or put in beside the chain, and then exits with 1.`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: { audit: { type: 'boolean' }, json: { type: 'boolean' } },
    })
    if (!values.audit) throw new UsageError('usage-verify', {})
    const verdict = await maintain('audit', ({ world }) => verifyAudit(world.db.read))
    const { rows, fault } = verdict
    const locale = localeOf(undefined)
    const text = fault
      ? sentence(locale, 'audit-broken', { ...fault, auditId: fault.auditId ?? '–' })
      : sentence(locale, 'audit-whole', { rows })
    process.stdout.write(values.json ? `${JSON.stringify(verdict)}\n` : `${text}\n`)
    return fault ? 1 : 0
  },
}
