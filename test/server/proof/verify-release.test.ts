import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freezeRelease, reviseRelease } from '#server/actions/releases/freeze.ts'
import { rotateReleaseKey } from '#server/actions/releases/rotate-key.ts'
import { ReleaseManifest, SignedRelease } from '#shared/contract/release.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { measured } from '#shared/measure/measure.ts'
import type { CellLine, PeopleCell } from '#shared/proof/cell-line.ts'
import { explainFigure } from '#shared/proof/explain-figure.ts'
import type { FigureName, ReleaseSource } from '#shared/proof/findings.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { bytesOf, plantProof, sourceOf, verifyAll } from '#test/support/proof-world.ts'
import { signAnew } from '#test/support/sign-anew.ts'

const decoder = new TextDecoder()

describe.each(ENGINES)('a release on %s', (engine) => {
  let test: TestWorld
  let source: ReleaseSource
  beforeAll(async () => {
    test = await openTestWorld(engine)
    test.setClock('2026-04-05T03:00:00.000Z')
    await plantProof(test)
    await freezeRelease(test.context, { through: '2026-03' })
    source = sourceOf(test.world.db.read, '2026-03')
  })
  afterAll(() => test.close())

  it('comes out again from its cells by its definitions, figure by figure', async () => {
    const { findings, summary } = await verifyAll(source)
    expect(findings).toEqual([])
    expect(summary.parts.same).toBe(summary.parts.all)
    expect(summary.figures.same).toBeGreaterThan(5000)
    expect(summary.figures.hidden).toBeGreaterThan(100)
    const said = decoder.decode((await source.part('readings/north.ndjson'))!)
    const achieved = said.split('\n').filter((line) => line.includes('"indicator":"achievement"'))
    expect(achieved.join().match(/\["[\d-]+Q?S?\d*",\d/g)!.length).toBeGreaterThan(10)
    // What cannot be told from outside is a rest, not the rule.
    expect(summary.figures.onHidden).toBeLessThan(summary.figures.same / 100)
  })

  if (engine === 'postgres') return

  it('says of a hidden index nothing but how many answered', async () => {
    const { manifest } = SignedRelease.parse(JSON.parse((await source.signed('2026-03'))!))
    const { parts } = ReleaseManifest.parse(JSON.parse(manifest))
    const cells: PeopleCell[] = []
    for (const { name } of parts.filter((part) => part.name.startsWith('cells/'))) {
      const text = decoder.decode((await source.part(name))!)
      const lines = text.split('\n').filter(Boolean)
      for (const line of lines.map((one) => JSON.parse(one) as CellLine))
        if (line.kind === 'people') cells.push(...line.cells)
    }
    const isHidden = ({ hidden }: PeopleCell) => hidden?.includes('satisfaction-index')
    const indices = cells.filter(({ measures }) => measures?.index)
    expect(indices.filter(isHidden).length).toBeGreaterThan(5)
    expect(indices.filter((cell) => !isHidden(cell)).length).toBeGreaterThan(5)
    for (const cell of indices) {
      if (isHidden(cell)) expect(Object.keys(cell.measures!.index!)).toEqual(['n'])
      else expect(ELEMENTS.filter((element) => cell.measures![element]).length).toBe(ELEMENTS.length)
    }
  })

  it('explains one figure from its signature to the number, and says where it lies', async () => {
    const explain = async (from: ReleaseSource, figure: FigureName) => {
      const run = explainFigure(from, figure)
      for (;;) {
        const { value, done } = await run.next()
        if (done) return value!
      }
    }
    const received = { indicator: 'received', service: null, grain: 'quarter', period: '2025-Q4' } as const
    const together = await explain(source, { ...received, agency: null })
    expect(together).toMatchObject({ seal: [], chain: 'first', verdict: 'same' })
    expect(together.parts.every(({ named, found }) => named === found)).toBe(true)
    expect(together.rows.reduce((sum, { sums }) => sum + sums['cases.received']!, 0)).toBe(
      together.published![1],
    )
    const province = await explain(source, { ...received, indicator: 'median-time', agency: 'province' })
    expect(province).toMatchObject({
      verdict: 'same',
      recomputed: { measure: { value: province.published![1] } },
    })
    expect(province.rows.map(({ agency }) => agency).sort()).toEqual(['north', 'province', 'silent', 'south'])
    expect(province.line).toBeGreaterThan(0)
    const more = '"indicator":"received","points":[["2025-Q3",'
    const lying = await signedAgain('readings/north.ndjson', (text) => text.replace(more, `${more}1`))
    const { verdict } = await explain(lying, { ...received, agency: 'north', period: '2025-Q3' })
    expect(verdict).toMatchObject([{ field: 'value' }])
    expect(await explain(source, { ...received, agency: 'nowhere' })).toMatchObject({
      published: null,
      verdict: null,
    })
  })

  /** With one part that says something else. `changed`, `readings`: how
   *  many more of them the manifest then tells of. */
  const signedAgain = (
    name: string,
    change: (text: string) => string,
    { from = source, changed = 0, readings = 0 } = {},
  ) =>
    signAnew(from, {
      parts: { [name]: change },
      manifest: ({ counts, ...manifest }) => ({
        ...manifest,
        counts: { ...counts, changed: counts.changed + changed, readings: counts.readings + readings },
      }),
    })

  it('names the figure that was changed, though everything was signed anew', async () => {
    const lying = await signedAgain('readings/north.ndjson', (text) =>
      text.replace(
        /("indicator":"received","points":\[\["2025-08",)(\d+)/,
        (_, before, n) => `${before}${Number(n) + 1}`,
      ),
    )
    const { findings, summary } = await verifyAll(lying)
    expect(findings).toEqual([
      {
        code: 'figure-differs',
        part: 'readings/north.ndjson',
        line: expect.any(Number),
        figure: { indicator: 'received', agency: 'north', service: null, grain: 'month', period: '2025-08' },
        differences: [{ field: 'value', published: expect.any(Number), recomputed: expect.any(Number) }],
      },
    ])
    expect(summary.figures.different).toBe(1)
    // Whoever knows the key sees that it is another.
    const { publicKey } = SignedRelease.parse(JSON.parse((await source.signed(null))!))
    expect((await verifyAll(lying, { trustedKey: publicKey })).findings[0]).toEqual({
      code: 'unknown-key',
      part: 'release.json',
    })
    expect((await verifyAll(source, { trustedKey: publicKey })).findings).toEqual([])
  })

  it('comes out the same whatever the program has come to say of its indicators', async () => {
    const before = INDICATORS.map((definition) => ({ ...definition }))
    try {
      for (const definition of INDICATORS) {
        const other: Partial<IndicatorDefinition> = {
          hasFacts: () => true,
          evaluate: () => measured(42),
          isCount: false,
        }
        Object.assign(definition, other)
      }
      expect((await verifyAll(source)).findings).toEqual([])
    } finally {
      INDICATORS.forEach((definition, i) => {
        Object.assign(definition, before[i])
      })
    }
  })

  it('names a change that is logged of no such figure', async () => {
    const change = {
      release: '2026-03',
      previous: '2026-02',
      publishedAt: '2026-04-05T03:00:00.000Z',
      indicator: 'received',
      agency: 'north',
      service: null,
      grain: 'month',
      period: '2025-08',
      old: { value: 1, n: 1, missing: null },
      new: { value: 2, n: 2, missing: null },
      reason: null,
    }
    const lying = await signedAgain('changes.ndjson', () => `${JSON.stringify(change)}\n`, { changed: 1 })
    expect((await verifyAll(lying)).findings).toMatchObject([{ code: 'change-differs', line: 1 }])
  })

  it('names an achievement, a target and a figure of one that was changed', async () => {
    const lies = [
      ['readings/north.ndjson', /("indicator":"achievement","points":\[\["20\d\d-\d\d",)(\d+)/],
      ['rules.json', /("indicator":"received",[^}]*"value":)(20)/],
    ] as const
    for (const [name, where] of lies) {
      const lying = await signedAgain(name, (text) =>
        text.replace(where, (_, before, n) => `${before}${Number(n) + 1}`),
      )
      const { findings } = await verifyAll(lying)
      expect(findings.length, name).toBeGreaterThan(0)
      expect(findings.every((one) => 'figure' in one && one.figure.indicator === 'achievement')).toBe(true)
    }
  })

  it('names figures that were left out', async () => {
    const lying = await signedAgain(
      'readings/south.ndjson',
      (text) =>
        text.replace(/^.*"grain":"year","indicator":"on-time-rate".*"service":null,"year":"2025"}\n/m, ''),
      { readings: -1 },
    )
    const { findings } = await verifyAll(lying)
    const figure = {
      indicator: 'on-time-rate',
      agency: 'south',
      service: null,
      grain: 'year',
      period: '2025',
    }
    expect(findings).toEqual([{ code: 'figure-missing', part: 'readings/south.ndjson', figure }])
  })

  it('names a cell that was changed by every figure that rests on it', async () => {
    const lying = await signedAgain('cells/north.ndjson', (text) =>
      text.replace(/"completed":(\d+)/, (_, n) => `"completed":${Number(n) + 1}`),
    )
    const { findings } = await verifyAll(lying)
    const scopes = new Set(findings.flatMap((one) => ('figure' in one ? one.figure.agency : [])))
    expect(scopes).toEqual(new Set(['north', 'province', 'nation', null]))
  })

  it('names the part of which a byte was flipped', async () => {
    const { manifest } = SignedRelease.parse(JSON.parse((await source.signed(null))!))
    const { parts } = ReleaseManifest.parse(JSON.parse(manifest))
    expect(parts.length).toBeGreaterThan(12)
    const kinds = /^(rules|directory|changes|cells.island|readings.together)/
    for (const { name } of parts.filter((part) => kinds.test(part.name))) {
      const flipped: ReleaseSource = {
        ...source,
        async part(part) {
          const bytes = (await source.part(part))!
          if (part !== name) return bytes
          // Of an empty one no byte can be flipped.
          if (bytes.length === 0) return bytesOf('x')
          bytes[Math.floor(bytes.length / 2)]! ^= 1
          return bytes
        },
      }
      const { findings } = await verifyAll(flipped)
      const named = findings.filter(({ code }) => code === 'part-hash').map(({ part }) => part)
      expect(named).toEqual([name])
    }
  })

  it('names the envelope of which any sign was changed', async () => {
    const text = (await source.signed(null))!
    const { manifest, sha256: hash, signature, publicKey } = SignedRelease.parse(JSON.parse(text))
    const envelope = (change: object) =>
      JSON.stringify({ manifest, sha256: hash, signature, publicKey, ...change })
    const codesOf = async (signed: string) => {
      const { findings } = await verifyAll({ ...source, signed: async () => signed, part: async () => null })
      return findings.flatMap((one) => (one.part === 'release.json' ? [one.code] : []))
    }
    const next = (sign: string) => String.fromCharCode(sign.charCodeAt(0) ^ 1)
    for (const at of [3, Math.floor(manifest.length / 2), manifest.length - 3])
      expect(
        await codesOf(
          envelope({ manifest: manifest.slice(0, at) + next(manifest[at]!) + manifest.slice(at + 1) }),
        ),
      ).not.toEqual([])
    // The last sign before `==` holds four bits that no decoder reads.
    const last = signature.length - 3
    const loose =
      signature.slice(0, last) +
      (signature[last] === 'A' ? 'B' : String.fromCharCode(signature.charCodeAt(last) + 1)) +
      '=='
    expect(await codesOf(envelope({ signature: loose }))).toContain('signature')
    expect(
      await codesOf(envelope({ sha256: hash.replace(/^./, (sign) => (sign === '0' ? '1' : '0')) })),
    ).toEqual(['manifest-hash'])
    const otherKey = `${publicKey[0] === 'A' ? 'B' : 'A'}${publicKey.slice(1)}`
    expect(await codesOf(envelope({ publicKey: otherKey }))).not.toEqual([])
    expect(await codesOf(text.slice(1))).toEqual(['unreadable'])
    // A sign of the name of a field: the part has no name any more.
    const nameless = manifest.replace('"name":', '"nbme":')
    expect(nameless).not.toBe(manifest)
    expect(await codesOf(envelope({ manifest: nameless }))).toEqual(['unreadable'])
    // What is no base64 is found like any other sign, and ends nothing.
    const broken = `*${publicKey.slice(1)}`
    const [key] = await source.keys()
    const found = await verifyAll(
      {
        ...source,
        signed: async () => envelope({ publicKey: broken }),
        part: async () => null,
        keys: async () => [{ ...key!, publicKey: broken }],
      },
      { trustedKey: publicKey },
    )
    const codes = found.findings.map(({ code }) => code)
    expect(codes).toEqual(expect.arrayContaining(['signature', 'key-endorsement', 'unknown-key']))
  })

  it('and its revision are one chain, over a new key too', async () => {
    const { publicKey } = SignedRelease.parse(JSON.parse((await source.signed(null))!))
    await importText(
      test,
      'costs',
      {
        dataset: 'costs',
        columns: { agency: 'agency', period: 'period', cost: 'cost', staff: 'staff' },
        covers: ['2025-08-01', '2026-03-31'],
        asOf: '2026-04-02',
      },
      'agency,period,cost,staff\nnorth,2025-09,1500000,4.5\n',
    )
    test.setClock('2026-04-06T03:00:00.000Z')
    await rotateReleaseKey(test.context)
    await reviseRelease(test.context, { replaces: '2026-03', reason: 'Costs of September were told anew.' })
    const revised = sourceOf(test.world.db.read, '2026-03-r1')
    const { findings, summary } = await verifyAll(revised, { trustedKey: publicKey, chain: true })
    expect(findings).toEqual([])
    expect(summary).toMatchObject({ code: '2026-03-r1', log: 'both', previous: '2026-03' })
    const log = decoder.decode((await revised.part('changes.ndjson'))!)
    expect(log).toContain('cost-per-case')
    // Every change is in the log, and nothing else: with both releases at hand it is seen.
    const logged = log.trimEnd().split('\n')
    const shorter = await signedAgain('changes.ndjson', () => `${logged.slice(1).join('\n')}\n`, {
      from: revised,
      changed: -1,
    })
    const [first] = logged.map((line) => JSON.parse(line) as FigureName)
    const { indicator, agency, service, grain, period } = first!
    const figure = { indicator, agency, service, grain, period }
    expect((await verifyAll(shorter)).findings).toEqual([
      { code: 'change-missing', part: 'changes.ndjson', figure },
    ])
    const { other: _, ...alone } = shorter
    expect(await verifyAll(alone)).toMatchObject({ findings: [], summary: { log: 'this' } })
    const wrong = await signedAgain(
      'changes.ndjson',
      (text) =>
        text.replace(
          /"old":\{"missing":[^,]*,"n":[^,]*,"value":[^}]*\}/,
          '"old":{"missing":null,"n":1,"value":1}',
        ),
      { from: revised },
    )
    expect((await verifyAll(wrong)).findings).toMatchObject([{ code: 'change-differs', line: 1 }])
    // The first still answers, and verifies.
    expect((await verifyAll(source)).findings).toEqual([])
  })
})
