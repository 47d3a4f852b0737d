import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { runImport } from '#server/actions/imports/run-import.ts'
import { undoImport } from '#server/actions/imports/undo.ts'
import { readReadings } from '#server/readings/read-readings.ts'
import { DATASETS } from '#shared/contract/import.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { Refusal } from '#shared/refusal.ts'
import type { TestWorld } from './database.ts'
import { namedTables } from './derived-tables.ts'
import type { Dice } from './dice.ts'
import { type RandomDelivery, randomDelivery } from './random-deliveries.ts'

// Imports and undos in a random order, and the same without the imports that were undone.

export interface NumberedDelivery extends RandomDelivery {
  importId: string
  at: string
}

/** Delivers and undoes; gives what is still in force, in the order of delivery. */
export async function deliverAndUndo(
  dice: Dice,
  test: TestWorld,
  steps: number,
): Promise<NumberedDelivery[]> {
  let standing: NumberedDelivery[] = []
  for (let step = 0; step < steps; step++) {
    if (standing.length > 1 && dice.chance(0.35)) {
      for (const id of await undoWithRests(test, dice.pick(standing).importId)) {
        standing = standing.filter(({ importId }) => importId !== id)
      }
      continue
    }
    // Cases twice as often: they have the most cells.
    const delivery: NumberedDelivery = {
      ...randomDelivery(dice, dice.pick([...DATASETS, 'cases', 'cases'])),
      importId: `import-${String(step).padStart(3, '0')}`,
      at: new Date(Date.parse('2026-11-23T03:00:00Z') + step * 1000).toISOString(),
    }
    if (await deliver(test, delivery)) standing.push(delivery)
  }
  return standing
}

/** @returns whether any row was taken in: what wrote nothing cannot be undone */
export async function deliver(test: TestWorld, delivery: NumberedDelivery): Promise<boolean> {
  const path = join(test.dataDir, `${delivery.importId}.csv`)
  await writeFile(path, delivery.text)
  test.setClock(delivery.at)
  const { accepted } = await runImport(test.context, {
    dataset: delivery.dataset,
    mapping: delivery.mapping,
    mappingDir: null,
    files: [{ path, name: 'file.csv' }],
    dryRun: false,
    importId: delivery.importId,
  })
  return accepted > 0
}

/** Undoes an import, first those that rest on it, as the refusal says; gives the ids in that order. */
async function undoWithRests(test: TestWorld, importId: string): Promise<string[]> {
  try {
    await undoImport(test.context, importId)
    return [importId]
  } catch (error) {
    if (!(error instanceof Refusal) || error.key !== 'import-rested-on') throw error
    const [newest] = error.details.imports as { importId: string }[]
    return [...(await undoWithRests(test, newest!.importId)), ...(await undoWithRests(test, importId))]
  }
}

/** The two databases say the same in every table and every figure. */
export async function expectSameWorld(undone: TestWorld, never: TestWorld): Promise<void> {
  expect(await namedTables(undone.world.db.read)).toEqual(await namedTables(never.world.db.read))
  expect(await everyFigure(undone)).toEqual(await everyFigure(never))
}

async function everyFigure(test: TestWorld) {
  const { readings } = await readReadings(
    test.world,
    {
      indicators: INDICATORS.map(({ id }) => id),
      agencies: '*',
      services: null,
      channels: null,
      levels: null,
      grain: 'month',
      from: '2025-01-01',
      to: '2025-12-31',
    },
    { isAnonymous: false },
  )
  return readings
}
