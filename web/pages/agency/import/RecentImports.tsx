import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { fields as fieldsEn } from '#shared/i18n/en/desk/fields.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { fields as fieldsId } from '#shared/i18n/id/desk/fields.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { agenciesQuery } from '../../../api/entities.ts'
import { type ImportItem, importsQuery } from '../../../api/imports.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { keep, type ViewSearch } from '../../../paths.ts'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { Failed } from '../../sections/Failed.tsx'
import { UndoButton } from './UndoButton.tsx'

/** What was taken in last, with the way back. */
export function RecentImports() {
  const words = useWords({ id, en })
  const { data, error, refetch } = useQuery(importsQuery)
  return (
    <section aria-labelledby="recent">
      <h2 id="recent">{words.recent}</h2>
      {error && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={120} label={words.recent} />}
      {data?.items.length === 0 && <p className="muted">{words.recentNone}</p>}
      {data && data.items.length > 0 && (
        <ul className="import-list">
          {data.items.map((item) => (
            <Recent key={item.importId} item={item} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Recent({ item }: { item: ImportItem }) {
  const words = useWords({ id, en })
  const kinds = useWords({ id: fieldsId, en: fieldsEn })
  const { format, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const { importId, dataset, result, importedAt } = item
  const when = format.instant(importedAt)
  const only = item.agencies.length === 1 ? agencies.find(({ code }) => code === item.agencies[0]) : undefined
  return (
    <li>
      <div>
        <p>
          {kinds.datasets[dataset]}
          {only && (
            <>
              {' · '}
              <Link to="/agencies/$code" params={{ code: only.code }} search={keep(search)}>
                {nameOf(only)}
              </Link>
            </>
          )}
        </p>
        <p className="muted">
          {[
            result.files?.join(', '),
            when,
            words.rowsIn(format.number(result.accepted), format.number(result.rows)),
            result.from && result.to && words.span(format.date(result.from), format.date(result.to)),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {item.status === 'undone' && <span className="muted">{words.statusUndone}</span>}
      {item.isUndoable && (
        <UndoButton importId={importId} state={item.undo} of={`${kinds.datasets[dataset]}, ${when}`} />
      )}
    </li>
  )
}
