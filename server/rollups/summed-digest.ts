import { DigestMerger } from '#shared/rollups/digest.ts'

/** A digest row: of a cell, of a month that is kept, or just merged; or several rows put together, so that values are
 *  neither sorted nor different. */
export interface Packed {
  elapsedN: number
  elapsedSum: number
  elapsedSquareSum: number
  elapsedIsExact: boolean
  elapsedValues: Int32Array
  elapsedCounts: Int32Array
  workingN: number
  workingSum: number
  workingSquareSum: number
  workingValues: Int32Array
  workingCounts: Int32Array
}

const HALF = 2 ** 32

// One of each is enough: a sum is taken out before the next begins.
const elapsedMerger = new DigestMerger()
const workingMerger = new DigestMerger(Number.POSITIVE_INFINITY)

/** The merge of digest rows, with the sums of the values before they were bucketed. */
export function mergeAll(rows: readonly Packed[]): Packed {
  let [elapsedN, elapsedSum, squareHigh, squareLow] = [0, 0, 0, 0]
  for (const row of rows) {
    elapsedN += row.elapsedN
    elapsedSum += row.elapsedSum
    // Sums of squares outgrow 53 bits: halves are summed exactly, so that the order changes nothing (as in sql.ts).
    const high = Math.floor(row.elapsedSquareSum / HALF)
    squareHigh += high
    squareLow += row.elapsedSquareSum - high * HALF
    elapsedMerger.add({
      values: row.elapsedValues,
      counts: row.elapsedCounts,
      isExact: row.elapsedIsExact,
    })
    workingMerger.add({ values: row.workingValues, counts: row.workingCounts, isExact: true })
  }
  const [elapsed, working] = [elapsedMerger.take(), workingMerger.take()]
  return {
    elapsedN,
    elapsedSum,
    elapsedSquareSum: squareHigh * HALF + squareLow,
    elapsedIsExact: elapsed.isExact,
    elapsedValues: elapsed.values,
    elapsedCounts: elapsed.counts,
    ...exactSums(working.values, working.counts),
    workingValues: working.values,
    workingCounts: working.counts,
  }
}

/** Values that wait to be merged: more than a few are fewer after it. */
const WAITING_VALUES = 8192

/** Digest rows that arrive one by one; memory stays flat however many there are. */
export class SummedDigest {
  #rows: Packed[] = []
  #waiting = 0

  add(row: Packed): void {
    this.#rows.push(row)
    this.#waiting += row.elapsedValues.length + row.workingValues.length
    if (this.#waiting <= WAITING_VALUES) return
    this.#rows = [mergeAll(this.#rows)]
    this.#waiting = 0
  }

  merge(): Packed {
    return mergeAll(this.#rows)
  }
}

/** Working days are never bucketed, so their digest holds their sums. */
function exactSums(values: Int32Array, counts: Int32Array) {
  const sums = { workingN: 0, workingSum: 0, workingSquareSum: 0 }
  for (let i = 0; i < values.length; i++) {
    sums.workingN += counts[i]!
    sums.workingSum += values[i]! * counts[i]!
    sums.workingSquareSum += values[i]! * values[i]! * counts[i]!
  }
  return sums
}
