import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SignedRelease } from '#shared/contract/release.ts'
import type { ReleaseSource } from '#shared/proof/findings.ts'
import { openTestWorld, type TestWorld } from '#test/support/database.ts'
import { sourceOf, verifyAll } from '#test/support/proof-world.ts'
import { releaseAndRevise } from '#test/support/revised-release.ts'
import { type Lie, signAnew } from '#test/support/sign-anew.ts'

// What a publisher who signs a lie can do to a release, and what a server can serve in place of one. Each is named, and
// nothing keeps the check busy for ever.

const DROP = () => null
const withAgencies =
  (change: (agencies: { code: string }[]) => object[]) =>
  (text: string): string => {
    const directory = JSON.parse(text) as { agencies: { code: string }[] }
    return JSON.stringify({ ...directory, agencies: change(directory.agencies) })
  }
const placed = (parent: string): Lie => ({
  parts: {
    'directory.json': withAgencies((all) =>
      all.map((one) => (one.code === 'north' ? { ...one, parent } : one)),
    ),
  },
})
const atEnd = (line: (text: string) => string) => (text: string) => `${text}${line(text)}\n`
const firstLine = (text: string) => text.split('\n')[0]!
const said = (change: object): Lie => ({ manifest: (manifest) => ({ ...manifest, ...change }) })

/** The first figure of cases received in a month, of which something else is said. */
const received =
  (change: (value: string) => string) =>
  (text: string): string =>
    text.replace(/(?<="indicator":"received","points":\[\["2025-12",)\d+/, change)
const count =
  (name: string, value: string | number) =>
  (text: string): string =>
    text.replace(new RegExp(`(?<="${name}":)\\d+`), String(value))
const people = (cells: string): string =>
  `{"agency":"north","cells":[${cells}],"grain":"month","kind":"people","service":null,"year":"2025"}`
const ofNorth = (change: (text: string) => string): Lie => ({ parts: { 'cells/north.ndjson': change } })

/** What is told of it, beside what else then differs. */
const LIES: [name: string, Lie, string][] = [
  ['a part without its log of changes', { parts: { 'changes.ndjson': DROP } }, 'part-missing changes.ndjson'],
  ['no rules', { parts: { 'rules.json': DROP } }, 'part-missing rules.json'],
  ['rules that are none', { parts: { 'rules.json': () => '{}' } }, 'part-unreadable rules.json'],
  ['a directory that is none', { parts: { 'directory.json': () => '[]' } }, 'part-unreadable directory.json'],
  ['no figures', { parts: { 'readings/north.ndjson': DROP } }, 'figure-missing readings/north.ndjson'],
  ['no cells', { parts: { 'cells/north.ndjson': DROP } }, 'figure-differs readings/north.ndjson'],
  ['an agency above itself', placed('north'), 'unplaced-agency readings/north.ndjson'],
  ['an agency below nobody', placed('nowhere'), 'unplaced-agency readings/north.ndjson'],
  [
    'an agency twice',
    {
      parts: { 'directory.json': withAgencies((all) => [...all, all.find((one) => one.code === 'north')!]) },
    },
    'figure-differs readings/together.ndjson',
  ],
  [
    'a part twice',
    { manifest: (manifest) => ({ ...manifest, parts: [...manifest.parts, manifest.parts[0]!] }) },
    'part-twice cells/north.ndjson',
  ],
  [
    'a line twice',
    { parts: { 'readings/north.ndjson': atEnd(firstLine) } },
    'line-twice readings/north.ndjson',
  ],
  [
    'cells twice',
    { parts: { 'cells/north.ndjson': atEnd(firstLine) } },
    'figure-differs readings/north.ndjson',
  ],
  [
    'a name twice in a line',
    {
      parts: {
        'readings/north.ndjson': (text) => text.replace('"points":', '"points":[["2026-01",9]],"points":'),
      },
    },
    'line-not-canonical readings/north.ndjson',
  ],
  [
    'a number written otherwise',
    { written: (text) => text.replace('"sequence":2', '"sequence":2.0') },
    'manifest-not-canonical release.json',
  ],
  [
    'a sign written otherwise',
    {
      written: (text) =>
        text.replace('"regular"', '"regul\\u0061r"').replace('"revision"', '"revisio\\u006e"'),
    },
    'manifest-not-canonical release.json',
  ],
  [
    'names in another order',
    { written: (text) => `{"through":"2026-01",${text.slice(1).replace(',"through":"2026-01"', '')}` },
    'manifest-not-canonical release.json',
  ],
  ['another number', said({ sequence: 7 }), 'previous-hash 2026-01'],
  [
    'a text that reads as a number',
    { parts: { 'readings/north.ndjson': received((value) => `"0x${Number(value).toString(16)}"`) } },
    'line-unreadable readings/north.ndjson',
  ],
  [
    'a figure of cases, which it calls hidden',
    {
      parts: {
        'readings/north.ndjson': received((value) => `${value}0`),
        'cells/north.ndjson': atEnd(() => people('{"hidden":["received"],"period":"2025-12"}')),
      },
    },
    'figure-differs readings/north.ndjson',
  ],
  ...(['-3', '1.5', '"9"', '1e20'] as const).map((value): [string, Lie, string] => [
    `of cells ${value}`,
    ofNorth(count('received', value)),
    'cell-unsound cells/north.ndjson',
  ]),
  ...(['completed', 'dueOnTime', 'closedOnTime'] as const).map((name): [string, Lie, string] => [
    `more ${name} than there can be`,
    ofNorth(count(name, 9999)),
    'cell-unsound cells/north.ndjson',
  ]),
  [
    'times in no order',
    ofNorth((text) => text.replace(/(?<="elapsed":\{.*?"values":\[)/, '259201,')),
    'cell-unsound cells/north.ndjson',
  ],
  [
    'cells of all services together alone',
    ofNorth((text) => text.replace('"service":"permit"', '"service":null')),
    'cell-unsound cells/north.ndjson',
  ],
  [
    'cells of another',
    ofNorth((text) => text.replace('"agency":"north"', '"agency":"south"')),
    'unknown-agency cells/north.ndjson',
  ],
  [
    'two cells of one month',
    ofNorth(atEnd(() => people('{"period":"2025-12","responses":3},{"period":"2025-12","responses":4}'))),
    'line-twice cells/north.ndjson',
  ],
  [
    'a definition twice',
    {
      parts: {
        'rules.json': (text) => {
          const rules = JSON.parse(text) as { definitions: object[] }
          return JSON.stringify({ ...rules, definitions: [...rules.definitions, rules.definitions[0]] })
        },
      },
    },
    'named-twice rules.json',
  ],
  [
    'definitions twice',
    { parts: { 'rules.json': (text) => `{"definitions":[],${text.slice(1)}` } },
    'line-not-canonical rules.json',
  ],
  ...[
    { counts: { agencies: 3, readings: 5, changed: 1 } },
    { counts: { agencies: 3, readings: '5' } },
    { counts: null },
    { asOf: '2026-02-28T17:00:00.000Z' },
    { asOf: null },
  ].map((change): [string, Lie, string] => [
    JSON.stringify(change),
    said(change),
    'manifest-differs release.json',
  ]),
  ...[
    { kind: 'regular' },
    { kind: 'regular', replaces: null, reason: null },
    { replaces: '2025-12' },
    { code: '2026-01' },
  ].map((change): [string, Lie, string] => [
    JSON.stringify(change),
    said(change),
    'revision-form release.json',
  ]),
  ['an instant before its time', said({ publishAt: '2026-02-01T00:00:00.000Z' }), 'dated-back 2026-01'],
  ...[
    { code: '2026-09' },
    { code: '../x' },
    { through: 'x' },
    { through: '9999-12', code: '9999-12' },
    { from: '0001-01' },
    { from: null },
    { sequence: 1.5 },
    { previous: null },
    { previous: {} },
    { parts: null },
    { parts: [null] },
  ].map((change): [string, Lie, string] => [JSON.stringify(change), said(change), 'unreadable release.json']),
]

describe('a release that lies', () => {
  let test: TestWorld
  let first: ReleaseSource
  let second: ReleaseSource
  beforeAll(async () => {
    test = await openTestWorld()
    await releaseAndRevise(test)
    first = sourceOf(test.world.db.read, '2026-01')
    second = sourceOf(test.world.db.read, '2026-01-r1')
  })
  afterAll(() => test.close())

  const told = async (source: ReleaseSource, options = {}) =>
    (await verifyAll(source, options)).findings.map(({ code, part }) => `${code} ${part}`)

  it('is told from one that is only signed anew', async () => {
    expect(await told(second, { chain: true })).toEqual([])
    expect(await told(await signAnew(second, {}))).toEqual([])
  })

  it.each(LIES)('says %s', async (_, lie, finding) => {
    const lying = await signAnew(second, lie)
    expect(await told(lying)).toContain(finding)
  })

  it('says another manifest beside the signed one', async () => {
    const text = (await second.signed(null))!
    const two = `{"manifest":"{}",${text.slice(1)}`
    const source = { ...second, signed: async (code: string | null) => (code ? second.signed(code) : two) }
    expect(await told(source)).toEqual(['line-not-canonical release.json'])
  })

  it('of the first, without its log', async () => {
    const lying = await signAnew(first, { parts: { 'changes.ndjson': DROP } })
    expect(await told(lying)).toEqual(['part-missing changes.ndjson'])
    // Of a later one too, where the release before is not at hand.
    const { other: _, ...alone } = await signAnew(second, { parts: { 'changes.ndjson': DROP } })
    expect(await told(alone)).toEqual(['part-missing changes.ndjson'])
  })

  it('is signed with a key that nobody lists, or with what was signed before', async () => {
    const stranger = { ...(await signAnew(second, {})), keys: second.keys }
    expect(await told(stranger)).toEqual(['key-unlisted release.json'])
    expect(await told({ ...second, keys: async () => [] })).toEqual(['key-unlisted release.json'])
    const [old, now] = await Promise.all(
      [first, second].map(async (one) => SignedRelease.parse(JSON.parse((await one.signed(null))!))),
    )
    const replayed = JSON.stringify({ ...now!, signature: old!.signature })
    expect(await told({ ...second, signed: async () => replayed })).toContain('signature release.json')
  })

  it('is an older one than was asked for, or not on the chain', async () => {
    expect(await told({ ...first, code: '2026-01-r1' })).toEqual(['other-release release.json'])
    const hashes = await Promise.all(
      [first, second].map(async (one) => SignedRelease.parse(JSON.parse((await one.signed(null))!)).sha256),
    )
    const listed = [
      { code: '2026-01-r1', sha256: hashes[1]! },
      { code: '2026-01', sha256: hashes[0]! },
    ]
    expect(await told(second, { chain: true, listed })).toEqual([])
    const forked = [...listed, { code: '2026-01-r2', sha256: 'of another branch' }]
    expect(await told(second, { chain: true, listed: forked })).toEqual(['off-chain 2026-01-r2'])
    expect(await told(second, { chain: true, listed: listed.slice(0, 1) })).toEqual(['off-list 2026-01'])
  })

  it('is older than what was seen last, or another one under its name', async () => {
    const [before, now] = await Promise.all(
      [first, second].map(async (one) => SignedRelease.parse(JSON.parse((await one.signed(null))!)).sha256),
    )
    const [old, newest] = ['2026-01', '2026-01-r1']
    for (const noted of [
      { code: newest, sha256: now },
      { code: newest, sha256: null },
      { code: old, sha256: before },
    ])
      expect(await told(second, { noted })).toEqual([])
    expect(await told(first, { noted: { code: newest, sha256: now } })).toEqual(['noted-missing 2026-01-r1'])
    expect(await told(second, { noted: { code: '2025-12', sha256: null } })).toEqual([
      'noted-missing 2025-12',
    ])
    // Of the same data with the same key, and yet not what was published.
    const again = await signAnew(second, { manifest: (manifest) => ({ ...manifest, by: 'Nobody' }) })
    expect(await told(again, { noted: { code: newest, sha256: now } })).toEqual(['noted-other 2026-01-r1'])
    expect(await told(again, { noted: { code: old, sha256: now } })).toEqual(['noted-other 2026-01'])
  })
})
