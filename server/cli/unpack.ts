import { Unzip, UnzipInflate } from 'fflate'
import type { PackageFolder } from './package-folder.ts'

/** Writes the files of a zip into a folder as they arrive. @throws Error for what is no zip */
export async function unpack(
  pieces: AsyncIterable<Uint8Array>,
  into: PackageFolder,
  onFile: (name: string) => void,
): Promise<void> {
  const arrived: { name: string; chunk: Uint8Array; isLast: boolean }[] = []
  const unzip = new Unzip((file) => {
    file.ondata = (error, chunk, isLast) => {
      if (error) throw error
      arrived.push({ name: file.name, chunk, isLast })
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  let at: Awaited<ReturnType<PackageFolder['begin']>> | null = null
  const take = async () => {
    for (const { name, chunk, isLast } of arrived.splice(0)) {
      if (!at) {
        onFile(name)
        at = await into.begin(name)
      }
      await at.write(chunk)
      if (!isLast) continue
      await at.end()
      at = null
    }
  }
  for await (const piece of pieces) {
    unzip.push(piece)
    await take()
  }
  unzip.push(new Uint8Array(), true)
  await take()
}
