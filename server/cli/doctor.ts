import { checkInvariants } from '#server/readings/check-invariants.ts'
import { commandText } from '#shared/i18n/command-text.ts'
import { type Command, wantsJson } from './command.ts'
import { maintain } from './maintain.ts'

export const doctorCommand: Command = async (args, locale) => {
  const isJson = wantsJson(args)
  const { findings } = await maintain('check', locale, async ({ world }) => ({
    findings: await checkInvariants(world.db.read),
  }))
  const broken = findings.filter((finding) => finding.violations > 0)
  const texts = commandText(locale)
  const lines = findings.flatMap(({ invariant, violations, codes }) => {
    const said = texts.invariant(invariant)
    if (violations === 0) return [`ok  ${said}`]
    return [
      `${texts.bad} ${said}: ${violations}`,
      ...(codes ? [`    ${codes.join(', ')}`, `    ${texts.codeRemedy}`] : []),
    ]
  })
  process.stdout.write(isJson ? `${JSON.stringify({ findings })}\n` : `${lines.join('\n')}\n`)
  return broken.length > 0 ? 1 : 0
}
