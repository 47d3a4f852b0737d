import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { undoImport } from '#server/actions/imports/undo.ts'
import { cancelRelease } from '#server/actions/releases/cancel.ts'
import { checkRelease } from '#server/actions/releases/check.ts'
import { freezeRelease, reviseRelease } from '#server/actions/releases/freeze.ts'
import { moveRelease } from '#server/actions/releases/move.ts'
import { rotateReleaseKey } from '#server/actions/releases/rotate-key.ts'
import { listReleases } from '#server/db/queries/release-chain.ts'
import { listReleaseKeys } from '#server/db/queries/release-keys.ts'
import { listLines } from '#server/db/queries/release-lines.ts'
import { findPart, readPart } from '#server/db/queries/release-parts.ts'
import { putSubmissions } from '#server/db/queries/submissions.ts'
import { type FigureChange, type ReleasedLine, ReleaseManifest } from '#shared/contract/release.ts'
import { isSignedBy } from '#shared/proof/digest.ts'
import { compareLines, lineText } from '#shared/proof/released-line.ts'
import { personWith } from '../../../support/actors.ts'
import { ENGINES, openTestWorld, type TestWorld } from '../../../support/database.ts'
import { deliverAnswers, deliverCases, plantOffices } from '../../../support/release-world.ts'

const months = (count: number, done = 20, late = 4) => Array.from({ length: count }, () => ({ done, late }))
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe.each(ENGINES)('freezing on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    test.setClock('2026-04-05T03:00:00.000Z')
    await plantOffices(test)
    for (const agency of ['north', 'south'])
      await deliverCases(test, agency, '2025-11-01', '2026-03-31', months(5))
    await deliverAnswers(
      test,
      'north',
      '2026-03-10',
      '2026-03-31',
      Array.from({ length: 15 }, () => 4),
    )
    await deliverAnswers(test, 'south', '2026-03-10', '2026-03-31', [1, 2, 3])
  })
  afterAll(() => test.close())

  const read = () => test.world.db.read
  const newest = async () => (await listReleases(read())).at(-1)!
  const manifestOf = async () => ReleaseManifest.parse(JSON.parse((await newest()).manifest))
  const linesOf = async (sequence: number): Promise<ReleasedLine[]> =>
    (await listLines(read(), sequence, { part: 'readings' })).map(({ body }) => JSON.parse(body))
  const pointsOf = async (sequence: number, indicator: string, agency: string | null, grain = 'month') =>
    (await linesOf(sequence))
      .filter(
        (line) =>
          line.indicator === indicator &&
          line.agency === agency &&
          line.service === null &&
          line.grain === grain,
      )
      .flatMap(({ points }) => points)

  it('is for stewards of the instance', async () => {
    const approver = { ...test.context, actor: personWith({ role: 'approver', agency: null }) }
    await expect(freezeRelease(approver, { through: '2026-03' })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('refuses a month that is not over by what was delivered', async () => {
    await expect(freezeRelease(test.context, { through: '2026-04' })).rejects.toMatchObject({
      key: 'release-stopped',
      params: { stops: ['month-not-over', 'no-figures'] },
    })
    expect(await listReleases(read())).toEqual([])
  })

  it('gives lines, parts, a manifest and a signature that belong together', async () => {
    const steps = new Set<string>()
    await freezeRelease(test.context, { through: '2026-03' }, { onStep: (step) => steps.add(step) })
    expect([...steps]).toEqual(['copying', 'reading', 'writing', 'signing'])
    const release = await newest()
    const manifest = await manifestOf()
    expect(manifest).toMatchObject({
      code: '2026-03',
      sequence: 1,
      kind: 'regular',
      from: '2025-11',
      through: '2026-03',
      previous: null,
      late: [],
    })
    expect(release.sha256).toBe(sha256(release.manifest))
    const [key] = await listReleaseKeys(read())
    expect(await isSignedBy(release.manifest, release.signature, key!.publicKey)).toBe(true)
    expect(
      await isSignedBy(release.manifest.replace('2026-03', '2026-04'), release.signature, key!.publicKey),
    ).toBe(false)
    const lines = await linesOf(1)
    for (const { name, sha256: hash, bytes } of manifest.parts.filter((part) =>
      part.name.startsWith('readings/'),
    )) {
      const code = name.slice('readings/'.length, -'.ndjson'.length)
      const own = lines.filter(({ agency }) => (agency ?? 'together') === code)
      expect(own.length).toBeGreaterThan(0)
      expect(own).toEqual([...own].sort(compareLines))
      const text = own.map((line) => `${lineText(line)}\n`).join('')
      expect([hash, bytes]).toEqual([sha256(text), Buffer.byteLength(text)])
    }
    const parts = await read().selectFrom('releasePart').selectAll().where('body', 'is not', null).execute()
    for (const part of parts) expect(part.sha256).toBe(sha256(part.body!))
    expect(parts.map(({ name }) => name).sort()).toEqual(['directory.json', 'rules.json'])
  })

  it('says what the live figures say, with figures about few people hidden', async () => {
    expect((await pointsOf(1, 'received', null)).map(([period, value]) => [period, value])).toEqual(
      ['2025-11', '2025-12', '2026-01', '2026-02', '2026-03'].map((month) => [month, 40]),
    )
    const [, first] = await pointsOf(1, 'on-time-rate', 'north', 'quarter')
    expect(first!.slice(0, 5)).toEqual(['2026-Q1', 0.8, 60, 48, 60])
    const [few] = (await pointsOf(1, 'respondents', 'south')).slice(-1)
    expect(few).toEqual(['2026-03', null, null, null, null, null, null, 'too-few', 1, 1, []])
  })

  it('knows nothing of what came later: a release of an earlier month is worked out from what it holds', async () => {
    // Delivered already, and in no release yet.
    expect(await pointsOf(1, 'received', null, 'all')).toEqual([expect.arrayContaining(['all', 200])])
    expect((await pointsOf(1, 'received', null)).at(-1)![0]).toBe('2026-03')
  })

  it('keeps its private key to itself', async () => {
    const [key] = await listReleaseKeys(read())
    const file = await stat(join(test.dataDir, 'release-keys', `${key!.keyId}.key`))
    expect(file.mode & 0o777).toBe(0o600)
  })

  it('asks for a reason of whoever is late, and waits for the one before to be published', async () => {
    test.setClock('2026-05-05T03:00:00.000Z')
    await deliverCases(test, 'north', '2026-04-01', '2026-04-30', months(1, 30))
    const late = [{ agency: 'south', reason: 'Server pindah' }]
    await expect(freezeRelease(test.context, { through: '2026-04' })).rejects.toMatchObject({
      key: 'release-late-agencies',
      params: { agencies: ['south'] },
    })
    const publishAt = '2026-05-10T02:00:00.000Z'
    await freezeRelease(test.context, { through: '2026-04', publishAt, late })
    expect(await manifestOf()).toMatchObject({ code: '2026-04', sequence: 2, late, publishAt })
    expect((await pointsOf(2, 'received', 'south')).at(-1)![7]).toBe('not-reported')
    await expect(
      reviseRelease(test.context, { replaces: '2026-04', reason: 'Salah hitung' }),
    ).rejects.toMatchObject({
      params: { stops: ['one-is-waiting'] },
    })
  })

  it('stores what did not change once', async () => {
    const rows = await read()
      .selectFrom('releaseLine')
      .select(['fromSequence', 'toSequence', 'grain'])
      .execute()
    const kept = rows.filter(({ fromSequence, toSequence }) => fromSequence === 1 && toSequence === null)
    expect(kept.some(({ grain }) => grain === 'quarter')).toBe(true)
    // The months before are told as before: a month more is no change.
    expect((await manifestOf()).counts.changed).toBe(0)
    expect(await pointsOf(1, 'received', null)).toHaveLength(5)
    expect(await pointsOf(2, 'received', null)).toHaveLength(6)
  })

  it('can be taken back until it is published, and then comes out the same again', async () => {
    const before = await newest()
    const lines = await linesOf(1)
    await expect(cancelRelease(test.context, '2026-03')).rejects.toMatchObject({ key: 'release-published' })
    await cancelRelease(test.context, '2026-04')
    expect((await listReleases(read())).map(({ code }) => code)).toEqual(['2026-03'])
    expect(await linesOf(1)).toEqual(lines)
    expect(await linesOf(2)).toEqual(lines)
    const { late, publishAt } = ReleaseManifest.parse(JSON.parse(before.manifest))
    await freezeRelease(test.context, { through: '2026-04', publishAt, late })
    expect((await newest()).manifest).toBe(before.manifest)
    test.setClock('2026-05-12T03:00:00.000Z')
    await expect(cancelRelease(test.context, '2026-04')).rejects.toMatchObject({ key: 'release-published' })
  })

  it('is corrected by a revision that lists what changed, old and new', async () => {
    const reason = 'Kasus Februari terhitung dua kali'
    await expect(reviseRelease(test.context, { replaces: '2026-04', reason })).rejects.toMatchObject({
      params: { stops: ['nothing-changed'] },
    })
    await deliverCases(test, 'north', '2026-02-01', '2026-02-28', months(1, 25))
    const original = await linesOf(2)
    await reviseRelease(test.context, { replaces: '2026-04', reason })
    const manifest = await manifestOf()
    expect(manifest).toMatchObject({
      code: '2026-04-r1',
      kind: 'revision',
      replaces: '2026-04',
      reason,
      sequence: 3,
    })
    expect(manifest.previous).toEqual({ code: '2026-04', sha256: (await listReleases(read()))[1]!.sha256 })
    const rows = await read()
      .selectFrom('releaseChange')
      .innerJoin('release', 'release.releaseId', 'releaseChange.releaseId')
      .select('body')
      .where('release.code', '=', '2026-04-r1')
      .orderBy('position')
      .execute()
    const changes = rows.map(({ body }) => JSON.parse(body) as FigureChange)
    expect(changes).toHaveLength(manifest.counts.changed)
    expect(
      changes.find((one) => one.indicator === 'received' && one.agency === 'north' && one.service === null),
    ).toEqual({
      release: '2026-04-r1',
      previous: '2026-04',
      publishedAt: manifest.publishAt,
      indicator: 'received',
      agency: 'north',
      service: null,
      grain: 'month',
      period: '2026-02',
      old: { value: 20, n: 20, missing: null },
      new: { value: 25, n: 25, missing: null },
      reason,
    })
    expect(changes.every((one) => one.old.missing !== 'too-few' && one.new.missing !== 'too-few')).toBe(true)
    const log = rows.map(({ body }) => `${body}\n`).join('')
    expect(manifest.parts.find(({ name }) => name === 'changes.ndjson')!.sha256).toBe(sha256(log))
    // What was released stays what it was.
    expect(await linesOf(2)).toEqual(original)
    await expect(
      reviseRelease(test.context, { replaces: '2026-03', reason: 'zu spät für diese' }),
    ).rejects.toMatchObject({ params: { stops: ['not-after-latest'] } })
  })

  it('holds the imports that it counts, and no later ones', async () => {
    test.setClock('2026-05-13T03:00:00.000Z')
    const later = await deliverCases(test, 'south', '2026-03-01', '2026-03-31', months(1, 22))
    const { importId } = await read()
      .selectFrom('importBatch')
      .select('importId')
      .where('coversFrom', '=', '2026-02-01')
      .executeTakeFirstOrThrow()
    await expect(undoImport(test.context, importId)).rejects.toMatchObject({ key: 'import-released' })
    await expect(undoImport(test.context, later.importId)).resolves.toMatchObject({ removed: 2 })
  })

  it('takes whose month was submitted and not accepted for late', async () => {
    test.setClock('2026-06-05T03:00:00.000Z')
    for (const agency of ['north', 'south'])
      await deliverCases(test, agency, '2026-05-01', '2026-05-31', months(1))
    const { agencyByCode } = await test.world.directory()
    const row = {
      agencyId: agencyByCode.get('south')!.agencyId,
      month: '2026-05-01',
      state: 'change-requested' as const,
      deliveredAt: null,
      figures: null,
      changedAt: '2026-06-04T03:00:00.000Z',
      changedBy: 'person:steward',
      reason: 'Periksa tanggal selesai',
    }
    await test.world.db.write((tx) => putSubmissions(tx, [row]))
    await expect(freezeRelease(test.context, { through: '2026-05' })).rejects.toMatchObject({
      params: { agencies: ['south'] },
    })
    await test.world.db.write((tx) => putSubmissions(tx, [{ ...row, state: 'accepted' }]))
    const late = [{ agency: 'nowhere', reason: 'Tidak ada' }]
    await expect(freezeRelease(test.context, { through: '2026-05', late })).rejects.toMatchObject({
      key: 'release-holds-unknown',
    })
    // Though it has delivered and is accepted, a steward holds it back; then the release is taken back.
    const held = [{ agency: 'south', reason: 'Data ditarik oleh instansi' }]
    const publishAt = '2026-06-10T02:00:00.000Z'
    await freezeRelease(test.context, { through: '2026-05', late: held, publishAt })
    expect((await manifestOf()).late).toEqual(held)
    expect((await pointsOf(4, 'received', 'south')).at(-1)![7]).toBe('not-reported')
    // Nor does a revision of it let out what is held back, until it is accepted anew.
    const asked = { through: null, replaces: '2026-05' }
    const stays = async () => (await checkRelease(test.context, asked)).coverage.stays
    test.setClock('2026-06-06T03:00:00.000Z')
    expect(await stays()).toEqual(['south'])
    const again = { ...row, state: 'accepted' as const, changedAt: '2026-06-06T02:00:00.000Z' }
    await test.world.db.write((tx) => putSubmissions(tx, [again]))
    expect(await stays()).toEqual([])
    test.setClock('2026-06-05T03:00:00.000Z')
    await cancelRelease(test.context, '2026-05')
    await freezeRelease(test.context, { through: '2026-05' })
    expect((await pointsOf(4, 'received', 'south')).at(-1)!.slice(0, 2)).toEqual(['2026-05', 20])
    // Released, and then withdrawn: a revision holds it back, with a reason of its own.
    expect((await checkRelease(test.context, asked)).coverage).toMatchObject({ present: ['north', 'south'] })
    const reason = 'South menarik data Mei setelah dirilis'
    const revise = (agency: string) =>
      reviseRelease(test.context, {
        replaces: '2026-05',
        reason,
        publishAt,
        late: [{ ...held[0], agency }],
      })
    await expect(revise('nowhere')).rejects.toMatchObject({ key: 'release-holds-unknown' })
    await revise('south')
    expect((await manifestOf()).late).toEqual(held)
    expect((await pointsOf(5, 'received', 'south')).at(-1)).toMatchObject({ 0: '2026-05', 7: 'not-reported' })
    expect((await pointsOf(5, 'received', 'north')).at(-1)!.slice(0, 2)).toEqual(['2026-05', 20])
    await cancelRelease(test.context, '2026-05-r1')
  })

  it('is moved before it is published: its log and manifest say the new instant, and are signed by the key in use', async () => {
    await deliverCases(test, 'north', '2026-01-01', '2026-01-31', months(1, 26))
    const publishAt = '2026-06-10T02:00:00.000Z'
    const reason = 'Kasus Januari kurang, "publishedAt":"2026-06-10T02:00:00.000Z" ikut terbawa'
    await reviseRelease(test.context, { replaces: '2026-05', reason, publishAt })
    const before = await newest()
    const { keyId } = await rotateReleaseKey(test.context)
    const moved = '2026-06-11T03:30:00.000Z'
    await moveRelease(test.context, { code: '2026-05-r1', publishAt: moved })
    const release = await newest()
    const manifest = await manifestOf()
    const old = ReleaseManifest.parse(JSON.parse(before.manifest))
    const others = (parts: typeof old.parts) => parts.filter(({ name }) => name !== 'changes.ndjson')
    expect({ ...manifest, parts: others(manifest.parts) }).toEqual({
      ...old,
      publishAt: moved,
      keyId,
      parts: others(old.parts),
    })
    expect([release.publishAt, release.sha256, release.keyId]).toEqual([
      moved,
      sha256(release.manifest),
      keyId,
    ])
    const key = (await listReleaseKeys(read())).find((one) => one.keyId === keyId)!
    expect(await isSignedBy(release.manifest, release.signature, key.publicKey)).toBe(true)
    const part = (await findPart(read(), release, 'changes.ndjson'))!
    const log = await readPart(read(), release, part)
    const changes = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as FigureChange)
    expect(changes).toHaveLength(manifest.counts.changed)
    expect(changes.every((one) => one.publishedAt === moved && one.reason === reason)).toBe(true)
    const named = manifest.parts.find(({ name }) => name === 'changes.ndjson')!
    expect([named.sha256, named.bytes]).toEqual([sha256(log), Buffer.byteLength(log)])
    expect([part.sha256, part.bytes]).toEqual([named.sha256, named.bytes])
    // Published now, it stays where it is.
    const now = await moveRelease(test.context, { code: '2026-05-r1', publishAt: null })
    expect(now.publishAt).toBe('2026-06-05T03:00:00.000Z')
    await expect(moveRelease(test.context, { code: '2026-05-r1', publishAt: moved })).rejects.toMatchObject({
      key: 'release-published',
    })
  })

  it('goes on under another key that the one before endorses', async () => {
    const { keyId } = await rotateReleaseKey(test.context)
    const keys = await listReleaseKeys(read())
    const [old, now] = [
      keys.findLast((key) => key.keyId !== keyId)!,
      keys.find((key) => key.keyId === keyId)!,
    ]
    expect(old.retiredAt).not.toBeNull()
    expect(now.previousKeyId).toBe(old.keyId)
    expect(await isSignedBy(now.publicKey, now.endorsement!, old.publicKey)).toBe(true)
    await expect(stat(join(test.dataDir, 'release-keys', `${old.keyId}.key`))).rejects.toThrow()
  })
})
