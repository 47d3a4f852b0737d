import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export const CLIENT = { clientId: 'terukur', clientSecret: 'rahasia: kopi & teh' }
export type Claims = Record<string, unknown>

/** A provider of OpenID Connect over loopback that insists on PKCE, its client's secret, and codes used once. */
export interface OidcServer {
  issuer: string
  /** what its ID tokens say, over what they should say */
  claims: Claims
  /** says the address only when asked with the access token */
  hasUserinfo: boolean
  /** signs with a key that it does not publish */
  isForged: boolean
  /** Somebody agrees at the provider. @returns where the browser is sent back to */
  agree(authorizationUrl: string): URL
  close(): Promise<void>
}

const asPart = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export async function openOidcServer(): Promise<OidcServer> {
  const [published, other] = [0, 1].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }))
  const codes = new Map<string, { challenge: string; nonce: string; redirectUri: string }>()
  const jwt = (payload: Claims): string => {
    const body = `${asPart({ alg: 'RS256', kid: 'one' })}.${asPart(payload)}`
    const key = (self.isForged ? other : published)!.privateKey
    return `${body}.${sign('sha256', Buffer.from(body), key).toString('base64url')}`
  }
  const person = () => ({ sub: 'orang-1', email_verified: true, ...self.claims })
  const answers: Record<string, (request: IncomingMessage) => unknown> = {
    '/.well-known/openid-configuration': () => ({
      issuer: self.issuer,
      authorization_endpoint: `${self.issuer}/authorize`,
      token_endpoint: `${self.issuer}/token`,
      jwks_uri: `${self.issuer}/jwks`,
      ...(self.hasUserinfo && { userinfo_endpoint: `${self.issuer}/userinfo` }),
    }),
    '/jwks': () => ({
      keys: [{ ...published!.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }],
    }),
    '/userinfo': ({ headers }) => (headers.authorization === 'Bearer open' ? person() : null),
    '/token': async (request) => {
      const given = Object.fromEntries(new URLSearchParams(await text(request)))
      const code = codes.get(given.code ?? '')
      codes.delete(given.code ?? '')
      const challenge = createHash('sha256')
        .update(given.code_verifier ?? '')
        .digest('base64url')
      const secret = Buffer.from(
        request.headers.authorization?.slice('Basic '.length) ?? '',
        'base64',
      ).toString()
      const [id, password] = secret.split(':').map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
      const isClient = id === CLIENT.clientId && password === CLIENT.clientSecret
      if (!isClient || code?.challenge !== challenge || code.redirectUri !== given.redirect_uri) return null
      const seconds = Math.floor(Date.now() / 1000)
      const times = { iat: seconds, exp: seconds + 300 }
      const { email, ...rest } = person() as Claims
      return {
        access_token: 'open',
        token_type: 'Bearer',
        id_token: jwt({
          iss: self.issuer,
          aud: CLIENT.clientId,
          nonce: code.nonce,
          ...times,
          ...rest,
          ...(!self.hasUserinfo && { email }),
        }),
      }
    },
  }
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, self.issuer)
    if (pathname === '/authorize') {
      return void response.writeHead(302, { location: self.agree(`${self.issuer}${request.url}`).href }).end()
    }
    const answer = await answers[pathname]?.(request)
    response.writeHead(answer ? 200 : 400, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer ?? { error: 'invalid_request' }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const self: OidcServer = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    claims: {},
    hasUserinfo: false,
    isForged: false,
    agree(authorizationUrl) {
      const asked = new URL(authorizationUrl).searchParams
      const code = randomUUID()
      const redirectUri = asked.get('redirect_uri')!
      codes.set(code, { challenge: asked.get('code_challenge')!, nonce: asked.get('nonce')!, redirectUri })
      const back = new URL(redirectUri)
      back.search = new URLSearchParams({ code, state: asked.get('state')!, iss: self.issuer }).toString()
      return back
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return self
}
