import type { ReactNode } from 'react'
import type { IssueGroup } from '#shared/contract/draft-check.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'

/** Lines that are no records: nothing is wrong with them. */
const ASIDE = 'summary-line'

/** Issues by kind, the grave ones first: one sentence, how many rows, a few examples, and what can be done right there. */
export function IssueGroups({
  groups,
  remedy,
}: {
  groups: readonly IssueGroup[]
  remedy: (group: IssueGroup) => ReactNode
}) {
  const words = useWords({ id, en })
  if (groups.length === 0) return null
  const aside = groups.find(({ code }) => code === ASIDE)
  return (
    <section aria-labelledby="issues">
      <h3 id="issues">{words.issuesTitle}</h3>
      {(['error', 'warning'] as const).map((severity) => {
        const own = groups.filter((group) => group.severity === severity && group.code !== ASIDE)
        if (own.length === 0) return null
        return (
          <div key={severity}>
            <p className="import-severity">{severity === 'error' ? words.errors : words.warnings}</p>
            <ul className="import-issues">
              {own.map((group) => (
                <Group key={`${group.code}-${group.column}`} group={group}>
                  {remedy(group)}
                </Group>
              ))}
            </ul>
          </div>
        )
      })}
      {aside && (
        <div>
          <p className="import-severity">{words.aside}</p>
          <ul className="import-issues">
            <Group group={aside} />
          </ul>
        </div>
      )}
    </section>
  )
}

function Group({ group, children }: { group: IssueGroup; children?: ReactNode }) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const examples = group.examples.map(({ row, value, count }) => {
    const place =
      row === null
        ? (value ?? '')
        : value === null
          ? words.exampleRow(format.number(row))
          : words.example(format.number(row), value)
    return count > 1 ? `${place} ${words.times(format.number(count))}` : place
  })
  return (
    <li className={`import-issue import-issue-${group.severity}`}>
      <p>
        <strong>{words.rowsAffected(format.number(group.count))}</strong> ·{' '}
        {words.issueWords[group.code]?.(group.column ?? '') ?? group.message}
      </p>
      {examples.length > 0 && <p className="muted">{examples.join('; ')}</p>}
      {children}
    </li>
  )
}
