import { join } from 'node:path'
import { z } from 'zod'
import { Email, NewPassword } from '#shared/contract/account.ts'
import { fault, schemaFault } from '#shared/contract/faults.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal } from '#shared/refusal.ts'

const isTimeZone = (zone: string): boolean => {
  // By name: an offset such as +07:00 is none to the databases.
  if (/^[+-]/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

const environment = z
  .object({
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    HOST: z.string().min(1).default('localhost'),
    TERUKUR_DATA_DIR: z.string().min(1).default('data'),
    DATABASE_URL: z
      .string()
      .regex(/^(duckdb:.+|postgres(ql)?:\/\/.+)$/, fault('database-url', {}))
      .optional(),
    TERUKUR_DEMO: z.enum(['on', 'unreleased', 'off']).default('on'),
    TERUKUR_DEMO_THROUGH: z
      .string()
      .regex(/^20\d\d-(0[1-9]|1[0-2])$/, fault('month', {}))
      .optional(),
    TERUKUR_PUBLICATION: z.enum(['live', 'released']).default('released'),
    TERUKUR_TIMEZONE: z.string().refine(isTimeZone, fault('time-zone', {})).default('Asia/Jakarta'),
    TERUKUR_CURRENCY: z
      .string()
      .regex(/^[A-Z]{3}$/, fault('currency', {}))
      .default('IDR'),
    TERUKUR_URL: z
      .string()
      .regex(/^https?:\/\/[^\s/?#@]+$/, fault('public-url', {}))
      .optional(),
    TERUKUR_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    TERUKUR_ADMIN_EMAIL: Email.optional(),
    TERUKUR_ADMIN_PASSWORD: NewPassword.optional(),
    TERUKUR_SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\/\S+$/, fault('smtp-url', {}))
      .optional(),
    TERUKUR_MAIL_FROM: z
      .string()
      .regex(/^(?:[^<>@\p{Cc}]* <[^\s@<>,]+@[^\s@<>,]+>|[^\s@<>,]+@[^\s@<>,]+)$/u, fault('mail-from', {}))
      .optional(),
    TERUKUR_OIDC_ISSUER: z
      .string()
      .regex(
        /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/])[^\s?#@]*$/,
        fault('oidc-issuer', {}),
      )
      .transform((url) => url.replace(/\/\.well-known\/openid-configuration$/, ''))
      .optional(),
    TERUKUR_OIDC_CLIENT_ID: z.string().optional(),
    TERUKUR_OIDC_CLIENT_SECRET: z.string().optional(),
    TERUKUR_OIDC_NAME: z.string().max(60).default('SSO'),
    TERUKUR_SIGNING_KEY_FILE: z.string().optional(),
    TERUKUR_UNDO_DAYS: z.coerce.number().int().min(0).max(3650).default(90),
    TERUKUR_PRIVATE_WEBHOOKS: z.enum(['on', 'off']).default('off'),
    TERUKUR_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .refine(({ TERUKUR_SMTP_URL, TERUKUR_MAIL_FROM }) => !TERUKUR_SMTP_URL || TERUKUR_MAIL_FROM, {
    path: ['TERUKUR_MAIL_FROM'],
    ...fault('mail-from', {}),
  })
  .refine((given) => !given.TERUKUR_ADMIN_EMAIL === !given.TERUKUR_ADMIN_PASSWORD, {
    path: ['TERUKUR_ADMIN_PASSWORD'],
    ...fault('admin-pair', {}),
  })
  .refine(
    (given) =>
      new Set(
        [given.TERUKUR_OIDC_ISSUER, given.TERUKUR_OIDC_CLIENT_ID, given.TERUKUR_OIDC_CLIENT_SECRET].map(
          Boolean,
        ),
      ).size === 1,
    { path: ['TERUKUR_OIDC_ISSUER'], ...fault('oidc-together', {}) },
  )

export interface Config {
  port: number
  host: string
  dataDir: string
  databaseUrl: string
  isDemo: boolean
  /** the demo has releases: made after the start, which does not wait for them */
  isDemoReleased: boolean
  /** month of the demo's last figures, such as 2026-12; null: the last whole one before its first start */
  demoThrough: string | null
  /** what everybody sees: figures as delivered, or as released */
  publication: 'live' | 'released'
  timezone: string
  /** how people reach it, such as https://terukur.example.go.id; null: as it listens */
  publicUrl: string | null
  /** how many proxies of our own stand before it, whose x-forwarded-for is believed */
  proxies: number
  /** the first administrator of an empty instance */
  firstAdministrator: { email: string; password: string } | null
  /** single sign-on through a provider of OpenID Connect */
  sso: { issuer: string; clientId: string; clientSecret: string; name: string } | null
  smtpUrl: string | null
  mailFrom: string | null
  /** private key (Ed25519, PEM) that releases are signed with; null: one of our own in the data folder */
  signingKeyFile: string | null
  /** how long an import can be undone */
  undoDays: number
  /** webhooks may lead to this machine and to private networks */
  mayCallPrivate: boolean
  logLevel: string
}

/** The environment, read once. @throws Refusal `invalid` with one line naming the variable. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw new Refusal('invalid', 'field-invalid', {
      field: issue.path.join('.'),
      problem: schemaFault(issue),
    })
  }
  const values = parsed.data
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: values.TERUKUR_DATA_DIR,
    databaseUrl: values.DATABASE_URL ?? `duckdb:${join(values.TERUKUR_DATA_DIR, 'terukur.duckdb')}`,
    isDemo: values.TERUKUR_DEMO !== 'off',
    isDemoReleased: values.TERUKUR_DEMO === 'on',
    demoThrough: values.TERUKUR_DEMO_THROUGH ?? null,
    publication: values.TERUKUR_PUBLICATION,
    timezone: values.TERUKUR_TIMEZONE,
    publicUrl: values.TERUKUR_URL ?? null,
    proxies: values.TERUKUR_PROXIES,
    firstAdministrator:
      values.TERUKUR_ADMIN_EMAIL && values.TERUKUR_ADMIN_PASSWORD
        ? { email: values.TERUKUR_ADMIN_EMAIL, password: values.TERUKUR_ADMIN_PASSWORD }
        : null,
    sso:
      values.TERUKUR_OIDC_ISSUER && values.TERUKUR_OIDC_CLIENT_ID && values.TERUKUR_OIDC_CLIENT_SECRET
        ? {
            issuer: values.TERUKUR_OIDC_ISSUER,
            clientId: values.TERUKUR_OIDC_CLIENT_ID,
            clientSecret: values.TERUKUR_OIDC_CLIENT_SECRET,
            name: values.TERUKUR_OIDC_NAME,
          }
        : null,
    smtpUrl: values.TERUKUR_SMTP_URL ?? null,
    mailFrom: values.TERUKUR_MAIL_FROM ?? null,
    signingKeyFile: values.TERUKUR_SIGNING_KEY_FILE ?? null,
    undoDays: values.TERUKUR_UNDO_DAYS,
    mayCallPrivate: values.TERUKUR_PRIVATE_WEBHOOKS === 'on',
    logLevel: values.TERUKUR_LOG,
  }
}

/** The server elsewhere that the command line is to talk to, and the key for it. */
export function readRemote(env: NodeJS.ProcessEnv = process.env): { server?: string; key?: string } {
  return {
    ...(env.TERUKUR_SERVER && { server: env.TERUKUR_SERVER }),
    ...(env.TERUKUR_KEY && { key: env.TERUKUR_KEY }),
  }
}

/** Language of the environment: Indonesian unless it asks for English. */
export function readLocale(env: NodeJS.ProcessEnv = process.env): Locale {
  const wanted = env.TERUKUR_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || 'id'
  return wanted.toLowerCase().startsWith('en') ? 'en' : 'id'
}
