import { z } from 'zod'

// Single sign-on by OpenID Connect: what the sign-in page learns, and what is read of the provider's answers.

/** How one can sign in here, beside e-mail and password. */
export const SignInWays = z
  .object({
    sso: z.object({ name: z.string().describe('What its button says.') }).nullable(),
  })
  .meta({ id: 'SignInWays' })
export type SignInWays = z.infer<typeof SignInWays>

/** Why a single sign-on let nobody in; the sign-in page has the words. */
export type SsoReason =
  | 'unknown'
  | 'unverified'
  | 'unproved'
  | 'deactivated'
  | 'declined'
  | 'stale'
  | 'failed'
  | 'too-many'

const Text = z.string().max(4096).optional()

/** Where to go on afterwards; a path of our own. */
export const BeginSso = z.object({ next: Text, lang: Text })
/** What the provider sends the browser back with. */
export const SsoCallback = z.object({ code: Text, state: Text, iss: Text, error: Text })

/** What a provider says of itself (OpenID Connect Discovery 1.0). */
export const ProviderDocument = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  userinfo_endpoint: z.string().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
})
export type ProviderDocument = z.infer<typeof ProviderDocument>

export const TokenAnswer = z.object({ id_token: z.string(), access_token: z.string().optional() })

/** What an ID token or the userinfo of a provider says of a person. */
export const ProviderClaims = z.object({
  sub: z.string(),
  email: z.string().optional(),
  email_verified: z.unknown().optional(),
  name: z.string().optional(),
})
export type ProviderClaims = z.infer<typeof ProviderClaims>

/** What is kept between leaving for the provider and coming back. */
export const SsoFlow = z.object({
  nonce: z.string(),
  codeVerifier: z.string(),
  next: z.string().nullable(),
  isEnglish: z.boolean(),
  /** where it began; tries are counted there */
  address: z.string(),
})
export type SsoFlow = z.infer<typeof SsoFlow>

export const StartSession = z.object({ personId: z.string() })
