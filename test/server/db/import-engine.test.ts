import { expect, test } from 'vitest'
import { openMemoryEngine, quote } from '#server/db/import-engine.ts'

test('a text of a file stays itself as a literal, whatever is in it', async () => {
  const engine = await openMemoryEngine()
  try {
    for (const text of ["it's", 'a\0b', '\0', "'\0'", '', 'a\nb\\'])
      expect(await engine.rows(`select ${quote(text)} as text`)).toEqual([{ text }])
  } finally {
    engine.close()
  }
})
