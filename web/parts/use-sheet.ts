import { useEffect, useRef, useState } from 'react'
import type { EntryForm } from '#shared/contract/entry.ts'
import type { EntryColumn } from '#shared/entry/columns.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { draftKey } from '../ui/drafts.ts'
import { type CellAt, type Sheet, sheetOf, withBlock, withCell } from './entry-sheet.ts'

interface Draft {
  at: string
  sheet: Sheet
  note: string
}

const MAX_STEPS = 200

/** A sheet that can be undone step by step and survives a reload: what is typed is kept in this browser until it is
 *  sent. A step is all that is typed into one cell, or one block that is pasted. */
export function useSheet(form: EntryForm, draftName: string, locale: Locale) {
  const key = draftKey(`entry/${draftName}`)
  const [kept] = useState(() => readDraft(key))
  const [sheet, setSheet] = useState<Sheet>(() => ({ ...sheetOf(form, locale), ...kept?.sheet }))
  const [note, setNote] = useState(kept?.note ?? form.note ?? '')
  const [steps, setSteps] = useState<readonly Sheet[]>([])
  const [undone, setUndone] = useState<readonly Sheet[]>([])
  const [draftAt, setDraftAt] = useState(kept?.at ?? null)
  const typing = useRef<string | null>(null)
  const initial = useRef({ sheet: sheetOf(form, locale), note: form.note ?? '' })

  useEffect(() => {
    const isSame =
      JSON.stringify(sheet) === JSON.stringify(initial.current.sheet) && note === initial.current.note
    if (isSame) localStorage.removeItem(key)
    else
      localStorage.setItem(key, JSON.stringify({ at: new Date().toISOString(), sheet, note } satisfies Draft))
  }, [key, sheet, note])

  const step = (next: Sheet, cell: string | null) => {
    if (next === sheet) return
    if (cell === null || typing.current !== cell) setSteps((before) => [...before, sheet].slice(-MAX_STEPS))
    typing.current = cell
    setUndone([])
    setSheet(next)
  }
  return {
    sheet,
    note,
    setNote,
    /** when a draft of before a reload was begun; null: there was none */
    draftAt,
    canUndo: steps.length > 0,
    type: (service: string, column: EntryColumn, text: string) =>
      step(withCell(sheet, service, column, text), `${service}|${column}`),
    paste: (services: readonly string[], at: CellAt, text: string) =>
      step(withBlock(sheet, services, at, text), null),
    addRow: (service: string) => step({ ...sheet, [service]: {} }, null),
    undo: () => {
      const last = steps.at(-1)
      if (!last) return
      typing.current = null
      setUndone([...undone, sheet])
      setSteps(steps.slice(0, -1))
      setSheet(last)
    },
    redo: () => {
      const next = undone.at(-1)
      if (!next) return
      typing.current = null
      setSteps([...steps, sheet])
      setUndone(undone.slice(0, -1))
      setSheet(next)
    },
    /** back to what was reported */
    discard: () => {
      step(initial.current.sheet, null)
      setNote(initial.current.note)
      setDraftAt(null)
    },
    /** it was sent: nothing is left to keep */
    forget: () => localStorage.removeItem(key),
  }
}

function readDraft(key: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? 'null') as Draft | null
    return draft && typeof draft.sheet === 'object' && typeof draft.note === 'string' ? draft : null
  } catch {
    return null
  }
}
