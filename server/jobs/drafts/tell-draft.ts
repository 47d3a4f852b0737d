import type { DraftDetection } from '#server/ingest/detect/detect-files.ts'
import type { PreviewedRow, PreviewIssue } from '#server/ingest/detect/preview-rows.ts'
import type { Detection, DraftCheck, DraftPreview } from '#shared/contract/draft.ts'
import { drafts as en } from '#shared/i18n/en/drafts.ts'
import { drafts as id } from '#shared/i18n/id/drafts.ts'
import { issueMessage } from '#shared/i18n/issue-message.ts'
import { refusalText } from '#shared/i18n/refusal-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import type { StoredCheck } from './check-draft.ts'

// What is kept of a draft in no language, told in the one of whoever asks.

export function tellDetection(detection: DraftDetection, locale: Locale): Detection {
  const say = locale === 'en' ? en : id
  const { nulls: _, ...told } = detection
  return {
    ...told,
    columns: detection.columns.map(({ values: _, isCounter: _c, length: _l, ...column }) => column),
    datasets: detection.datasets.map(({ dataset, score, found, required }) => ({
      dataset,
      score,
      reason: say.guess({ found, required }),
    })),
    matches: detection.matches.map(({ reasons, ...match }) => ({
      ...match,
      reason: reasons.map((reason) => say.reason(reason)).join(', '),
    })),
  }
}

export const tellCheck = ({ failure, groups, ...check }: StoredCheck, locale: Locale): DraftCheck => ({
  ...check,
  error: failure && refusalText(locale, failure),
  groups: groups.map((group) => ({
    ...group,
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
