import { Link, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { citation } from '#shared/i18n/citation.ts'
import { takeAlong as en } from '#shared/i18n/en/take-along.ts'
import { takeAlong as id } from '#shared/i18n/id/take-along.ts'
import { LOCALES } from '#shared/i18n/text.ts'
import { LICENCE } from '#shared/licence.ts'
import { drawingIn, type PictureWords, pictureOf, pngOf } from '../charts/picture.ts'
import { useLanguage, useWords } from '../i18n.tsx'
import { type FileFormat, fileUrl, keep, type ViewSearch } from '../paths.ts'
import { figureToCheck } from './figure-to-check.ts'

/** What is taken along: the question that the figures answer, and where they stand. */
export interface Taken {
  /** address of the question to the API */
  question: string
  data: { asOf: string | null; demo: boolean; release?: string | undefined }
  /** where no link to it stands beside */
  withCsv?: boolean
}

const FORMATS = [
  ['csv', 'csv'],
  ['xlsx', 'workbook'],
  ['json', 'json'],
  ['parquet', 'parquet'],
] as const

export default function TakeAlongPanel({ question, data, withCsv = false }: Taken) {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const toCheck = figureToCheck(question, data.release)
  const panel = useRef<HTMLDivElement>(null)
  const [frame, setFrame] = useState<Element | null>(null)
  const [said, say] = useState('')
  useEffect(() => {
    const found = panel.current?.closest('figure')?.querySelector('.figure-drawing') ?? null
    setFrame(found && drawingIn(found) ? found : null)
  }, [])
  const name = `terukur${data.demo ? '-demo' : ''}${data.release ? `-${data.release}` : ''}`
  const titleOf = () =>
    panel.current?.closest('figure')?.querySelector('figcaption h3')?.textContent ??
    document.title.replace(/ [–-] Terukur$/, '')
  const cite = (locale: (typeof LOCALES)[number], title: string) =>
    citation(locale, {
      title,
      release: data.release ?? null,
      publishedAt: data.asOf,
      url: location.href,
      accessedOn: new Date().toISOString().slice(0, 10),
    })
  const draw = async (kind: 'png' | 'svg') => {
    const drawing = frame && drawingIn(frame)
    if (!drawing) return
    say('')
    try {
      const picture = pictureOf(frame, drawing, wordsAround(frame, panel.current!))
      const blob = kind === 'png' ? await pngOf(picture) : new Blob([picture.svg], { type: 'image/svg+xml' })
      save(blob, `${name}.${kind}`)
    } catch {
      say(words.notDrawn)
    }
  }
  const title = titleOf()
  return (
    <div ref={panel} className="take-along-panel">
      <p>{words.table}</p>
      <ul className="take-along-list">
        {FORMATS.filter(([format]) => withCsv || format !== 'csv').map(([format, label]) => (
          <li key={format}>
            <a href={fileUrl(question, format satisfies FileFormat)} download={`${name}.${format}`}>
              {words[label]}
            </a>
          </li>
        ))}
      </ul>
      {frame && (
        <>
          <p>{words.picture}</p>
          <ul className="take-along-list">
            {(['png', 'svg'] as const).map((kind) => (
              <li key={kind}>
                <button type="button" className="quiet" onClick={() => void draw(kind)}>
                  {words[kind]}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {toCheck && (
        <p>
          <Link to="/verify" search={{ ...keep(search), channel: undefined, ...toCheck }}>
            {words.check}
          </Link>
        </p>
      )}
      <p>{words.cite}</p>
      {LOCALES.map((locale) => (
        <p key={locale} className="citation" lang={locale}>
          {cite(locale, title)} {/* Browsers lend the clipboard to safe connections only. */}
          {navigator.clipboard && (
            <button
              type="button"
              className="quiet"
              onClick={() =>
                void navigator.clipboard.writeText(cite(locale, title)).then(() => say(words.copied))
              }
            >
              {words.copy(words.languages[locale])}
            </button>
          )}
        </p>
      ))}
      <p>
        {words.licence}: <a href={LICENCE.url}>{LICENCE.name}</a>
      </p>
      <p role="status">{said}</p>
      {data.demo && <p>{t.invented}</p>}
    </div>
  )
}

/** Title and subtitle of the figure that the drawing stands in, and its source line without what it offers. */
function wordsAround(frame: Element, panel: Element): PictureWords {
  const figure = frame.closest('figure')
  const textOf = (selector: string) => figure?.querySelector(selector)?.textContent?.trim() ?? ''
  const source = panel.closest('.figure-source')?.querySelector('.source-said')?.textContent?.trim() ?? ''
  return {
    title: textOf('figcaption h3'),
    subtitle: textOf('.figure-subtitle'),
    footer: [source, LICENCE.name, location.href],
  }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
