import { useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { BLOCK_TITLE } from '#shared/contract/block-title.ts'
import type { Draft } from '#shared/contract/draft.ts'
import { DATASETS, type Dataset } from '#shared/contract/import.ts'
import { fields as fieldsEn } from '#shared/i18n/en/desk/fields.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { fields as fieldsId } from '#shared/i18n/id/desk/fields.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { draftQuery } from '../../../api/drafts.ts'
import { areThese, filesAgain, listenToUploads, startUpload, uploadOf } from '../../../api/upload.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { keep, type ViewSearch } from '../../../paths.ts'
import { DropZone } from '../../../ui/DropZone.tsx'
import { SelectField } from '../../../ui/fields.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import type { StepProps } from '../ImportDraftPage.tsx'
import { ReadingForm, SheetField } from './ReadingForm.tsx'
import { StepActions } from './StepActions.tsx'
import { ACCEPTED } from './take-files.ts'
import { useDraftChange } from './use-draft-change.tsx'

/** The file on its way, then what was found in it. */
export function FileStep({ draft, go }: StepProps) {
  const words = useWords({ id, en })
  if (draft.stage === 'uploading') return <Uploading draft={draft} />
  if (draft.stage === 'reading' || draft.progress) return <Reading draft={draft} />
  if (draft.stage === 'broken') {
    return (
      <>
        <Notice kind="error" title={words.broken}>
          <p>{draft.problem}</p>
        </Notice>
        <ReadingForm draft={draft} isOpen />
        <OtherFile />
      </>
    )
  }
  return <Found draft={draft} go={go} />
}

function Reading({ draft }: { draft: Draft }) {
  const words = useWords({ id, en })
  const phase = draft.progress?.phase ?? 'reading'
  return (
    <Progress
      label={`${words.phases[phase] ?? words.reading}…`}
      fraction={draft.progress?.fraction ?? null}
    />
  )
}

function Uploading({ draft }: { draft: Draft }) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const client = useQueryClient()
  const upload = useSyncExternalStore(
    listenToUploads,
    useCallback(() => uploadOf(draft.id), [draft.id]),
  )
  const [mustChoose, setMustChoose] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const begin = useCallback(
    (files: readonly File[]) =>
      startUpload(
        draft,
        files,
        () => void client.invalidateQueries({ queryKey: draftQuery(draft.id).queryKey }),
      ),
    [client, draft],
  )
  const isIdle = upload === null
  useEffect(() => {
    if (!isIdle) return
    let isHere = true
    void filesAgain(draft).then((files) => {
      if (!isHere || uploadOf(draft.id)) return
      if (files) begin(files)
      else setMustChoose(true)
    })
    return () => {
      isHere = false
    }
  }, [isIdle, draft, begin])
  const names = draft.files.map(({ name }) => name).join(', ')
  const take = (files: File[]) => {
    const inOrder = draft.files.flatMap(({ name }) => files.find((file) => file.name === name) ?? [])
    const isRight = areThese(inOrder, draft.files)
    setFailure(isRight ? null : words.notThese(names))
    if (isRight) begin(inOrder)
  }
  if (upload?.failure) {
    return (
      <>
        <Notice kind="error" title={words.failedTitle}>
          <p>{upload.failure.message}</p>
        </Notice>
        <OtherFile />
      </>
    )
  }
  if (upload) {
    const [sent, total] = [upload.sent, upload.total].map((bytes) => bytesText(bytes, format.number))
    const fraction = upload.total > 0 ? upload.sent / upload.total : 0
    return (
      <>
        <Progress
          label={`${words.uploading}…`}
          fraction={fraction}
          text={words.sent(format.percent(fraction, 0), sent!, total!)}
        />
        <p role="status">{upload.isWaiting ? words.waiting : ''}</p>
        <p className="muted">{words.uploadStays}</p>
      </>
    )
  }
  if (!mustChoose) return <Progress label={`${words.uploading}…`} fraction={null} />
  return (
    <>
      <Notice kind="info" title={words.chooseAgain}>
        <p>{words.chooseAgainText(names)}</p>
      </Notice>
      {failure && (
        <Notice kind="error" title={words.failedTitle}>
          <p>{failure}</p>
        </Notice>
      )}
      <DropZone title={words.drop} or={words.or} label={words.choose} accept={ACCEPTED} onFiles={take} />
      <OtherFile />
    </>
  )
}

function Found({ draft, go }: StepProps) {
  const words = useWords({ id, en })
  const kinds = useWords({ id: fieldsId, en: fieldsEn })
  const { format } = useLanguage()
  const { change, isBusy, failure } = useDraftChange(draft)
  const detection = draft.detection
  if (!detection) return null
  const dataset = draft.dataset
  const sheets = Object.keys(draft.reading.sheets?.values ?? {}).length
  const guess = detection.datasets.find((one) => one.dataset === dataset)
  const facts = [
    words.found(format.number(detection.rows), format.number(detection.columns.length)),
    sheets ? words.foundInSheets(format.number(sheets)) : detection.sheet && words.foundIn(detection.sheet),
  ]
  return (
    <>
      <p className="opening">{facts.filter(Boolean).join(' ')}.</p>
      {failure}
      {draft.reading.blocks === BLOCK_TITLE && (
        <div className="notice">
          <p>{words.blocksOpen}</p>
        </div>
      )}
      <div className="form">
        <SheetField draft={draft} />
        <SelectField
          name="dataset"
          label={words.whatIsIt}
          value={dataset ?? ''}
          onChange={(value) => change({ dataset: value as Dataset })}
          choices={DATASETS.map((value) => ({ value, label: kinds.datasets[value] }))}
          hint={dataset ? kinds.datasetHints[dataset] : undefined}
          echo={guess && detection.datasets[0] === guess ? words.guessed(guess.reason) : undefined}
        />
      </div>
      <ReadingForm draft={draft} />
      <StepActions next={words.next} isBusy={isBusy} onNext={() => go('columns')} />
    </>
  )
}

function OtherFile() {
  const words = useWords({ id, en })
  const search = useSearch({ strict: false }) as ViewSearch
  return (
    <p>
      <Link to="/desk/import" search={keep(search)}>
        {words.otherFile}
      </Link>
    </p>
  )
}

function bytesText(bytes: number, number: (value: number, digits?: number) => string): string {
  if (bytes < 1024 * 1024) return `${number(bytes / 1024, 0)} KB`
  const megabytes = bytes / 1024 / 1024
  return megabytes < 1024 ? `${number(megabytes, 1)} MB` : `${number(megabytes / 1024, 2)} GB`
}
