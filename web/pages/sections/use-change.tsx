import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Preview, PreviewedChange } from '#shared/contract/preview.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { rules as en } from '#shared/i18n/en/desk/rules.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { rules as id } from '#shared/i18n/id/desk/rules.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { makeChange, previewChange } from '../../api/rules.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { say } from '../../ui/Toasts.tsx'
import { OPEN } from '../../ui/use-form.ts'

interface Asked {
  change: PreviewedChange
  /** takes it back, where one change can */
  inverse: PreviewedChange | null
  preview: Preview
  done?: (() => void) | undefined
}

/** A change of the rules in two steps: what it would bring about, then the deed, which can be undone. `ask` throws what
 *  the API refuses, and gives what keeps a form open; `dialog` is to be drawn. */
export function useChange(): {
  ask: (change: PreviewedChange, inverse: PreviewedChange | null, done?: () => void) => Promise<typeof OPEN>
  /** the same for a button that has no form to show a refusal in */
  askAside: (change: PreviewedChange, inverse: PreviewedChange | null) => void
  dialog: ReactNode
} {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const { format } = useLanguage()
  const client = useQueryClient()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  const ask = async (
    change: PreviewedChange,
    inverse: PreviewedChange | null,
    done?: () => void,
  ): Promise<typeof OPEN> => {
    const preview = await previewChange(change)
    setFailure(null)
    setAsked({ change, inverse, preview, done })
    return OPEN
  }
  const make = async (change: PreviewedChange) => {
    await makeChange(change)
    await client.invalidateQueries()
  }
  const apply = async ({ change, inverse, done }: Asked) => {
    setBusy(true)
    setFailure(null)
    try {
      await make(change)
      setAsked(null)
      const undo = () => {
        if (!inverse) return
        void make(inverse)
          .then(() => say(forms.undone))
          .catch((error: Error) => say(error.message))
      }
      say(words.applied, inverse ? { label: forms.undo, run: undo } : undefined)
      done?.()
    } catch (error) {
      setFailure((error as Error).message)
    } finally {
      setBusy(false)
    }
  }
  const dialog = asked && (
    <ConfirmDialog
      title={words.impact}
      confirm={words.apply}
      cancel={forms.cancel}
      isBusy={isBusy}
      onConfirm={() => void apply(asked)}
      onCancel={() => !isBusy && setAsked(null)}
    >
      <Impact preview={asked.preview} />
      <p role="status">{isBusy && words.working(format.number(asked.preview.cases))}</p>
      {failure && (
        <p role="alert" className="form-error">
          {failure}
        </p>
      )}
    </ConfirmDialog>
  )
  return {
    ask,
    askAside: (change, inverse) => {
      say(words.looking)
      ask(change, inverse).catch((error: Error) => say(error.message))
    },
    dialog,
  }
}

/** What would move, how far. */
function Impact({ preview }: { preview: Preview }) {
  const words = useWords({ id, en })
  const { words: indicators, format, nameOf } = useLanguage()
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const names = fullNames(agencies, nameOf)
  const { cases, figures, lookedAt, years, most } = preview
  return (
    <>
      <p>{cases === 0 ? words.noCases : words.cases(format.number(cases))}</p>
      <p>
        {figures === 0 || !years
          ? words.noFigures
          : words.figures(format.number(figures), format.number(lookedAt), years.from, years.to)}
      </p>
      {most.length > 0 && (
        <section className="table-scroll" tabIndex={0} aria-label={words.most}>
          <table className="numbers">
            <caption className="visually-hidden">{words.most}</caption>
            <thead>
              <tr>
                <th scope="col">{words.figure}</th>
                <th scope="col">{words.before}</th>
                <th scope="col">{words.after}</th>
              </tr>
            </thead>
            <tbody>
              {most.map(({ indicator, agency, period, unit, before, after }) => {
                const said = (value: number | null) => (value === null ? '–' : format.value(unit, value))
                return (
                  <tr key={`${indicator}|${agency}|${period}`}>
                    <th scope="row">
                      {indicators.list[indicator]?.name ?? indicator} {format.period(period)}
                      <span className="cell-interval">
                        {agency === null ? words.everything : (names.get(agency) ?? agency)}
                      </span>
                    </th>
                    <td>{said(before)}</td>
                    <td>{said(after)}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}
