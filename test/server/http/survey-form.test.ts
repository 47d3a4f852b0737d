import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setSurveyForm } from '#server/actions/surveys/set-form.ts'
import { addGrants, insertMember } from '#server/db/queries/members.ts'
import { listNotes } from '#server/db/queries/notes.ts'
import { COMMAND_LINE } from '#shared/access.ts'
import { surveyForm as id } from '#shared/i18n/id/survey-form.ts'
import { noteSentence } from '#shared/i18n/note-sentence.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { actAs } from '#test/support/actors.ts'
import { ask } from '#test/support/ask.ts'
import { ENGINES } from '#test/support/database.ts'
import { derivedTables, rebuiltTables } from '#test/support/derived-tables.ts'
import { makeDice } from '#test/support/dice.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'
import { ANSWERS, later, sendForm, takeForm } from '#test/support/survey.ts'

const NOW = '2026-11-23T03:00:00.000Z'
const FORM = '/s/izin/dinas-a'
const SHORT = { service: 'izin', agency: 'dinas-a' }

describe.each(ENGINES)('the survey form on %s', (engine) => {
  let server: TestServer
  const read = () => server.test.world.db.read
  const answers = () => read().selectFrom('surveyAnswer').selectAll().execute()
  /** takes a form now and sends it a person's time later */
  const answer = async (fields: Record<string, string> = ANSWERS, from?: string) => {
    server.test.setClock(NOW)
    const { token } = await takeForm(server, FORM)
    server.test.setClock(later(NOW))
    return sendForm(server, FORM, { form: token, ...fields }, from === undefined ? {} : { from })
  }
  const hiddenVersion = async () =>
    (
      await read()
        .selectFrom('counter')
        .select('value')
        .where('name', '=', 'people-version')
        .executeTakeFirstOrThrow()
    ).value
  const seen = () => ask(server.test, 'element-time', '2026-11', { ...SHORT, isAnonymous: true })
  const setForm = (isOpen: boolean, dailyCap: number | null) =>
    actAs(server.test, COMMAND_LINE, setSurveyForm, { ...SHORT, isOpen, dailyCap })

  beforeAll(async () => {
    server = await openTestServer(engine)
    await importCases(
      server.test,
      lines(
        'ref,agency,service,submitted',
        'A1,Dinas A,Izin,2026-01-05',
        'B1,Dinas B,Izin,2026-01-05',
        'A2,Dinas A,Akta,2026-01-05',
      ),
    )
  })
  beforeEach(() => server.test.setClock(NOW))
  afterAll(() => server.close())

  it('is small, whole without a script, and asks the nine elements with their own labels', async () => {
    const response = await server.app.request(FORM)
    const html = await response.text()
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('content-language')).toBe('id')
    expect(Buffer.byteLength(html)).toBeLessThan(15_000)
    expect([...html.matchAll(/<script[^>]*>([^<]*)/g)].map(([, inside]) => inside)).toEqual([''])
    expect(html).not.toMatch(/\son\w+=/)
    for (const element of ELEMENTS) {
      for (const [i, label] of id.elements[element].answers.entries()) {
        expect(html).toContain(`name="${element}" value="${i + 1}">${label}</label>`)
      }
    }
    expect((await takeForm(server, FORM)).html).toContain('>Very expensive</label>')
    expect(await (await server.app.request(`${FORM}?lang=en`)).text()).toContain('<html lang="en">')
  })

  it('asks which agency where several offer it, and says kindly where none does', async () => {
    const choice = await (await server.app.request('/s/izin')).text()
    expect(choice).toContain('<option value="dinas-a">Dinas A</option>')
    expect(choice).toContain('<option value="dinas-b">Dinas B</option>')
    expect((await takeForm(server, '/s/izin?agency=dinas-b')).html).toContain('action="/s/izin/dinas-b')
    const alone = await server.app.request('/s/akta?lang=en')
    expect([alone.status, alone.headers.get('location')]).toEqual([302, '/s/akta/dinas-a?lang=en'])
    for (const path of ['/s/luck', '/s/akta/dinas-b', '/s/izin/nowhere']) {
      const closed = await server.app.request(path)
      expect([path, closed.status]).toEqual([path, 404])
      expect(await closed.text()).toContain(id.closed)
    }
  })

  it('takes nothing that a person did not send from it, and keeps what was filled in', async () => {
    const { token } = await takeForm(server, FORM)
    server.test.setClock(later(NOW))
    const good = { form: token, ...ANSWERS }
    const elsewhere = (await takeForm(server, '/s/izin/dinas-b')).token
    const [nonce, at, mac] = token.split('.')
    const tries: [string, Record<string, string>, RegExp, Record<string, string>?][] = [
      ['nothing answered', { form: token }, /No question is answered yet/],
      ['an answer that is none', { ...good, time: '5' }, /Choose one of the answers given/],
      ['a long remark', { ...good, remark: 'x'.repeat(501) }, /501 characters; shorten it to 500/],
      ['no token', { ...good, form: '' }, /open for too long/],
      ['a token of another form', { ...good, form: elsewhere }, /open for too long/],
      ['a token made up', { ...good, form: `${nonce!.slice(1)}x.${at}.${mac}` }, /open for too long/],
      ['a filled trap', { ...good, website: 'http://spam.example' }, /must stay empty/],
      ['another site', good, /not sent from the survey page/, { 'sec-fetch-site': 'cross-site' }],
    ]
    for (const [what, fields, said, headers] of tries) {
      const { status, html } = await sendForm(server, FORM, fields, headers ? { headers } : {})
      expect([what, status >= 400 && status < 500]).toEqual([what, true])
      expect(html).toMatch(said)
      expect(html).toContain('role="alert"')
      if (fields.cost) expect(html).toContain('name="cost" value="3" checked')
      expect(html).toMatch(/name="website" tabindex="-1" autocomplete="off">/)
    }
    server.test.setClock(later(NOW, 1))
    expect((await sendForm(server, FORM, good)).html).toMatch(/sent too quickly/)
    server.test.setClock(later(NOW, 31 * 86_400))
    expect((await sendForm(server, FORM, good)).html).toMatch(/open for too long/)
    const large = await sendForm(server, FORM, { ...good, remark: 'x'.repeat(20_000) })
    expect([large.status, large.html.includes('too large')]).toEqual([413, true])
    expect(await answers()).toEqual([])
  })

  it('gives back what was written without letting it become part of the page', async () => {
    const { html } = await answer({ remark: '</textarea><script>alert(1)</script>', time: '9' })
    expect(html).not.toContain('<script>alert')
    expect(html).toContain('&lt;script&gt;')
  })

  it('counts an answer once, however often it is sent, and says so', async () => {
    const { token } = await takeForm(server, FORM)
    server.test.setClock(later(NOW))
    const fields = { form: token, ...ANSWERS, time: '1' }
    const [first, second, changed] = [
      await sendForm(server, FORM, fields),
      await sendForm(server, FORM, fields),
      await sendForm(server, FORM, { ...fields, time: '4' }),
    ]
    expect([first.status, second.status, changed.status]).toEqual([200, 200, 200])
    expect(first.html).toContain('in the index now')
    expect([second.html, changed.html].map((html) => html.includes('counts once only'))).toEqual([true, true])
    const all = await Promise.all([1, 2, 3].map(() => sendForm(server, FORM, fields)))
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await answers()).map(({ time }) => time)).toEqual([1])
    expect((await ask(server.test, 'respondents', '2026-11', SHORT)).value).toBe(1)
    // Too few to be shown to everybody: what is hidden follows every answer.
    expect(await seen()).toMatchObject({ value: null, missing: 'too-few' })
  })

  it('is in the index at once, exactly, and leaves cells as a rebuild would', async () => {
    const dice = makeDice()
    const given: (number | null)[][] = [ELEMENTS.map((name) => (name === 'time' ? 1 : 3))]
    for (let i = 0; i < 7; i++) {
      // The last two have too few answers for the index.
      const scores = ELEMENTS.map((_, e) => ((i > 4 ? e < 4 : dice.chance(0.85)) ? dice.int(1, 4) : null))
      const fields = Object.fromEntries(
        ELEMENTS.flatMap((name, e) => (scores[e] === null ? [] : [[name, String(scores[e])]])),
      )
      const { html } = await answer(fields)
      const isCounted = scores.filter((score) => score !== null).length >= 5
      expect([
        dice.seed,
        html.includes(isCounted ? 'in the index now' : 'do not count in the index'),
      ]).toEqual([dice.seed, true])
      if (isCounted) given.push(scores)
      // By hand: mean of each element over those who answered it, mean of the nine, times 25.
      const means = ELEMENTS.flatMap((_, e) => {
        const known = given.map((row) => row[e]!).filter((score) => score !== null)
        return known.length > 0 ? [known.reduce((a, b) => a + b, 0) / known.length] : []
      })
      const { value, n } = await ask(server.test, 'satisfaction-index', '2026-11', SHORT)
      expect(value).toBeCloseTo((means.reduce((a, b) => a + b, 0) / means.length) * 25, 9)
      expect(n).toBe(given.length)
    }
    expect(await derivedTables(read())).toEqual(await rebuiltTables(server.test))
    const [intake] = await read().selectFrom('surveyIntake').selectAll().execute()
    expect([intake!.counted, intake!.incomplete]).toEqual([given.length, 8 - given.length])
  })

  it('is dated by when it was given, when it comes late, but never before the form or after now', async () => {
    const taken = '2026-11-10T03:00:00.000Z'
    const dayOf = async (answeredAt: string) => {
      server.test.setClock(taken)
      const { token } = await takeForm(server, FORM)
      server.test.setClock(NOW)
      const before = new Set((await answers()).map(({ ref }) => ref))
      expect((await sendForm(server, FORM, { form: token, ...ANSWERS, answeredAt })).status).toBe(200)
      return (await answers()).find(({ ref }) => !before.has(ref))!.answeredOn
    }
    // 18:30 UTC is past midnight in Jakarta.
    expect(await dayOf('2026-11-12T18:30:00Z')).toBe('2026-11-13')
    expect(await dayOf('2026-10-01T00:00:00Z')).toBe('2026-11-10')
    expect(await dayOf('2027-01-01T00:00:00Z')).toBe('2026-11-23')
    expect(await dayOf('yesterday')).toBe('2026-11-23')
    const covered = await read().selectFrom('delivery').selectAll().where('dataset', '=', 'surveys').execute()
    expect(covered.map(({ coversFrom, coversTo, source }) => [coversFrom, coversTo, source])).toEqual([
      ['2026-11-10', '2026-11-23', 'survey-form'],
    ])
  })

  it('keeps nothing that tells who answered', async () => {
    const remark = 'Loket 2 ramah. Hubungi 0812-3456-7890, NIK 3171012304900001, a.b@mail.example'
    await answer({ ...ANSWERS, remark, sex: 'female', age: '25-39', occupation: 'pilot' }, '203.0.113.99')
    const rows = await answers()
    expect(
      rows.every(({ answeredAt, scoreMillionths }) => answeredAt === null && scoreMillionths === null),
    ).toBe(true)
    const remarks = await read().selectFrom('surveyRemark').selectAll().execute()
    expect(remarks).toEqual([
      expect.objectContaining({
        remark: 'Loket 2 ramah. Hubungi …, NIK …, …',
        month: '2026-11-01',
        expiresOn: '2027-05-22',
      }),
    ])
    const profile = await read().selectFrom('surveyProfile').selectAll().orderBy('question').execute()
    expect(profile.map(({ year, question, band, n }) => [year, question, band, n])).toEqual([
      [2026, 'age', '25-39', 1],
      [2026, 'sex', 'female', 1],
    ])
    const audit = await read()
      .selectFrom('audit')
      .select('action')
      .where('action', '=', 'survey.answer')
      .execute()
    expect(audit).toEqual([])
    for (const table of [
      'surveyAnswer',
      'surveyRemark',
      'surveyIntake',
      'surveyProfile',
      'delivery',
    ] as const) {
      const text = JSON.stringify(await read().selectFrom(table).selectAll().execute())
      expect(text).not.toContain('203.0.113.99')
      // Four digits alone stand in an id now and then.
      expect(text).not.toMatch(/0812-3456|3456-7890|3171012304900001/)
    }
  })

  it('holds back a flood from one address, and nobody else', async () => {
    const before = (await answers()).length
    const statuses: number[] = []
    for (let i = 0; i < 32; i++)
      statuses.push((await answer({ ...ANSWERS, time: '1' }, '203.0.113.5')).status)
    expect(statuses).toEqual([...Array(30).fill(200), 429, 429])
    const held = await answer(ANSWERS, '203.0.113.5')
    expect(held.headers.get('retry-after')).toBe('600')
    expect(held.html).toContain('Too many answers came from this network')
    expect(held.html).toContain('name="cost" value="3" checked')
    expect((await answer(ANSWERS, '203.0.113.6')).status).toBe(200)
    expect((await answers()).length).toBe(before + 31)
    expect((await seen()).value).toBe((await ask(server.test, 'element-time', '2026-11', SHORT)).value)
    expect((await seen()).value).not.toBeNull()
    // Counts that are large already move nothing that is hidden: it is not worked out again for them.
    const version = await hiddenVersion()
    expect((await answer()).status).toBe(200)
    expect(await hiddenVersion()).toBe(version)
    // Of a service of which nobody was heard, the first answer is a small count, and the tenth makes one to be shown.
    const other = { service: 'izin', agency: 'dinas-b', isAnonymous: true }
    const rises: number[] = []
    for (let n = 1, last = version; n <= 11; n++) {
      server.test.setClock(NOW)
      const { token } = await takeForm(server, '/s/izin/dinas-b')
      server.test.setClock(later(NOW))
      await sendForm(server, '/s/izin/dinas-b', { form: token, ...ANSWERS })
      const now = await hiddenVersion()
      if (now > last) rises.push(n)
      last = now
      const { missing } = await ask(server.test, 'element-time', '2026-11', other)
      expect([n, missing]).toEqual([n, n < 10 ? 'too-few' : null])
    }
    expect(rises).toEqual([1, 10])
  })

  it('takes as many answers a day as the agency set, and counts what it refused', async () => {
    const today = async () =>
      (
        await read()
          .selectFrom('surveyIntake')
          .selectAll()
          .where('day', '=', '2026-11-23')
          .orderBy('agencyId')
          .execute()
      )[0]!
    const { counted, incomplete } = await today()
    await server.test.world.db.write(async (tx) => {
      await insertMember(tx, 'sari', NOW)
      await addGrants(tx, 'sari', [{ role: 'contributor', agency: 'dinas-a' }], NOW)
    })
    await setForm(true, counted + incomplete + 1)
    expect((await answer()).status).toBe(200)
    expect(await listNotes(read(), 'sari', 10)).toEqual([])
    const full = await answer()
    expect([full.status, full.html.includes('as many answers as it takes in a day')]).toEqual([429, true])
    expect((await today()).refused).toBe(1)
    // Whose form it is hears of it, once a day.
    expect((await answer()).status).toBe(429)
    const notes = await listNotes(read(), 'sari', 10)
    expect(notes.map(({ kind }) => kind)).toEqual(['survey-full'])
    const about = { agencies: ['dinas-a'], service: 'Izin', day: '2026-11-23', cap: counted + incomplete + 1 }
    expect(JSON.parse(notes[0]!.about)).toEqual(about)
    expect(noteSentence('en', 'survey-full', about, (code) => code)).toContain('Izin (dinas-a) was full on')
    await setForm(true, null)
    expect((await answer()).status).toBe(200)
  })

  it('is closed and opened by its agency alone, also for a service without figures', async () => {
    await setForm(false, null)
    expect((await server.app.request(FORM)).status).toBe(404)
    expect((await answer()).status).toBe(404)
    await setForm(true, null)
    expect((await server.app.request(FORM)).status).toBe(200)
    const nobody = { ...COMMAND_LINE, grants: [{ role: 'contributor' as const, agency: 'dinas-a' }] }
    const form = { agency: 'dinas-b', service: 'akta', isOpen: true, dailyCap: null }
    await expect(actAs(server.test, nobody, setSurveyForm, form)).rejects.toMatchObject({ code: 'forbidden' })
    await actAs(server.test, COMMAND_LINE, setSurveyForm, form)
    expect((await server.app.request('/s/akta/dinas-b')).status).toBe(200)
  })

  it('has a poster with its whole address, in both languages, that says when no phone can open it', async () => {
    const ask = async (path: string) => (await server.app.request(path)).text()
    const poster = await ask('https://ukur.example.go.id/s/akta/dinas-a/poster')
    expect(poster).toContain('QR ke https://ukur.example.go.id/s/akta/dinas-a"')
    expect(poster).toContain('>ukur.example.go.id/s/akta/dinas-a</p>')
    expect(poster).toContain(id.poster.call)
    expect(poster).toContain('How was our service?')
    expect(poster).not.toContain('TERUKUR_URL')
    expect(await ask('http://localhost:3000/s/akta/dinas-a/poster')).toContain('TERUKUR_URL')
    expect((await server.app.request('/s/akta/nowhere/poster')).status).toBe(404)
  })

  it('deletes a remark when its time is over', async () => {
    server.test.setClock('2027-05-23T03:00:00.000Z')
    const { token } = await takeForm(server, FORM)
    server.test.setClock(later('2027-05-23T03:00:00.000Z'))
    await sendForm(server, FORM, { form: token, ...ANSWERS })
    expect(await read().selectFrom('surveyRemark').selectAll().execute()).toEqual([])
  })
})
