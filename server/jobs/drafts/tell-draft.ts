import type { DraftDetection } from '#server/ingest/detect/detection.ts'
import type { PreviewedRow, PreviewIssue } from '#server/ingest/detect/preview-rows.ts'
import type { Actor } from '#shared/access.ts'
import type { Draft, DraftFile, DraftList, DraftPreview } from '#shared/contract/draft.ts'
import type { DraftCheck } from '#shared/contract/draft-check.ts'
import type { Detection } from '#shared/contract/draft-detection.ts'
import { drafts as en } from '#shared/i18n/en/drafts.ts'
import { drafts as id } from '#shared/i18n/id/drafts.ts'
import { issueMessage } from '#shared/i18n/issue-message.ts'
import { refusalText } from '#shared/i18n/refusal-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import type { StoredCheck } from './check-draft.ts'
import { expiryOf, isOwner } from './draft-rules.ts'
import type { DraftState } from './draft-store.ts'

// What is kept of a draft in no language, told in the one of whoever asks.

/** A draft as a list has it. */
export const tellSummary = (
  draft: DraftState,
  actor: Actor,
  files: DraftFile[],
): DraftList['items'][number] => ({
  id: draft.id,
  stage: draft.stage,
  createdAt: draft.createdAt,
  changedAt: draft.changedAt,
  expiresAt: expiryOf(draft),
  owner: { name: draft.owner.name, isMe: isOwner(draft, actor) },
  agency: draft.agency,
  dataset: draft.dataset,
  files,
  importId: draft.importId,
})

/** Everything about a draft. */
export const tellDraft = (
  draft: DraftState,
  summary: DraftList['items'][number],
  progress: Draft['progress'],
  locale: Locale,
): Draft => ({
  ...summary,
  reading: draft.reading,
  progress,
  problem: draft.failure && refusalText(locale, draft.failure),
  detection: draft.detection && tellDetection(draft.detection, locale),
  mapping: draft.mapping,
  mappingVersion: draft.mappingVersion,
  mappingFrom: draft.mappingFrom,
  remembered: draft.remembered,
  mappingIssues: draft.mappingIssues.map(({ path, message }) => ({ path, message: message[locale] })),
  check: draft.check && tellCheck(draft.check, locale),
})

function tellDetection(detection: DraftDetection, locale: Locale): Detection {
  const say = locale === 'en' ? en : id
  const { nulls: _, summaries: _s, ...told } = detection
  return {
    ...told,
    columns: detection.columns.map(({ values: _, isCounter: _c, length: _l, ...column }) => column),
    datasets: detection.datasets.map(({ dataset, score, found, required, others = 0 }) => ({
      dataset,
      score,
      reason: say.guess({ found, required, others }),
    })),
    matches: detection.matches.map(({ reasons, ...match }) => ({
      ...match,
      reason: reasons.map((reason) => say.reason(reason)).join(', '),
    })),
  }
}

// A check that an earlier version kept tells of no gaps, and of no row what keeps it out alone.
const tellCheck = ({ failure, groups, gaps = [], ...check }: StoredCheck, locale: Locale): DraftCheck => ({
  ...check,
  gaps,
  error: failure && refusalText(locale, failure),
  groups: groups.map((group) => ({
    ...group,
    alone: group.alone ?? 0,
    message: issueMessage(locale, group.code, group.column, { value: group.examples[0]?.value ?? '' }),
  })),
})

export function tellRows(rows: readonly PreviewedRow[], locale: Locale): DraftPreview['rows'] {
  const say = ({ code, column, params }: PreviewIssue) => issueMessage(locale, code, column, params)
  return rows.map(({ cells, issues, ...row }) => ({
    ...row,
    cells: Object.fromEntries(
      Object.entries(cells).map(([field, { issue, ...cell }]) => [
        field,
        { ...cell, issue: issue && { code: issue.code, severity: issue.severity, message: say(issue) } },
      ]),
    ),
    issues: issues.map(say),
  }))
}
