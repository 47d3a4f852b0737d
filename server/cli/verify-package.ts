import { FILE_LIST } from '#server/exports/package/file-list.ts'
import { findingText, shownText } from '#shared/i18n/finding-text.ts'
import { formats } from '#shared/i18n/formats.ts'
import { proofText } from '#shared/i18n/proof-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { readSigned } from '#shared/proof/check-seal.ts'
import type { Finding, ReleaseSource, VerifySummary } from '#shared/proof/findings.ts'
import type { Shown, ShownFinding } from '#shared/proof/shown.ts'
import { type ListedRelease, type NotedRelease, verifyRelease } from '#shared/proof/verify-release.ts'
import { checkFiles, type FileFault, filesIn } from './package-folder.ts'
import { printable } from './printable.ts'
import { Progress } from './progress.ts'
import { redefinedIn } from './redefined.ts'
import { folderRelease } from './release-source.ts'
import { checkUnsigned, type UnsignedFiles } from './unsigned-files.ts'

export interface VerifyHow {
  locale: Locale
  /** one JSON value on stdout, and nothing else there */
  isJson: boolean
  trustedKey: string | undefined
  /** goes back to the first release, and whatever else is listed has to be on the way */
  chain?: readonly ListedRelease[]
  /** the release that was seen last: what is checked is that one or comes after it */
  noted?: NotedRelease | undefined
}

type FileFinding = { code: FileFault; part: string }

/** Checks a package in a folder: the files by their list, then the release. `known`: what its zip says of its files.
 *  @returns the exit code */
export async function verifyFolder(
  folder: string,
  how: VerifyHow,
  { other, known }: { other?: ReleaseSource['other']; known?: FileFinding[] } = {},
): Promise<number> {
  const files: FileFinding[] = [...(known ?? [])]
  const run = checkFiles(folder)
  let next = await run.next()
  for (; !next.done; next = await run.next()) {
    const { code, part } = next.value
    if (!known?.some((one) => one.code === code && one.part === part)) files.push(next.value)
  }
  const source = folderRelease(folder, other)
  const isListed = next.value === 'listed'
  if (!isListed && !(await areAllSigned(folder, source)))
    files.push({ code: 'list-missing', part: FILE_LIST })
  const unsigned = (onFile: (name: string) => void) => checkUnsigned(folder, source, onFile)
  return verifyOne(source, how, { files, isListed, unsigned })
}

/** Whether a folder holds the signed documents alone, and what they are checked with. */
async function areAllSigned(folder: string, source: ReleaseSource): Promise<boolean> {
  const text = await source.signed(null)
  const parts = (text === null ? null : readSigned(text))?.manifest.parts ?? []
  const signed = new Set(['release.json', 'manifest.json', 'keys.json', ...parts.map(({ name }) => name)])
  return (await filesIn(folder)).every((name) => signed.has(name))
}

/** What is known of a package before its release is looked at, and how to look at what was not signed. */
interface Before {
  files: FileFinding[]
  isListed: boolean
  unsigned?: (onFile: (name: string) => void) => Promise<UnsignedFiles>
  /** of a server: what it shows beside what it signed */
  shown?: (onPart: (part: string) => void) => Promise<Shown>
}

/** Checks a release, says each finding as it comes, and sums up. @returns the exit code */
export async function verifyOne(
  source: ReleaseSource,
  { locale, isJson, trustedKey, chain, noted }: VerifyHow,
  before: Before = { files: [], isListed: true },
): Promise<number> {
  const texts = proofText(locale)
  const { number } = formats(locale)
  const say = (line: string) => {
    if (!isJson) process.stdout.write(`${printable(line)}\n`)
  }
  const findings: (Finding | FileFinding | ShownFinding)[] = [...before.files]
  for (const { code, part } of before.files) say(`${part}: ${texts.files[code]}`)
  if (!before.isListed) say(texts.unlisted)
  const progress = new Progress(locale)
  const run = verifyRelease(source, {
    ...(trustedKey && { trustedKey }),
    ...(chain && { chain: true, listed: chain }),
    ...(noted && { noted }),
  })
  let summary: VerifySummary
  for (;;) {
    const { value, done } = await run.next()
    if (done) {
      summary = value
      break
    }
    if (value.kind === 'progress') {
      progress.show({ phase: texts.checking(value.part), fraction: value.done / value.all })
      continue
    }
    progress.end()
    findings.push(value.finding)
    say(findingText(texts, value.finding))
  }
  const { figures, parts } = summary
  // Of parts that are not whole nothing can be made.
  const isWhole = parts.all > 0 && parts.same === parts.all
  const onPart = (name: string) => progress.show({ phase: texts.checking(name), fraction: null })
  const files = isWhole && before.unsigned ? await before.unsigned(onPart) : null
  const shown = isWhole && before.shown ? await before.shown(onPart) : null
  progress.end()
  for (const finding of files?.findings ?? []) {
    if (before.files.some(({ part }) => part === finding.part)) continue
    findings.push(finding)
    say(`${finding.part}: ${texts.files[finding.code]}`)
  }
  for (const finding of shown?.findings ?? []) {
    findings.push(finding)
    say(shownText(texts, finding))
  }
  const code = summary.code ?? '–'
  say(
    findings.length === 0
      ? texts.whole(code, number(figures.same), number(parts.same))
      : texts.broken(code, number(findings.length)),
  )
  say(texts.rest(number(figures.hidden), number(figures.onHidden)))
  if (files && files.same > 0) say(texts.made(number(files.same)))
  if (files && files.unproved.length > 0) say(texts.unproved(files.unproved.join(', ')))
  const places = shown?.compared.map(({ part, figures: held }) => `${part} (${number(held)})`) ?? []
  if (places.length > 0) say(texts.shown(places.join(', ')))
  if (shown && shown.silent.length > 0) say(texts.silent(shown.silent.join(', ')))
  const redefined = parts.all > 0 ? await redefinedIn(source) : []
  if (redefined.length > 0) say(texts.redefined(redefined.join(', ')))
  const isLogBad = findings.some((one) => one.code === 'change-differs' || one.code === 'change-missing')
  if (summary.log && !isLogBad) say(texts.log[summary.log](summary.previous ?? '–'))
  if (findings.length === 0 && summary.sha256 && summary.keyId) {
    say(texts.key[trustedKey ? 'trusted' : 'unknown'](summary.keyId))
    say(texts.note(code, summary.sha256))
  }
  if (isJson)
    process.stdout.write(
      `${JSON.stringify({ ...summary, redefined, files: files && { same: files.same, unproved: files.unproved }, shown: shown && { compared: shown.compared, silent: shown.silent }, findings })}\n`,
    )
  return findings.length === 0 ? 0 : 1
}
