import type { Kysely } from 'kysely'
import * as firstTables from './2026-11-23-first-tables.ts'
import * as rebaselines from './2026-11-26-rebaselines.ts'
import * as scopeDigests from './2026-11-26-scope-digests.ts'
import * as targetsCostsComplaints from './2026-11-26-targets-costs-complaints.ts'
import * as values from './2026-11-26-values.ts'
import * as weights from './2026-11-26-weights.ts'
import * as jobsAndMail from './2026-11-26T1720-jobs-and-mail.ts'
import * as explanations from './2026-11-26T1735-explanations.ts'
import * as surveyForm from './2026-11-26T1737-survey-form.ts'
import * as expectations from './2026-11-26T1739-expectations.ts'
import * as members from './2026-11-26T1741-members.ts'
import * as importUndo from './2026-11-26T1752-import-undo.ts'
import * as pushes from './2026-11-26T1759-pushes.ts'
import * as rememberedMappings from './2026-11-26T1815-remembered-mappings.ts'
import * as auditChain from './2026-11-26T1824-audit-chain.ts'
import * as webhooks from './2026-11-26T1832-webhooks.ts'
import * as releases from './2026-11-26T2200-releases.ts'
import * as submissionsAndNotes from './2026-11-26T2214-submissions-and-notes.ts'
import * as retention from './2026-11-26T2250-retention.ts'
import * as releaseLineIndex from './2026-11-26T2330-release-line-index.ts'
import * as mailLanguage from './2026-11-27T0155-mail-language.ts'
import * as mappingNames from './2026-11-27T0200-mapping-names.ts'
import * as releaseLineFigureIndex from './2026-11-27T0415-release-line-figure-index.ts'
import * as pushRefusals from './2026-11-27T0825-push-refusals.ts'

/** Every migration, oldest first, which is also the order of their names: the migrator goes by it. Frozen once it has
 *  landed; a name is never used again. */
export const MIGRATIONS: Record<string, { up(db: Kysely<never>): Promise<void> }> = {
  '2026-11-23-first-tables': firstTables,
  '2026-11-26-rebaselines': rebaselines,
  '2026-11-26-scope-digests': scopeDigests,
  '2026-11-26-targets-costs-complaints': targetsCostsComplaints,
  '2026-11-26-values': values,
  '2026-11-26-weights': weights,
  '2026-11-26T1720-jobs-and-mail': jobsAndMail,
  '2026-11-26T1735-explanations': explanations,
  '2026-11-26T1737-survey-form': surveyForm,
  '2026-11-26T1739-expectations': expectations,
  '2026-11-26T1741-members': members,
  '2026-11-26T1752-import-undo': importUndo,
  '2026-11-26T1759-pushes': pushes,
  '2026-11-26T1815-remembered-mappings': rememberedMappings,
  '2026-11-26T1824-audit-chain': auditChain,
  '2026-11-26T1832-webhooks': webhooks,
  '2026-11-26T2200-releases': releases,
  '2026-11-26T2214-submissions-and-notes': submissionsAndNotes,
  '2026-11-26T2250-retention': retention,
  '2026-11-26T2330-release-line-index': releaseLineIndex,
  '2026-11-27T0155-mail-language': mailLanguage,
  '2026-11-27T0200-mapping-names': mappingNames,
  '2026-11-27T0415-release-line-figure-index': releaseLineFigureIndex,
  '2026-11-27T0825-push-refusals': pushRefusals,
}
