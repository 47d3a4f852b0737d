import { embed as en } from '#shared/i18n/en/embed.ts'
import { embed as id } from '#shared/i18n/id/embed.ts'
import { useLanguage, useWords } from '../i18n.tsx'
import { type EmbedQuestion, embedUrl } from '../paths.ts'
import { Command } from '../ui/Command.tsx'

/** What to paste into another page to have a figure there, kept up to date. */
export function EmbedCode({
  of,
  title,
}: {
  of: EmbedQuestion
  /** what the frame holds, for those who hear the page */
  title: string
}) {
  const { locale } = useLanguage()
  const words = useWords({ id, en })
  const lang = locale === 'en' ? 'en' : undefined
  const address = `${location.origin}${embedUrl({ ...of, lang })}`
  return (
    <details className="figure-table">
      <summary>{words.embed}</summary>
      <p className="figure-notes">{words.how}</p>
      <Command>{`<iframe src="${inAttribute(address)}" title="${inAttribute(title)}" width="100%" height="420" style="border:0" loading="lazy"></iframe>`}</Command>
      <p className="figure-notes">{words.resize}</p>
      <Command>{RESIZE}</Command>
    </details>
  )
}

const inAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

const RESIZE = `<script>addEventListener('message', ({ data, source }) => { if (data?.terukur === 'height') for (const frame of document.querySelectorAll('iframe')) if (frame.contentWindow === source) frame.height = data.height })</script>`
