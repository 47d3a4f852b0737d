import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { startServerProcess } from '../support/server-process.ts'

export interface PushRun {
  /** asked for, a second */
  rate: number
  seconds: number
  acknowledged: number
  refused: number
  /** milliseconds */
  acknowledgedAfter: Spread
  /** from the acknowledgement of a case to a reading that counts it */
  fresh: Spread
  /** processor seconds of the server, a second; null where the system does not tell */
  cores: number | null
}

export interface Spread {
  median: number
  p95: number
  max: number
}

const TICK_MS = 20
const PROBE_MS = 700

/** Pushes of single cases at a steady rate, whether they are answered or not, of offices and services of the made
 *  cases by chance; a third of them corrections. */
export async function measurePushes(
  env: Record<string, string>,
  serverFile: string,
  { rate, seconds, agencies = 634 }: { rate: number; seconds: number; agencies?: number },
): Promise<PushRun> {
  const server = await startServerProcess(env)
  try {
    const { token, pid } = JSON.parse(await readFile(serverFile, 'utf8')) as { token: string; pid: number }
    const caller = callerOf(server.address, token)
    const today = new Date().toISOString().slice(0, 10)
    const submit = (ref: string, agency: string, service: string, more = {}) =>
      caller.push({ ref, agency, service, submittedAt: `${today}T00:00:01Z`, ...more })
    const run = Date.now()
    await caller.push({
      create: ['service'],
      items: [{ ref: `${run}`, agency: 'instansi-000', service: 'Probe', submittedAt: today }],
    })
    const waits: number[] = []
    const fresh: number[] = []
    let refused = 0
    const pending = new Set<Promise<unknown>>()
    const follow = (work: Promise<unknown>) => {
      pending.add(work)
      void work.finally(() => pending.delete(work))
    }
    const cpuBefore = await cpuOf(pid)
    const startedAt = performance.now()
    let sent = 0
    let probed = 1
    let isProbing = false
    let nextProbe = PROBE_MS
    for (;;) {
      const elapsed = performance.now() - startedAt
      if (elapsed >= seconds * 1000) break
      for (; sent < (elapsed / 1000) * rate; sent++) {
        const isCorrection = sent % 3 === 2
        const n = isCorrection ? Math.floor(Math.random() * sent) : sent
        // The same number is always of the same office and service.
        const agency = `instansi-${String((n * 7919) % agencies).padStart(3, '0')}`
        const service = `layanan-${String((n * 31) % 20).padStart(2, '0')}`
        const at = performance.now()
        const more = isCorrection
          ? { completedAt: new Date().toISOString(), channel: 'web' }
          : { channel: 'web' }
        follow(
          submit(`${run}-${n}`, agency, service, more).then((status) => {
            if (status === 200) waits.push(performance.now() - at)
            else refused++
          }),
        )
      }
      if (elapsed > nextProbe && !isProbing) {
        isProbing = true
        nextProbe = elapsed + PROBE_MS
        follow(
          probe(caller, submit, `${run}-p${probed}`, ++probed, today).then((ms) => {
            fresh.push(ms)
            isProbing = false
          }),
        )
      }
      await new Promise((done) => setTimeout(done, TICK_MS))
    }
    await Promise.all(pending)
    const took = (performance.now() - startedAt) / 1000
    const cpu = await cpuOf(pid)
    return {
      rate,
      seconds,
      acknowledged: waits.length,
      refused,
      acknowledgedAfter: spreadOf(waits),
      fresh: spreadOf(fresh),
      cores: cpu === null || cpuBefore === null ? null : (cpu - cpuBefore) / took,
    }
  } finally {
    await server.stop()
  }
}

type Caller = ReturnType<typeof callerOf>

function callerOf(address: string, token: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 2000 })
  const ask = (method: string, path: string, body?: string) =>
    new Promise<{ status: number; text: string }>((done, fail) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const call = request(`${address}/api/v1/${path}`, { agent, method, headers }, (response) => {
        let text = ''
        response.on('data', (part) => {
          text += part
        })
        response.on('end', () => done({ status: response.statusCode!, text }))
      })
      call.on('error', fail)
      call.end(body)
    })
  return {
    ask,
    push: async (body: object) => (await ask('POST', 'cases', JSON.stringify(body))).status,
  }
}

/** Milliseconds from the acknowledgement of one more case until a reading counts it. */
async function probe(
  caller: Caller,
  submit: (ref: string, agency: string, service: string) => Promise<number>,
  ref: string,
  count: number,
  today: string,
): Promise<number> {
  await submit(ref, 'instansi-000', 'probe')
  const acknowledgedAt = performance.now()
  for (;;) {
    const { text } = await caller.ask(
      'GET',
      `readings?indicators=received&agency=instansi-000&service=probe&grain=year&from=${today}&to=${today}`,
    )
    const [reading] = (JSON.parse(text) as { readings: { value: number | null }[] }).readings
    if ((reading?.value ?? 0) >= count) return performance.now() - acknowledgedAt
    await new Promise((done) => setTimeout(done, 25))
  }
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (p: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN
  return { median: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? Number.NaN }
}

const TICKS = 100
async function cpuOf(pid: number): Promise<number | null> {
  try {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS
  } catch {
    return null
  }
}
