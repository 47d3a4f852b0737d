import { authorizationCodeRequest, createAuthorizationURL, validateToken } from 'better-auth/oauth2'
import { ProviderClaims, ProviderDocument, TokenAnswer } from '#shared/contract/sso.ts'

// The authorization code flow of OpenID Connect with PKCE and nonce, against the one provider of an instance.

export interface SsoSettings {
  /** https://sso.example.go.id; its discovery document lies below it */
  issuer: string
  clientId: string
  clientSecret: string
  /** what the button says */
  name: string
}

/** How long the provider has for an answer, and how long what it says of itself is kept. */
const WAIT_MS = 10_000
const KEPT_MS = 3_600_000
/** Signatures that only the provider can make: none that the client's secret would make as well. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
const CLOCK_TOLERANCE_SECONDS = 30

export class OidcProvider {
  readonly #settings: SsoSettings
  readonly #redirectUri: string
  #document: { until: number; found: Promise<ProviderDocument> } | null = null

  constructor(settings: SsoSettings, redirectUri: string) {
    this.#settings = settings
    this.#redirectUri = redirectUri
  }

  /** Where the browser is sent. @throws where the provider cannot be asked */
  async authorizationUrl(flow: { state: string; nonce: string; codeVerifier: string }): Promise<string> {
    const { authorization_endpoint: authorizationEndpoint } = await this.#discover()
    const url = await createAuthorizationURL({
      id: 'sso',
      options: this.#options,
      redirectURI: this.#redirectUri,
      authorizationEndpoint,
      scopes: ['openid', 'email', 'profile'],
      ...flow,
    })
    return url.href
  }

  /** Trades the code for what the provider proves of a person.
   *  @throws where it proves nothing: signature, issuer, audience, time or nonce are wrong, or it does not answer */
  async claimsOf(code: string, flow: { nonce: string; codeVerifier: string }): Promise<ProviderClaims> {
    const provider = await this.#discover()
    const methods = provider.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const { body, headers } = await authorizationCodeRequest({
      code,
      codeVerifier: flow.codeVerifier,
      redirectURI: this.#redirectUri,
      options: this.#options,
      authentication: methods.includes('client_secret_basic') ? 'basic' : 'post',
    })
    const answer = await askJson(provider.token_endpoint, { method: 'POST', body, headers })
    const tokens = TokenAnswer.parse(answer)
    const { clientId } = this.#settings
    const { payload } = await validateToken(tokens.id_token, provider.jwks_uri, {
      issuer: provider.issuer,
      audience: clientId,
      algorithms: ALGORITHMS,
      requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat', 'nonce'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    })
    if (payload.nonce !== flow.nonce) throw new Error('The ID token answers another request')
    const isShared = Array.isArray(payload.aud) && payload.aud.length > 1
    if ((isShared || payload.azp !== undefined) && payload.azp !== clientId) {
      throw new Error('The ID token was made for another client')
    }
    const claims = ProviderClaims.parse(payload)
    if (claims.email !== undefined || !provider.userinfo_endpoint || !tokens.access_token) return claims
    // Many providers tell the address only here.
    const authorization = `Bearer ${tokens.access_token}`
    const more = ProviderClaims.parse(
      await askJson(provider.userinfo_endpoint, { headers: { authorization } }),
    )
    if (more.sub !== claims.sub) throw new Error('The userinfo is about somebody else')
    return more
  }

  /** Whether an answer names the right provider, where it names one (RFC 9207). */
  async isIssuer(named: string | undefined): Promise<boolean> {
    return named === undefined || named === (await this.#discover()).issuer
  }

  get #options() {
    const { clientId, clientSecret } = this.#settings
    return { clientId, clientSecret }
  }

  #discover(): Promise<ProviderDocument> {
    if (this.#document && this.#document.until > Date.now()) return this.#document.found
    const found = discover(this.#settings.issuer)
    this.#document = { until: Date.now() + KEPT_MS, found }
    found.catch(() => {
      this.#document = null
    })
    return found
  }
}

const withoutSlash = (url: string): string => url.replace(/\/$/, '')

async function discover(issuer: string): Promise<ProviderDocument> {
  const address = `${withoutSlash(issuer)}/.well-known/openid-configuration`
  const document = ProviderDocument.parse(await askJson(address, {}))
  if (withoutSlash(document.issuer) !== withoutSlash(issuer)) {
    throw new Error(`${address} speaks for ${document.issuer}`)
  }
  const isSecret = issuer.startsWith('https:')
  const { authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint } = document
  for (const url of [authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint ?? jwks_uri]) {
    if (!(isSecret ? /^https:/ : /^https?:/).test(url)) throw new Error(`${address} names ${url}`)
  }
  return document
}

async function askJson(url: string, init: RequestInit): Promise<unknown> {
  // A redirect could carry the code and the client's secret elsewhere.
  const signal = AbortSignal.timeout(WAIT_MS)
  const response = await fetch(url, { ...init, redirect: 'error', signal })
  if (!response.ok) throw new Error(`${new URL(url).origin} answered ${response.status}`)
  return response.json()
}
