import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { initWasm, Resvg } from '@resvg/resvg-wasm'

const require = createRequire(import.meta.url)
const FONTS = [
  require.resolve('@expo-google-fonts/public-sans/400Regular/PublicSans_400Regular.ttf'),
  require.resolve('@expo-google-fonts/public-sans/600SemiBold/PublicSans_600SemiBold.ttf'),
]

let prepared: Promise<Uint8Array[]> | null = null
/** Drawing keeps a processor busy for a moment, so one picture is drawn after the other. */
let queue: Promise<unknown> = Promise.resolve()

/** A drawing as PNG, its text in Public Sans. */
export function drawPng(svg: string): Promise<Buffer> {
  const drawn = queue.then(async () => {
    prepared ??= prepare()
    const fontBuffers = await prepared
    const drawing = new Resvg(svg, {
      font: { fontBuffers, defaultFontFamily: 'Public Sans' },
    })
    const image = drawing.render()
    const png = Buffer.from(image.asPng())
    image.free()
    drawing.free()
    return png
  })
  queue = drawn.catch(() => {})
  return drawn
}

async function prepare(): Promise<Uint8Array[]> {
  await initWasm(await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')))
  return Promise.all(FONTS.map((path) => readFile(path)))
}
