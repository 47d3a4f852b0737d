import type { ReadingsQuery } from '#server/readings/query.ts'
import { readReadings } from '#server/readings/read-readings.ts'
import type { Reading } from '#shared/contract/reading.ts'
import type { TestWorld } from './database.ts'

/** Readings of everything together, or as asked, as everybody sees them. */
export async function askMany(
  test: TestWorld,
  query: Pick<ReadingsQuery, 'indicators' | 'grain' | 'from' | 'to'> & Partial<ReadingsQuery>,
): Promise<Reading[]> {
  const { readings } = await readReadings(
    test.world,
    { agencies: null, services: null, channels: null, levels: null, ...query },
    { isAnonymous: true },
  )
  return readings
}
