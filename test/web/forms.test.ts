import { createElement as h } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { ComboField } from '#web/ui/ComboField.tsx'
import { Form, SubmitButton } from '#web/ui/Form.tsx'
import { CheckField, DateField, NumberField, SelectField, TextField } from '#web/ui/fields.tsx'

// What a screen reader is told, read from the markup: every control has its label, and its help and fault by id.

const nothing = () => {}

const markup = renderToStaticMarkup(
  h(
    Form,
    {
      label: 'Target',
      summary: 'Periksa isian',
      errors: { value: 'Isi angka' },
      onSubmit: nothing,
    } as never,
    h(NumberField, {
      name: 'value',
      label: 'Nilai',
      hint: 'Dalam persen',
      echo: '90%',
      unit: '%',
      value: 'x',
      onChange: nothing,
    }),
    h(TextField, { name: 'reason', label: 'Alasan', optional: 'boleh kosong', value: '', onChange: nothing }),
    h(DateField, { name: 'day', label: 'Tanggal', value: '2026-01-31', onChange: nothing }),
    h(SelectField, {
      name: 'kind',
      label: 'Jenis',
      value: 'min',
      choices: [{ value: 'min', label: 'Paling sedikit' }],
      onChange: nothing,
    }),
    h(ComboField, {
      name: 'agency',
      label: 'Instansi',
      value: 'a',
      choices: [{ value: 'a', label: 'Dinas A' }],
      found: String,
      onChange: nothing,
    }),
    h(CheckField, { name: 'sure', label: 'Yakin', isChecked: true, onChange: nothing }),
    h(SubmitButton, { isBusy: true, busy: 'Menyimpan…' } as never, 'Simpan'),
  ),
)

const idOf = (name: string) =>
  new RegExp(`<(?:input|select|textarea)[^>]*\\bid="([^"]+)"[^>]*name="${name}"`).exec(markup)?.[1]

describe('the fields of a form', () => {
  it.each(['value', 'reason', 'day', 'kind', 'agency'])('%s is found by its label', (name) => {
    expect(idOf(name)).toBeTruthy()
    expect(markup).toContain(`<label for="${idOf(name)}">`)
  })

  it('a wrong one is marked, and described by help, echo and fault', () => {
    const control = /<input[^>]*name="value"[^>]*>/.exec(markup)![0]
    expect(control).toContain('aria-invalid="true"')
    const described = /aria-describedby="([^"]+)"/.exec(control)![1]!.split(' ')
    const said = described.map((id) => new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(markup)?.[1])
    expect(said).toEqual(['Dalam persen', '90%', 'Isi angka'])
    expect(/<input[^>]*name="day"[^>]*>/.exec(markup)![0]).not.toContain('aria-invalid')
  })

  it('what may be left empty says so, and only that is not required', () => {
    expect(/<input[^>]*name="reason"[^>]*>/.exec(markup)![0]).not.toContain('aria-required')
    expect(/<input[^>]*name="day"[^>]*>/.exec(markup)![0]).toContain('aria-required="true"')
    expect(markup).toContain('(boleh kosong)')
  })

  it('the list of what is wrong is heard, and a busy form keeps its button', () => {
    expect(markup).toMatch(/role="alert"><div[^>]*><p[^>]*>Periksa isian<\/p>/)
    expect(markup).toContain('aria-busy="false"')
    expect(markup).toMatch(/<button type="submit"[^>]*aria-disabled="true">Menyimpan…/)
  })

  it('a combobox shows the name of what is chosen', () => {
    const control = /<input[^>]*name="agency"[^>]*>/.exec(markup)![0]
    expect(control).toContain('role="combobox"')
    expect(control).toContain('value="Dinas A"')
    expect(control).toContain('aria-expanded="false"')
  })
})
