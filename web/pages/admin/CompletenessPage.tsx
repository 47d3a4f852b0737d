import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { DUE_STATES } from '#shared/contract/due-words.ts'
import { due as en } from '#shared/i18n/en/desk/due.ts'
import { due as id } from '#shared/i18n/id/desk/due.ts'
import { dueQuery, expectationsQuery, reminderRuleQuery } from '../../api/due.ts'
import { mayDo, meQuery } from '../../api/me.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import type { ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { SelectField } from '../../ui/fields.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { DueBoard } from '../sections/DueBoard.tsx'
import { ExpectationsEditor } from '../sections/ExpectationsEditor.tsx'
import { Failed } from '../sections/Failed.tsx'
import { useOwnAgencies } from '../sections/own-agencies.ts'
import { ReminderRuleForm } from '../sections/ReminderRuleForm.tsx'

/** The steward's board: who is expected to deliver what, how it stands, and who is reminded. */
export function CompletenessPage() {
  const all = useWords({ id, en })
  const words = all.board
  const { t } = useLanguage()
  const { data: me } = useQuery(meQuery)
  const agencies = useOwnAgencies('expectation.set')
  const { data: rule } = useQuery(reminderRuleQuery)
  useTitle(words.title)
  return (
    <>
      <h1>{words.title}</h1>
      <p className="page-meta">{words.intro}</p>
      <Board />
      {agencies ? (
        <ExpectationsEditor agencies={agencies.own} isEverywhere={agencies.isEverywhere} />
      ) : (
        <Skeleton height={320} label={t.loading} />
      )}
      {rule && agencies?.isEverywhere && mayDo(me, 'reminder.set-rule') && <ReminderRuleForm rule={rule} />}
    </>
  )
}

/** One dataset at a time: of a nation all of them together are more than a page should carry. */
function Board() {
  const all = useWords({ id, en })
  const words = all.board
  const { t } = useLanguage()
  const { kind } = useSearch({ strict: false }) as ViewSearch
  const { data, error, refetch } = useQuery(expectationsQuery)
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={480} label={t.loading} />
  const datasets = [...new Set(data.items.map(({ dataset }) => dataset))].sort()
  const dataset = datasets.find((one) => one === kind) ?? datasets[0]
  if (!dataset) {
    return (
      <Notice kind="info" title={words.none}>
        <p>{words.noneHint}</p>
      </Notice>
    )
  }
  return <DatasetBoard datasets={datasets} dataset={dataset} />
}

function DatasetBoard({ datasets, dataset }: { datasets: readonly string[]; dataset: string }) {
  const all = useWords({ id, en })
  const words = all.board
  const { t, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(dueQuery(dataset))
  const go = (change: ViewSearch) =>
    void navigate({ to: '.', search: { ...search, ...change } as never, replace: true, resetScroll: false })
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={480} label={t.loading} />
  const levels = [...new Set(data.agencies.map(({ level }) => level))].sort()
  const level = levels.find((one) => one === search.level)
  const shown = new Set(data.agencies.flatMap((one) => (!level || one.level === level ? [one.code] : [])))
  return (
    <>
      <form className="picker" onSubmit={(event) => event.preventDefault()}>
        <SelectField
          name="dataset"
          label={all.dataset}
          value={dataset}
          choices={datasets.map((one) => ({ value: one, label: all.datasets[one] ?? one }))}
          onChange={(kind) => go({ kind })}
        />
        <SelectField
          name="level"
          label={words.level}
          value={level ?? ''}
          empty={words.allLevels}
          choices={levels.map((one) => ({ value: one, label: words.whoms[one] ?? one }))}
          onChange={(one) => go({ level: one || undefined })}
        />
        <SelectField
          name="state"
          label={words.state}
          value={search.sort ?? ''}
          empty={words.allStates}
          choices={DUE_STATES.map((one) => ({ value: one, label: all.states[one] }))}
          onChange={(one) => go({ sort: one || undefined })}
        />
      </form>
      <DueBoard
        dataset={dataset}
        items={data.items.filter((item) => shown.has(item.agency))}
        state={DUE_STATES.find((one) => one === search.sort)}
        names={new Map(data.agencies.map((agency) => [agency.code, nameOf(agency)]))}
      />
    </>
  )
}
