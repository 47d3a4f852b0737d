import { expect } from 'vitest'
import { insertAgencies, rebuildClosure } from '#server/db/queries/entities.ts'
import type { TestWorld } from './database.ts'
import { importText } from './import.ts'
import { writeFile } from './random-files.ts'
import {
  type AnswerFact,
  type CaseFact,
  type DeliveredFile,
  deliver,
  emptyRegister,
  type Register,
  type RegisterAgency,
} from './register.ts'

// A tree of three levels in three time zones; inner agencies have facts of their own. The last two are made by import.
const TREE: (RegisterAgency & { isImported?: true })[] = [
  { code: 'ministry', parent: null, zone: 'Asia/Jakarta' },
  { code: 'west', parent: 'ministry', zone: 'Asia/Jakarta' },
  { code: 'west-1', parent: 'west', zone: 'Asia/Jakarta' },
  { code: 'east', parent: 'ministry', zone: 'Asia/Jayapura' },
  { code: 'east-1', parent: 'east', zone: 'Asia/Jayapura' },
  { code: 'east-2', parent: 'east', zone: 'Asia/Jayapura' },
  { code: 'harbor', parent: null, zone: 'America/New_York', isImported: true },
  { code: 'pier', parent: null, zone: 'America/New_York', isImported: true },
]

/** Plants the tree; gives the empty register over it. */
export async function plantTree(test: TestWorld): Promise<Register> {
  await test.world.write(async (tx) => {
    const ids = new Map<string, number>()
    for (const { code, parent, zone, isImported } of TREE) {
      if (isImported) continue
      const [id] = await insertAgencies(tx, [
        {
          code,
          name: code,
          level: 'unit',
          parentId: parent === null ? null : ids.get(parent)!,
          timeZone: zone,
          calendarCode: 'id-government',
          source: 'test',
        },
      ])
      ids.set(code, id!)
    }
    await rebuildClosure(tx)
  })
  return emptyRegister(TREE)
}

/** Imports a file and takes it into the register; what the import reports must be what happened. */
export async function importBoth(
  test: TestWorld,
  register: Register,
  file: DeliveredFile<CaseFact> | DeliveredFile<AnswerFact>,
): Promise<void> {
  const { mapping, text } = writeFile(file)
  const { inserted, updated, unchanged, removed, rejected } = await importText(
    test,
    file.dataset,
    mapping,
    text,
  )
  const counts =
    file.dataset === 'cases'
      ? deliver(register, file as DeliveredFile<CaseFact>)
      : deliver(register, file as DeliveredFile<AnswerFact>)
  expect({ inserted, updated, unchanged, removed, rejected }).toEqual({ ...counts, rejected: 0 })
}
