import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeskRelease } from '#shared/contract/release-desk.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { releases as en } from '#shared/i18n/en/desk/releases.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { releases as id } from '#shared/i18n/id/desk/releases.ts'
import { instantOf, wallTime } from '#shared/time/zone.ts'
import { isOfReleases } from '../../../api/release-desk.ts'
import { sendJson } from '../../../api/send.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { DateField, SelectField, TextField } from '../../../ui/fields.tsx'
import { say } from '../../../ui/Toasts.tsx'
import { TIME } from './PlanForm.tsx'

/** Gives a release that waits another instant, or publishes it now. */
export function MoveDialog({
  release,
  zone,
  close,
}: {
  release: DeskRelease
  zone: string
  close: () => void
}) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const { format } = useLanguage()
  const client = useQueryClient()
  const wall = wallTime(release.publishedAt, zone)
  const [when, setWhen] = useState('at')
  const [day, setDay] = useState(wall.slice(0, 10))
  const [time, setTime] = useState(wall.slice(11, 16))
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const move = async () => {
    if (when === 'at' && (day === '' || !TIME.test(time))) {
      setFailure(
        day === '' ? `${words.publishOn}: ${forms.required}` : `${words.publishTime}: ${words.timeWrong}`,
      )
      return
    }
    setBusy(true)
    setFailure(null)
    try {
      const publishAt = when === 'now' ? null : instantOf(`${day}T${time}`, zone)
      await sendJson('PATCH', `/api/v1/release-desk/${release.code}`, { publishAt })
      say(publishAt === null ? words.publishedNow : words.moved(format.instant(publishAt)))
      await client.invalidateQueries({ predicate: isOfReleases })
      void client.invalidateQueries({ queryKey: ['submissions'] })
      close()
    } catch (error) {
      setFailure((error as Error).message)
      setBusy(false)
    }
  }
  return (
    <ConfirmDialog
      title={words.moveOf(release.code)}
      confirm={when === 'now' ? words.publishNow : words.moveConfirm}
      cancel={words.keep}
      isBusy={isBusy}
      onConfirm={() => void move()}
      onCancel={() => !isBusy && close()}
    >
      <p>{words.moveText(format.instant(release.publishedAt))}</p>
      <SelectField
        name="move-when"
        label={words.freeze.when}
        value={when}
        choices={[
          { value: 'at', label: words.freeze.whenAt },
          { value: 'now', label: words.moveNow },
        ]}
        onChange={setWhen}
      />
      {when === 'at' ? (
        <div className="form-row">
          <DateField
            name="move-day"
            label={words.publishOn}
            value={day}
            echo={day && format.date(day)}
            onChange={setDay}
          />
          <TextField
            name="move-time"
            label={words.publishTime}
            hint={words.timeHint(zone)}
            maxLength={5}
            value={time}
            onChange={setTime}
          />
        </div>
      ) : (
        <p>{words.freeze.freezeNow}</p>
      )}
      {failure && (
        <p role="alert" className="form-error">
          {failure}
        </p>
      )}
    </ConfirmDialog>
  )
}
