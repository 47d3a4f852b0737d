import { useId } from 'react'
import type { Detection, DraftColumn, DraftField } from '#shared/contract/draft-detection.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { SelectField } from '../../../ui/fields.tsx'
import { answerMarks, type DraftMapping, setShares, setTimes, specsOf } from './mapping-edit.ts'

interface Asked {
  field: DraftField
  /** those that the field is read from */
  columns: readonly DraftColumn[]
  mapping: DraftMapping
  detection: Detection
  edit: (mapping: DraftMapping) => void
}

/** What only the person knows of the numbers of a field: 1.234, how shares are written, what amounts count in. */
export function NumberFields(asked: Asked) {
  const { field, columns, mapping, detection } = asked
  if (field.type !== 'number' || columns.length === 0) return null
  const isShared = detection.shares || mapping.format?.shares !== undefined
  return (
    <>
      <MarksQuestion {...asked} />
      {field.name === 'value' && isShared && <SharesQuestion {...asked} />}
      {field.name === 'cost' && mapping.dataset === 'costs' && <TimesField {...asked} />}
    </>
  )
}

/** A thousand or one. */
function MarksQuestion({ field, columns, mapping, detection, edit }: Asked) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const name = useId()
  const open = columns.find(({ numbers }) => (numbers?.choices.length ?? 0) > 0)
  const choices = open?.numbers?.choices ?? []
  if (!open || choices.length === 0) return null
  const chosen = specsOf(mapping, field.name).find(({ decimal }) => decimal !== undefined)?.decimal
  return (
    <fieldset className="form-group import-question">
      <legend>{words.marksQuestion(open.header, choices[0]!.example)}</legend>
      {choices.map(({ decimal, reads }, way) => (
        <label key={decimal} className="form-check">
          <input
            type="radio"
            name={name}
            checked={chosen === decimal}
            onChange={() => edit(answerMarks(mapping, way, detection))}
          />
          <span>{(reads >= 1000 ? words.asThousands : words.asDecimals)(format.number(reads, 3))}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** 87,5 or 0,875. */
function SharesQuestion({ mapping, detection, edit }: Asked) {
  const words = useWords({ id, en })
  const name = useId()
  const shares = detection.shares
  const isOpen = shares && shares.above > 0 && shares.below > 0
  const chosen = mapping.format?.shares ?? (isOpen ? null : 'fraction')
  return (
    <fieldset className="form-group import-question">
      <legend>{words.sharesQuestion(shares?.example ?? '')}</legend>
      {(['percent', 'fraction'] as const).map((way) => (
        <label key={way} className="form-check">
          <input
            type="radio"
            name={name}
            checked={chosen === way}
            onChange={() => edit(setShares(mapping, way))}
          />
          <span>{words.sharesAre[way]}</span>
        </label>
      ))}
    </fieldset>
  )
}

function TimesField({ field, mapping, edit }: Asked) {
  const words = useWords({ id, en })
  const times = specsOf(mapping, field.name).find((spec) => spec.times !== undefined)?.times
  return (
    <SelectField
      name={`${field.name}-times`}
      label={words.amountsIn}
      value={times === undefined ? '' : String(times)}
      empty={words.amounts[1]!}
      choices={[1000, 1_000_000, 1_000_000_000].map((value) => ({
        value: String(value),
        label: words.amounts[value]!,
      }))}
      onChange={(value) => edit(setTimes(mapping, field.name, value === '' ? undefined : Number(value)))}
    />
  )
}
