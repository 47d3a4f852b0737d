import { readFile } from 'node:fs/promises'
import { expect, test, visit } from './fixtures.ts'

// What a visitor does: read, search, sort, change the period, follow a figure to its numbers, take them along.

test('a figure is the same on the card, in the table, in the file and from the API', async ({
  page,
  request,
}) => {
  await visit(page, '/?lang=en&period=2025-06')
  const answer = await (
    await request.get('/api/v1/readings?indicators=on-time-rate&grain=month&from=2025-06-01&to=2025-06-30')
  ).json()
  const reading = answer.readings[0]
  const shown = `${(100 * reading.value).toFixed(1)}%`
  await expect(page.locator('.card', { hasText: 'On time' }).locator('.card-value')).toHaveText(shown)
  const figure = page.locator('figure', { hasText: 'On time · per cent' })
  await figure.scrollIntoViewIfNeeded()
  await figure.getByText('Show the table of numbers').click()
  await expect(figure.getByRole('row', { name: 'June 2025' })).toContainText(shown)
  const download = page.waitForEvent('download')
  await figure.getByRole('link', { name: 'Download CSV' }).click()
  const csv = await readFile(await (await download).path(), 'utf8')
  const [header, ...lines] = csv.trim().split(/\r?\n/)
  const column = header!.split(',').indexOf('value')
  const line = lines.find((row) => row.includes(',2025-06,'))!
  expect(Number(line.split(',')[column])).toBe(reading.value)
})

test('the address holds what is seen: period, grain, channel, search, order, language', async ({ page }) => {
  await visit(page, '/')
  await page.getByLabel('Panjang periode').selectOption('quarter')
  await expect(page).toHaveURL(/period=\d{4}-Q\d/)
  await page.getByLabel('Periode', { exact: true }).selectOption('2025-Q2')
  await page.getByLabel('Kanal').selectOption('web')
  await page.getByLabel('Cari instansi').fill('denpasar')
  await page.getByRole('button', { name: 'Tepat waktu' }).click()
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page).toHaveURL('/?lang=en&period=2025-Q2&channel=web&q=denpasar&sort=-on-time-rate')
  await page.reload()
  await expect(page.getByLabel('Period length')).toHaveValue('quarter')
  await expect(page.getByRole('columnheader', { name: 'On time', exact: true })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  const rows = page.locator('.league tbody tr')
  for (const name of await rows.locator('th').allTextContents()) expect(name).toContain('Denpasar')
  await page.goBack()
  await expect(page.locator('html')).toHaveAttribute('lang', 'id')
})

test('from the nation to an agency to its parent, keeping the period', async ({ page }) => {
  await visit(page, '/?period=2025-03')
  await page.getByLabel('Cari instansi').fill('Disdukcapil Medan')
  await page.locator('.league').getByRole('link', { name: 'Disdukcapil Medan (contoh)' }).click()
  await expect(page).toHaveURL(/\/agencies\/disdukcapil-1271\?period=2025-03/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Disdukcapil Medan (contoh)')
  await expect(page.locator('.opening')).toContainText('Maret 2025')
  await page.locator('.page-meta').getByRole('link').first().click()
  await expect(page).toHaveURL(/\/agencies\/kota-1271\?period=2025-03/)
})

test('without a mouse: skip, sort, walk a chart', async ({ page }) => {
  await visit(page, '/?lang=en')
  await expect(page.locator('.card')).not.toHaveCount(0)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toBeFocused()
  const figure = page.locator('figure', { hasText: 'index 25–100' })
  await figure.scrollIntoViewIfNeeded()
  await figure.getByRole('application').focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  await expect(figure.locator('.tooltip')).toContainText('November 2026')
  // What is seen at the point is also heard: period, figure, interval.
  await expect(figure.getByRole('status')).toHaveText(
    /^November 2026\. [\d.]+ \(95% interval: [\d.]+–[\d.]+\)\. Control limits: [\d.]+–[\d.]+/,
  )
  const sort = page.getByRole('button', { name: 'Cases received' })
  await sort.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/sort=-received/)
})

test('who skips to the content before the app comes stays there', async ({ page }) => {
  let letGo = () => {}
  const held = new Promise<void>((done) => {
    letGo = done
  })
  await page.route('**/api/v1/readings?**', async (route) => {
    await held
    await route.continue()
  })
  await page.goto('/?lang=en')
  await page.getByRole('link', { name: 'Skip to content' }).press('Enter')
  await expect(page.locator('[data-written] main')).toBeFocused()
  letGo()
  await expect(page.locator('[data-written]')).toHaveCount(0)
  await expect(page.locator('main')).toBeFocused()
})

test('who has not reported is named, and a missing figure says why', async ({ page }) => {
  await visit(page, '/?lang=en')
  await expect(page.getByRole('heading', { name: /Not reported/ })).toBeVisible()
  const silent = page.locator('section', { hasText: 'Not reported' }).getByRole('listitem')
  await expect(silent).not.toHaveCount(0)
  await silent.first().getByRole('link').click()
  await expect(page.locator('.card-missing').first()).toHaveText('not reported')
})

test('a chart says why a point has no figure', async ({ page }) => {
  await visit(page, '/agencies/dpmptsp-6472?lang=en')
  const figure = page.locator('figure', { hasText: 'On time · per cent' })
  await figure.scrollIntoViewIfNeeded()
  await figure.getByRole('application').focus()
  await page.keyboard.press('End')
  await expect(figure.getByRole('status')).toHaveText(/^December 2026\. not reported/)
})

test('figures of a part of a year say so and are compared with nothing', async ({ page }) => {
  await visit(page, '/agencies/dpmptsp-6472?lang=en&period=2026')
  await expect(page.locator('.part')).toContainText(
    '2026 is covered only in part (so far, up to 31 March 2026)',
  )
  await expect(page.locator('.change')).toHaveCount(0)
  await expect(page.locator('.opening')).toContainText('there is no satisfaction index (not reported)')
  await page.getByLabel('Period', { exact: true }).selectOption('2025')
  await expect(page.locator('.change')).not.toHaveCount(0)
  await expect(page.locator('.part')).toHaveCount(0)
})

test('agencies are compared by one figure, with their intervals', async ({ page }) => {
  await visit(page, '/indicators/on-time-rate?lang=en')
  const rows = page.locator('.league tbody tr')
  await expect(rows.first().locator('.dots-interval')).toBeVisible()
  await page.getByRole('button', { name: 'On time' }).click()
  await expect(page.getByRole('columnheader', { name: 'On time', exact: true })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  const shares = await rows.locator('td:nth-child(2)').allInnerTexts()
  const values = shares.map((text) => Number.parseFloat(text)).filter((value) => !Number.isNaN(value))
  expect(values.length).toBeGreaterThan(10)
  expect(values).toEqual([...values].sort((a, b) => b - a))
})

test('a service lists only who offers it', async ({ page }) => {
  await visit(page, '/services/izin-apotek?lang=en')
  await expect(page.locator('.league tbody tr')).not.toHaveCount(0)
  await expect(page.locator('.league tbody')).not.toContainText('Civil Registry Office')
})

test('satisfaction by service leads from a month that hides it to a year that tells it', async ({ page }) => {
  await visit(page, '/services?lang=en')
  await page.getByRole('link', { name: 'Satisfaction by service is not told for this period' }).click()
  await expect(page).toHaveURL(/period=2025/)
  await expect(page.locator('.league-note').first()).toContainText('Figures for 2025')
  await expect(page.locator('.league tbody tr', { hasText: 'Birth certificate' })).not.toContainText('hidden')
  await expect(page.getByRole('link', { name: /is not told for this period/ })).toHaveCount(0)
})

test('by channel the channel is named, and no survey is spoken of', async ({ page }) => {
  await visit(page, '/?lang=en&channel=web')
  await expect(page.locator('.opening')).toContainText('(channel: Web)')
  await expect(page.locator('.card', { hasText: 'Satisfaction index' })).toContainText(
    'Survey answers are not told apart by channel.',
  )
})

test('a search keeps every letter, wherever one types', async ({ page }) => {
  await visit(page, '/?lang=en')
  const box = page.getByLabel('Search agency')
  await box.click()
  await page.keyboard.type('bandng')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.type('uUu')
  await expect(box).toHaveValue('banduUung')
  await expect(page).toHaveURL(/q=banduUung/)
})

test('the theme is kept', async ({ page }) => {
  await visit(page, '/about?lang=en')
  await page.getByRole('button', { name: 'Dark theme' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('on paper: no controls, all figures', async ({ page }) => {
  await visit(page, '/?lang=en')
  await expect(page.locator('.card')).toHaveCount(8)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('navigation')).toBeHidden()
  await expect(page.locator('.picker').first()).toBeHidden()
  await expect(page.locator('.opening')).toBeVisible()
})

test('while new figures are on their way the old ones keep their period', async ({ page }) => {
  await visit(page, '/?lang=en')
  const opening = page.locator('.opening')
  await expect(opening).toContainText('December 2026')
  // What lies below the first view comes after it.
  await expect(page.locator('.league').getByRole('status')).toContainText('Figures for December 2026')
  await expect(page.getByRole('heading', { name: /Not reported/ })).toContainText('December 2026')
  let letGo = () => {}
  const held = new Promise<void>((done) => {
    letGo = done
  })
  await page.route('**/api/v1/readings?**', async (route) => {
    await held
    await route.continue()
  })
  await page.getByLabel('Period', { exact: true }).selectOption('2024-05')
  await expect(page.locator('.busy')).toBeVisible()
  await expect(opening).toContainText('December 2026')
  await expect(page.locator('.league').getByRole('status')).toContainText('Figures for December 2026')
  await expect(page.getByRole('heading', { name: /Not reported/ })).toContainText('December 2026')
  letGo()
  await expect(opening).toContainText('May 2024')
  await expect(page.locator('.league').getByRole('status')).toContainText('Figures for May 2024')
  await expect(page.getByRole('heading', { name: /Not reported/ })).toContainText('May 2024')
})

test('an address that leads nowhere says so', async ({ page, errors }) => {
  for (const path of ['/nowhere', '/agencies/nobody', '/services/none', '/indicators/none']) {
    await visit(page, `${path}?lang=en`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page does not exist.')
  }
  // The browser says of each what the server answered.
  expect(errors.splice(0)).toEqual(Array(4).fill(expect.stringContaining('404')))
})

test('a mark says by which rule it stands there, without a mouse', async ({ page, request }) => {
  const answer = await (await request.get('/api/v1/signals?lang=en&limit=100')).json()
  const item = answer.items.find(
    (one: { agency: string | null; indicator: string; isStanding: boolean }) =>
      one.agency !== null && one.indicator === 'backlog' && one.isStanding,
  )
  await visit(page, `/agencies/${item.agency}?lang=en&period=${item.latest.period}`)
  const why = page.locator('.card', { hasText: 'Backlog' }).locator('.why summary')
  await why.focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('.card', { hasText: 'Backlog' }).locator('.why p')).toContainText(/point|row/)
})

test('agencies side by side: a funnel, ranges of ranks, never a place alone', async ({ page }) => {
  await visit(page, '/comparison?lang=en&level=city')
  await expect(page.locator('.opening')).toContainText('On time, December 2026')
  const funnel = page.locator('figure')
  await funnel.getByRole('application').focus()
  await page.keyboard.press('ArrowRight')
  await expect(funnel.getByRole('status')).toContainText(/Rank range: \d+–\d+ of 12$/)
  await expect(page.locator('.league tbody tr')).toHaveCount(12)
  await page.getByLabel('Group').selectOption('province')
  await expect(page).toHaveURL(/level=province/)
  await expect(page.locator('.league tbody tr')).toHaveCount(9)
})

test('an agency is compared with its peers, who are named', async ({ page }) => {
  await visit(page, '/agencies/disdukcapil-1271?lang=en')
  await page.getByRole('link', { name: 'Compare with its peers' }).click()
  await expect(page).toHaveURL(/\/comparison\?.*agency=disdukcapil-1271/)
  await expect(page.getByText('Compared with those of its level and kind')).toContainText(
    'Civil Registry Office',
  )
  await expect(page.locator('.own')).toContainText('Civil Registry Office, Medan (example)')
})

test('signals are listed newest first and lead to where they are seen', async ({ page }) => {
  await visit(page, '/signals?lang=en')
  const signals = page.locator('.signal')
  await expect(signals).toHaveCount(50)
  await page.getByRole('button', { name: 'Older' }).click()
  await expect(signals).toHaveCount(100)
  await page.getByLabel('Kind').selectOption('improvement')
  await expect(page).toHaveURL(/kind=improvement/)
  await expect(signals.first().locator('.why summary').first()).toContainText('improvement')
  await signals.first().getByRole('heading').getByRole('link').click()
  await expect(page.locator('.opening')).toBeVisible()
})

test('a target says in shape and words whether it is met, and how surely', async ({ page, request }) => {
  const answer = await (
    await request.get(
      '/api/v1/readings?indicators=on-time-rate&agency=*&grain=month&from=2026-12-01&to=2026-12-31&include=target,status,achievement,signal',
    )
  ).json()
  const missed = answer.readings.find(
    (one: { status: string; signal: { assurance: string | null; isOvertaken: boolean } }) =>
      one.status === 'not-met' && one.signal.assurance === 'hit-or-miss' && !one.signal.isOvertaken,
  )
  await visit(page, `/agencies/${missed.agency}?lang=en&period=2026-12`)
  const card = page.locator('.card', { hasText: 'On time' })
  await expect(card.locator('.held')).toHaveText(
    `not met: target 2026 at least 90.0%; achievement ${missed.achievement.value.toFixed(1).replace(/\.0$/, '')}%`,
  )
  const why = card.locator('.why', { hasText: 'meets its target by chance' })
  await why.locator('summary').focus()
  await page.keyboard.press('Enter')
  await expect(why.locator('p')).toContainText('The target lies between the control limits')
  // Steps of three years, in words beside the line that draws them.
  const figure = page.locator('figure', { hasText: 'On time · per cent' })
  await figure.scrollIntoViewIfNeeded()
  await expect(figure.locator('.target-note')).toHaveText(
    /Target: at least 80.0% \(2024\); at least 85.0% \(2025\); at least 90.0% \(2026\)/,
  )
  await expect(figure.locator('.plot-drawing .target-line')).toHaveCount(3)
  await visit(page, '/?lang=en&period=2026-12')
  const row = page.locator('.league tbody tr').filter({ has: page.locator(`a[href*="/${missed.agency}?"]`) })
  await expect(row.locator('.cell-held').first()).toContainText('not met')
  await page.getByLabel('Channel').selectOption('web')
  await expect(page.locator('.cell-held')).toHaveCount(0)
})

test('who is late is named, with up to when there are data and what is expected next', async ({ page }) => {
  await visit(page, '/?lang=en')
  const section = page.locator('section[aria-labelledby=freshness]').first()
  await expect(section).toContainText('43 of 44 units have reported for December 2026; 1 late')
  await expect(section.getByRole('row', { name: 'Service cases' })).toContainText('late')
  await expect(section.getByRole('row', { name: 'Survey answers' })).toContainText(
    'on time31 December 2026up to 31 January 2027',
  )
  const late = section.locator('.late li')
  await expect(late).toHaveText(
    'One-Stop Permit Office, Samarinda (example): service cases up to 31 March 2026, should be up to 30 April 2026',
  )
  await late.getByRole('link').click()
  await expect(page.locator('section[aria-labelledby=freshness]').first()).toContainText(
    '0 of 1 unit has reported',
  )
  await expect(page.locator('.late')).toHaveCount(0)
})

test('an innovation is marked on the chart of what it touches and leads to before and after', async ({
  page,
}) => {
  await visit(page, '/agencies/dpmptsp-3578?lang=en')
  const figure = page.locator('figure', { hasText: 'On time · per cent' })
  await figure.scrollIntoViewIfNeeded()
  await figure.getByRole('link', { name: /SIAP/ }).click()
  await expect(page).toHaveURL(/\/innovations\/dpmptsp-3578\.siap-satu-berkas-satu-pintu/)
  await expect(page.locator('.opening')).toContainText('associated with an improvement larger than chance')
  const effect = page.locator('figure')
  await expect(effect.getByRole('heading')).toHaveText('Median working days: better since it started')
  await effect.getByRole('application').focus()
  await page.keyboard.press('End')
  await expect(effect.getByRole('status')).toContainText(/^December 2026\..*Continuation of the earlier line/)
  await page.getByLabel('Figure looked at').selectOption('satisfaction-index')
  await expect(page).toHaveURL(/indicator=satisfaction-index/)
  await expect(effect.getByRole('heading')).toContainText('Satisfaction index')
  await expect(page.getByLabel('Figure looked at')).toHaveValue('satisfaction-index')
})

test('the register lists innovations, latest first; of a late one nothing is claimed', async ({ page }) => {
  await visit(page, '/innovations?lang=en')
  await expect(page.locator('.signal')).toHaveCount(3)
  await page.locator('.signal').first().getByRole('link').click()
  await expect(page.locator('.opening')).toContainText('too early to tell an effect on median working days')
  await expect(page.locator('.estimates li')).toHaveCount(0)
  await visit(page, '/agencies/kota-3374?lang=en')
  await page.locator('.page-meta').getByRole('link', { name: 'Innovations' }).click()
  await expect(page.locator('.signal')).toHaveCount(1)
})
