import { useEffect, useId, useRef, useState } from 'react'
import type { DueItem } from '#shared/contract/due.ts'
import { due as en } from '#shared/i18n/en/desk/due.ts'
import { due as id } from '#shared/i18n/id/desk/due.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { DueState } from '../../parts/DueState.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { say } from '../../ui/Toasts.tsx'

/** One delivery: when and by whom it came, and whether it is waited for. */
export function DueDetail({
  item,
  name,
  close,
  changed,
}: {
  item: DueItem
  name: string
  close: () => void
  changed: () => void
}) {
  const all = useWords({ id, en })
  const words = all.board
  const { format } = useLanguage()
  const titleId = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const [reason, setReason] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  const { agency, dataset, period } = item
  const change = async (method: 'PUT' | 'DELETE', said: string) => {
    setFailure(null)
    try {
      const of = { agency, dataset, period }
      await sendJson(method, '/api/v1/expectations/excuses', method === 'PUT' ? { ...of, reason } : of)
      say(said)
      changed()
      close()
    } catch (error) {
      setFailure((error as Error).message)
    }
  }
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={titleId} onCancel={close}>
      <h2 id={titleId}>{words.detail(name, format.period(period))}</h2>
      <p>
        {all.datasets[dataset]}: <DueState item={item} />, {all.dueOn(format.date(item.dueOn))}
      </p>
      {item.deliveredAt && (
        <p>
          {all.when}: {format.instant(item.deliveredAt)}
          {item.deliveredBy && ` ${words.by(item.deliveredBy)}`}
          {item.rows !== null && `, ${all.rows(format.number(item.rows))}`}
        </p>
      )}
      {item.reason && <p>{item.reason}</p>}
      {failure && <Notice kind="error" title={failure} />}
      {item.state !== 'excused' && item.state !== 'delivered' && (
        <TextField
          name="reason"
          label={words.excuseReason}
          rows={2}
          maxLength={500}
          value={reason}
          onChange={setReason}
        />
      )}
      <div className="actions">
        {item.state === 'excused' && (
          <button type="button" className="primary" onClick={() => void change('DELETE', words.saved)}>
            {words.waitAgain}
          </button>
        )}
        {item.state !== 'excused' && item.state !== 'delivered' && (
          <button type="button" className="primary" onClick={() => void change('PUT', words.excused)}>
            {words.excuse}
          </button>
        )}
        <button type="button" onClick={close}>
          {all.close}
        </button>
      </div>
    </dialog>
  )
}
