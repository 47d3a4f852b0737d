import type { AuditThing } from '#shared/contract/audit.ts'
import { fields as fieldsEn } from '#shared/i18n/en/desk/fields.ts'
import { people as en } from '#shared/i18n/en/desk/people.ts'
import { fields as fieldsId } from '#shared/i18n/id/desk/fields.ts'
import { people as id } from '#shared/i18n/id/desk/people.ts'
import { useLanguage, useWords } from '../i18n.tsx'

/** What an id of the audit log stands for, in words; `agencyName` says the name of a code. */
export function AuditThingText({
  thing: { kind, name, agency, period, dataset },
  agencyName,
}: {
  thing: AuditThing
  agencyName: (code: string) => string
}) {
  const words = useWords({ id, en }).audit.things
  const kinds: Record<string, string> = useWords({ id: fieldsId, en: fieldsEn }).datasets
  const { format } = useLanguage()
  const of = agency === null ? null : agencyName(agency)
  const parts =
    kind === 'link'
      ? [words.link(of ?? '', format.period(period ?? '')), name]
      : [words[kind], dataset && (kinds[dataset] ?? dataset), name, of]
  return <>{parts.filter(Boolean).join(' · ')}</>
}
