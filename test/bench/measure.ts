/** Wall-clock seconds that a task takes. */
export async function seconds(task: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await task()
  return (performance.now() - startedAt) / 1000
}

/** Seconds of processor time that a task takes in this process, on whatever it waits for among others. */
export async function processorSeconds(task: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await task()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2
}

/** Milliseconds of each of two tasks, run turn by turn so that noise of the machine falls on both. `by`: their measure. */
export async function inTurns(
  tasks: readonly (() => Promise<unknown>)[],
  rounds: number,
  by: (task: () => Promise<unknown>) => Promise<number> = seconds,
): Promise<number[]> {
  const times = tasks.map((): number[] => [])
  for (let round = -2; round < rounds; round++) {
    for (const [i, task] of tasks.entries()) {
      const took = await by(task)
      if (round >= 0) times[i]!.push(took * 1000)
    }
  }
  return times.map(median)
}

/** One line of the report. `target`: what the ratio may be at most (or, with `atLeast`, at least). */
export interface Line {
  what: string
  size: string
  value: number
  unit: string
  reference?: number | undefined
  ratio?: number | undefined
  target?: string | undefined
  isMet?: boolean | undefined
}
