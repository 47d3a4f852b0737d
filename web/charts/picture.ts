// A drawing as a picture that stands alone: its title, subtitle, legend, where it comes from and under which licence.
// Always in light colours: it is put into papers. No library: the drawing is SVG already.

export interface Picture {
  svg: string
  width: number
  height: number
}

/** What is said around a drawing. */
export interface PictureWords {
  title: string
  subtitle: string
  /** source, release, licence, address; one line each, broken where too long */
  footer: readonly string[]
}

/** What a style sheet says of a mark; the picture has none. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'visibility',
  'display',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
  'paint-order',
] as const

const SPACE = 16
const SIZES = { title: 16, subtitle: 13, legend: 12, footer: 11 } as const
const INK = { title: '#14130f', subtitle: '#62605a', legend: '#2b2a28', footer: '#62605a' } as const
const PAPER = '#ffffff'
const XMLNS = 'http://www.w3.org/2000/svg'

/** The largest drawing within an element; null while there is none. */
export function drawingIn(element: Element): SVGSVGElement | null {
  let largest: SVGSVGElement | null = null
  for (const svg of element.querySelectorAll('svg')) {
    if (!largest || areaOf(svg) > areaOf(largest)) largest = svg
  }
  return largest
}

const areaOf = (svg: SVGSVGElement): number => {
  const { width, height } = svg.getBoundingClientRect()
  return width * height
}

/** @param frame element that holds the drawing and its legend */
export function pictureOf(frame: Element, drawing: SVGSVGElement, words: PictureWords): Picture {
  const root = document.documentElement
  const { theme } = root.dataset
  // Nothing is painted before it is put back.
  root.dataset.theme = 'light'
  try {
    return compose(frame, drawing, words)
  } finally {
    if (theme === undefined) delete root.dataset.theme
    else root.dataset.theme = theme
  }
}

function compose(frame: Element, drawing: SVGSVGElement, words: PictureWords): Picture {
  const { width: drawn, height: high } = drawing.getBoundingClientRect()
  const width = Math.ceil(drawn) + 2 * SPACE
  const font = getComputedStyle(frame).fontFamily
  const measure = document.createElement('canvas').getContext('2d')!
  const out = element('svg', { xmlns: XMLNS, width, 'font-family': font })
  const paper = element('rect', { width: '100%', height: '100%', fill: PAPER })
  out.append(paper)
  let y = SPACE
  const write = (kind: keyof typeof SIZES, text: string) => {
    measure.font = `${kind === 'title' ? 600 : 400} ${SIZES[kind]}px ${font}`
    for (const line of broken(text, width - 2 * SPACE, (part) => measure.measureText(part).width)) {
      y += SIZES[kind] * 1.3
      const said = element('text', {
        x: SPACE,
        y,
        fill: INK[kind],
        'font-size': SIZES[kind],
        ...(kind === 'title' && { 'font-weight': 600 }),
      })
      said.textContent = line
      out.append(said)
    }
  }
  write('title', words.title)
  write('subtitle', words.subtitle)
  y += SPACE / 2
  for (const entry of frame.querySelectorAll('.legend li')) {
    const sample = entry.querySelector('svg')
    y += SIZES.legend * 1.5
    if (sample) out.append(placed(sample, SPACE, y - SIZES.legend / 2 - 4))
    const said = element('text', {
      x: SPACE + (sample ? sample.getBoundingClientRect().width + 8 : 0),
      y,
      fill: INK.legend,
      'font-size': SIZES.legend,
    })
    said.textContent = entry.textContent!.trim()
    out.append(said)
  }
  y += SPACE / 2
  out.append(placed(drawing, SPACE, y))
  y += high + SPACE / 2
  for (const line of words.footer) write('footer', line)
  const height = Math.ceil(y + SPACE)
  out.setAttribute('height', String(height))
  out.setAttribute('viewBox', `0 0 ${width} ${height}`)
  return { svg: new XMLSerializer().serializeToString(out), width, height }
}

/** A picture as PNG, at twice its size. @throws Error where the browser cannot draw it */
export async function pngOf({ svg, width, height }: Picture): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = height * 2
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('no picture'))), 'image/png'),
  )
}

/** A copy of a drawing at a place, with the styles it is seen with, in light colours, as its own attributes. */
function placed(drawing: SVGSVGElement, x: number, y: number): SVGSVGElement {
  const { width, height } = drawing.getBoundingClientRect()
  const stage = document.createElement('div')
  stage.style.cssText = 'position:absolute;left:-99999px;top:0'
  stage.className = 'figure-drawing'
  stage.setAttribute('aria-hidden', 'true')
  const copy = drawing.cloneNode(true) as SVGSVGElement
  stage.append(copy)
  document.body.append(stage)
  for (const mark of copy.querySelectorAll<SVGElement>('*')) {
    const seen = getComputedStyle(mark)
    for (const name of STYLES) mark.setAttribute(name, seen.getPropertyValue(name))
  }
  for (const mark of [copy, ...copy.querySelectorAll('*')]) {
    for (const name of ['class', 'style', 'tabindex', 'role', 'id', 'aria-label', 'aria-hidden']) {
      // A clip path is found by its id.
      if (name !== 'id' || !mark.closest('defs')) mark.removeAttribute(name)
    }
  }
  stage.remove()
  for (const [name, value] of Object.entries({ x, y, width, height, overflow: 'visible' }))
    copy.setAttribute(name, String(value))
  return copy
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(XMLNS, name)
  for (const [key, value] of Object.entries(attributes))
    if (key !== 'xmlns') made.setAttribute(key, String(value))
  return made
}

/** A text in lines that are no wider than there is room; an address that is longer is cut where it must be. */
export function broken(text: string, room: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word
    if (widthOf(longer) <= room) {
      line = longer
      continue
    }
    if (line) lines.push(line)
    line = word
    while (widthOf(line) > room && line.length > 1) {
      let fits = line.length - 1
      while (fits > 1 && widthOf(line.slice(0, fits)) > room) fits--
      lines.push(line.slice(0, fits))
      line = line.slice(fits)
    }
  }
  return line ? [...lines, line] : lines
}
