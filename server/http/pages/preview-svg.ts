import type { Language } from './language.ts'
import type { Written } from './written.ts'
import { xmlText } from './xml-text.ts'

const WIDTH = 1200
const HEIGHT = 630
const MARGIN = 72
/** How wide a letter of Public Sans is at the most on average, in its size; texts are wrapped by it. */
const LETTER = 0.55

/** The picture that stands for a page where it is shared: what it is about, its figure, its sentence, what it rests on.
 *  Ink on paper, in the look of the pages. */
export function previewSvg(
  { p }: Language,
  { title, description, figure, isDemo }: Written,
  release: string,
): string {
  const heading = wrap(title, 60, 2)
  const top = 150 + heading.length * 68
  const sentence = wrap(description, 30, figure ? 4 : 7)
  const below = figure ? top + 150 : top + 20
  const footer = [release, isDemo ? p.demo : ''].filter(Boolean).join(' · ')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="Public Sans">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fcfbf8"/><rect width="${WIDTH}" height="12" fill="#0b5cad"/>
${line('Terukur', MARGIN, 92, 34, 600, '#0b5cad')}
${heading.map((text, i) => line(text, MARGIN, 176 + i * 68, 60, 600, '#14130f')).join('\n')}
${
  figure
    ? `${line(figure.label, MARGIN, top + 20, 28, 400, '#62605a')}\n${line(wrap(figure.value, 84, 1)[0] ?? '', MARGIN, top + 104, 84, 600, '#14130f')}`
    : ''
}
${sentence.map((text, i) => line(text, MARGIN, below + 20 + i * 42, 30, 400, '#2b2a28')).join('\n')}
<rect x="${MARGIN}" y="568" width="${WIDTH - 2 * MARGIN}" height="1" fill="#8f8b80"/>
${line(wrap(footer, 24, 1)[0] ?? '', MARGIN, 604, 24, 400, '#62605a')}
</svg>`
}

const line = (text: string, x: number, y: number, size: number, weight: number, fill: string): string =>
  `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}">${inXml(text)}</text>`

/** Words in lines of the width there is; what is too much ends in an ellipsis. */
function wrap(text: string, size: number, most: number): string[] {
  const letters = Math.floor((WIDTH - 2 * MARGIN) / (size * LETTER))
  const lines: string[] = []
  let rest = text.replace(/\s+/g, ' ').trim()
  while (rest !== '' && lines.length < most) {
    const space = rest.length <= letters ? rest.length : rest.lastIndexOf(' ', letters)
    const end = space > 0 ? space : letters
    lines.push(rest.slice(0, end))
    rest = rest.slice(end).trim()
  }
  if (rest !== '') lines.push(`${lines.pop()!.slice(0, letters - 1)}…`)
  return lines
}

const inXml = (text: string): string =>
  xmlText(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
