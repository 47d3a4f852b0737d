import { describe, expect, it } from 'vitest'
import { readConfig } from '#server/config.ts'

const refusal = (env: Record<string, string>): string => {
  try {
    readConfig(env)
    return 'taken'
  } catch (error) {
    return (error as Error).message
  }
}

describe('the settings of mail', () => {
  it('are taken together, with a sender that is one address', () => {
    const smtp = 'smtps://user:secret@mail.example.go.id:465'
    const from = 'Terukur <no-reply@example.go.id>'
    expect(readConfig({ TERUKUR_SMTP_URL: smtp, TERUKUR_MAIL_FROM: from })).toMatchObject({
      smtpUrl: smtp,
      mailFrom: from,
    })
    expect(readConfig({})).toMatchObject({ smtpUrl: null, mailFrom: null, publicUrl: null })
    for (const wrong of ['', 'nobody', 'a@b.c, d@e.f', 'A <a@b.c>\r\nBcc: <d@e.f>', 'A\n<a@b.c>']) {
      expect(refusal({ TERUKUR_SMTP_URL: smtp, TERUKUR_MAIL_FROM: wrong }), wrong).toContain(
        'TERUKUR_MAIL_FROM',
      )
    }
  })

  it('never tell a password when they are wrong', () => {
    const said = refusal({ TERUKUR_SMTP_URL: 'http://user:secret@mail', TERUKUR_MAIL_FROM: 'a@b.c' })
    expect(said).toContain('TERUKUR_SMTP_URL')
    expect(said).not.toContain('secret')
  })

  it('have links lead to an address without a path', () => {
    expect(readConfig({ TERUKUR_URL: 'https://terukur.example.go.id' }).publicUrl).toBe(
      'https://terukur.example.go.id',
    )
    for (const wrong of ['terukur.go.id', 'https://a/b', 'https://u:p@a', 'javascript:alert(1)'])
      expect(refusal({ TERUKUR_URL: wrong }), wrong).toContain('TERUKUR_URL')
  })
})
