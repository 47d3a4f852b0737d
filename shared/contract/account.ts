import { z } from 'zod'
import { fault } from './faults.ts'

// What crosses the wire about a person's own account.

/** Long is strong: no rules about signs. The upper end keeps hashing affordable. */
export const PASSWORD_LENGTH = { min: 12, max: 256 } as const

/** Never longer than an address can be (RFC 5321), and without signs that a header of a mail could be broken with. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, fault('email', {}))
  .regex(/^[^\s@<>"(),:;[\]\\]+@[a-z0-9-]+(\.[a-z0-9-]+)*$/, fault('email', {}))

/** One line of text, without control characters. */
export const PersonName = z
  .string()
  .trim()
  .min(1, fault('name-length', {}))
  .max(120, fault('name-length', {}))
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, fault('name-length', {}))

/** A password that someone chooses; a wrong one that someone gives is only wrong. */
export const NewPassword = z
  .string()
  .refine(
    ({ length }) => length >= PASSWORD_LENGTH.min,
    fault('password-short', { min: PASSWORD_LENGTH.min }),
  )
  .refine(({ length }) => length <= PASSWORD_LENGTH.max, fault('password-long', { max: PASSWORD_LENGTH.max }))

const GivenPassword = z.string().min(1).max(1024)

export const SignIn = z.strictObject({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: GivenPassword,
  /** stays signed in after the browser is closed */
  remember: z.boolean().default(false),
})
export type SignIn = z.input<typeof SignIn>

export const SecondFactor = z.strictObject({
  /** people write codes with spaces and dashes in them */
  code: z
    .string()
    .max(40)
    .transform((code) => code.replaceAll(/\s/g, ''))
    .pipe(z.string().min(6, fault('code', {}))),
  isBackup: z.boolean().default(false),
})

/** What a sign-in came to: it is done, or the second factor is asked for. */
export const SignedIn = z.object({ next: z.enum(['done', 'second-factor']) })
export type SignedIn = z.infer<typeof SignedIn>

/** What a person sees of their own account. */
export const Account = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    hasTwoFactor: z.boolean(),
    /** false: signs in only through the single sign-on of the instance */
    hasPassword: z.boolean(),
    createdAt: z.string(),
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof Account>

export const ChangeName = z.strictObject({ name: PersonName })
export const ChangeEmail = z.strictObject({ email: Email, password: GivenPassword })
/** Keys for programs outlive a password, unless it is asked for that they end with it. */
const revokesKeys = z.boolean().default(false).describe('whether all your API keys end as well')
export const ChangePassword = z.strictObject({
  current: GivenPassword,
  password: NewPassword,
  revokesKeys,
})
/** What mails to a person are written in. */
const MailLanguage = z.enum(['id', 'en', 'both'])
export type MailLanguage = z.infer<typeof MailLanguage>
export const SetMailLanguage = z.strictObject({ language: MailLanguage })
/** null: not known yet, so mails are in both languages */
export const OwnMailLanguage = z.object({ language: MailLanguage.nullable() })
export type OwnMailLanguage = z.infer<typeof OwnMailLanguage>

export const ProvePassword = z.strictObject({ password: GivenPassword })

/** What an authenticator app needs, and the codes for when it is lost. Shown once. */
export const TwoFactorBegun = z.object({ uri: z.string(), backupCodes: z.array(z.string()) })
export type TwoFactorBegun = z.infer<typeof TwoFactorBegun>
export const BackupCodes = TwoFactorBegun.pick({ backupCodes: true })
export type BackupCodes = z.infer<typeof BackupCodes>

export const ConfirmTwoFactor = SecondFactor.pick({ code: true })

export const OwnSession = z.object({
  id: z.string(),
  isThisOne: z.boolean(),
  startedAt: z.string(),
  seenAt: z.string(),
  expiresAt: z.string(),
  address: z.string().nullable(),
  browser: z.string().nullable(),
})
export type OwnSession = z.infer<typeof OwnSession>

export const AskReset = z.strictObject({ email: z.string().trim().toLowerCase().min(1).max(254) })
export const ConfirmReset = z.strictObject({
  token: z.string().min(1).max(200),
  password: NewPassword,
  revokesKeys,
})
