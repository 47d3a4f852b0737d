import type { Locale } from '#shared/i18n/text.ts'
import { LICENCE } from '#shared/licence.ts'
import type { Names } from './names.ts'
import type { Column } from './table.ts'
import { TEXTS } from './texts.ts'
import type { SheetContent } from './writers/xlsx.ts'

/** What the figures of a workbook are and where they come from. */
export interface Provenance {
  question: string
  /** `2026-10` or live */
  state: string
  asOf: string | null
  isDemo: boolean
  citation: { id: string; en: string }
  /** ids of the indicators in it */
  indicators: Iterable<string>
}

/** The sheets behind a table: what its columns and indicators mean, and where it comes from, in both languages. */
export function notesSheets(
  columns: readonly Column[],
  names: Names,
  provenance: Provenance,
  locale: Locale,
): SheetContent[] {
  const words = TEXTS[locale]
  const described = columns.filter(({ about }) => about.id)
  const indicators = [...provenance.indicators].map((id) => names.indicators.get(id)).filter((one) => !!one)
  return [
    {
      name: words.sheets.definitions,
      columns: [
        { header: TEXTS.en.column, width: 26 },
        { header: `${TEXTS.en.meaning} (id)`, width: 70 },
        { header: `${TEXTS.en.meaning} (en)`, width: 70 },
      ],
      rows: [
        ...described.map(({ name, about }) => [name, about.id, about.en]),
        ...indicators.flatMap((one) =>
          (['name', 'definition', 'formula', 'source', 'limits'] as const).map((field) => [
            field === 'name' ? one.id : `${one.id}: ${field}`,
            one[field].id,
            one[field].en,
          ]),
        ),
      ],
    },
    {
      name: words.sheets.readme,
      columns: [
        { header: 'Terukur', width: 24 },
        { header: provenance.state, width: 110 },
      ],
      rows: [
        [words.question, provenance.question],
        [words.source, `Terukur, ${provenance.state}`],
        ...(provenance.asOf ? [[words.asOf, provenance.asOf]] : []),
        ...(provenance.isDemo ? [[TEXTS.id.demo, TEXTS.en.demo]] : []),
        [words.licence, `${LICENCE.name}, ${LICENCE.url}`],
        [TEXTS.id.cite, provenance.citation.id],
        [TEXTS.en.cite, provenance.citation.en],
        ...[...TEXTS.id.readingLines, ...TEXTS.en.readingLines].map((line) => ['', line]),
      ],
    },
  ]
}
