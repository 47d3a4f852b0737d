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

describe('the settings of single sign-on', () => {
  const ISSUER = 'https://sso.example.go.id/realms/daerah'
  const TRIPLE = {
    TERUKUR_OIDC_ISSUER: ISSUER,
    TERUKUR_OIDC_CLIENT_ID: 'terukur',
    TERUKUR_OIDC_CLIENT_SECRET: 'rahasia',
  }
  it('are taken together, by issuer or by the address of its document', () => {
    const sso = { issuer: ISSUER, clientId: 'terukur', clientSecret: 'rahasia', name: 'SSO' }
    expect(readConfig({}).sso).toBeNull()
    expect(readConfig(TRIPLE).sso).toEqual(sso)
    const document = `${ISSUER}/.well-known/openid-configuration`
    const named = { ...TRIPLE, TERUKUR_OIDC_ISSUER: document, TERUKUR_OIDC_NAME: 'Akun Daerah' }
    expect(readConfig(named).sso).toEqual({ ...sso, name: 'Akun Daerah' })
    for (const missing of Object.keys(TRIPLE))
      expect(refusal({ ...TRIPLE, [missing]: '' }), missing).toMatch(/OIDC_ISSUER.*CLIENT_ID.*CLIENT_SECRET/)
  })

  it('name a provider that nobody between can speak for', () => {
    expect(refusal({ ...TRIPLE, TERUKUR_OIDC_ISSUER: 'http://localhost:8080/realms/a' })).toBe('taken')
    for (const wrong of [
      'http://sso.example.go.id',
      'http://localhost.evil.example/',
      'sso',
      `${ISSUER}?a=b`,
    ])
      expect(refusal({ ...TRIPLE, TERUKUR_OIDC_ISSUER: wrong }), wrong).toContain('TERUKUR_OIDC_ISSUER')
  })
})
