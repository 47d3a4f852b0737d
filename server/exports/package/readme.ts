import type { ReleaseManifest } from '#shared/contract/release.ts'
import { citation } from '#shared/i18n/citation.ts'
import { formats } from '#shared/i18n/formats.ts'
import { type Locale, text } from '#shared/i18n/text.ts'
import { LICENCE } from '#shared/licence.ts'
import { bothNames, type Names } from '../names.ts'
import { TEXTS } from '../texts.ts'

/** What people wrote, as plain text. */
const plain = (said: string): string => said.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_<>[\]|#]/g, '\\$&')

/** `README.md` and `BACA-SAYA.md`: what the package is, made from the definitions that it was computed by. */
export function readme(
  locale: Locale,
  manifest: ReleaseManifest,
  names: Names,
  about: { url: string; minPeople: number },
): string {
  const words = TEXTS[locale]
  const said = text(locale).indicators
  const { number, instant, period } = formats(locale)
  const { code, from, through, publishAt, by, replaces, reason, late, counts, isDemo } = manifest
  const file = (name: string, meaning: string) => `- \`${name}\`: ${meaning}`
  const nameOf = (agency: string) => {
    const found = names.agencies.get(agency)
    return plain(found ? bothNames(found)[locale] : agency)
  }
  const lines = [
    `# ${words.title(code)}`,
    '',
    words.description(period(from), period(through)),
    '',
    words.published(instant(publishAt), plain(by)),
    ...(replaces ? ['', words.replaces(replaces, plain(reason ?? ''))] : []),
    ...(isDemo ? ['', `**${words.demo}**`] : []),
    '',
    `## ${words.contents}`,
    '',
    file('data/readings.csv, data/readings.parquet', words.files.readings),
    file('data/agencies.csv, data/services.csv, data/indicators.csv', words.files.lists),
    file('data/changes.csv', words.files.changes),
    file('sdmx/readings.csv', words.files.sdmx),
    file('datapackage.json, data/readings.csv-metadata.json, dcat.jsonld', words.files.metadata),
    file('manifest.json', words.files.manifest),
    file('release.json', words.files.signature),
    file('rules.json, directory.json, changes.ndjson, readings/, cells/', words.files.parts),
    '',
    `## ${words.reading}`,
    '',
    ...words.readingLines.map((line) => `- ${line}`),
    '',
    `### ${words.missing}`,
    '',
    ...Object.entries(said.missing).map(
      ([missing, name]) =>
        `- \`${missing}\`: ${name}. ${said.missingSentence[missing as keyof typeof said.missingSentence]}`,
    ),
    '',
    `### ${words.flags}`,
    '',
    ...Object.entries(said.flags).map(([flag, meaning]) => `- \`${flag}\`: ${meaning}`),
    '',
    `## ${words.coverage}`,
    '',
    words.covers(number(counts.agencies), number(counts.readings)),
    '',
    ...(late.length === 0
      ? [words.nobodyLate]
      : [words.late, '', ...late.map(({ agency, reason }) => `- ${nameOf(agency)}: ${plain(reason)}`)]),
    '',
    `## ${words.suppression}`,
    '',
    ...words.suppressionLines(number(about.minPeople)).map((line) => `- ${line}`),
    '',
    `## ${words.verify}`,
    '',
    words.verifyLine,
    '',
    `## ${words.cite}`,
    '',
    citation(locale, {
      title: words.title(code),
      release: code,
      publishedAt: publishAt,
      url: about.url,
      accessedOn: null,
    }),
    '',
    `## ${words.licence}`,
    '',
    `[${LICENCE.name}](${LICENCE.url})`,
    '',
    `## ${words.indicators}`,
    ...[...names.indicators.values()].flatMap((one) => [
      '',
      `### ${plain(one.name[locale])} (\`${one.id}\`)`,
      '',
      ...(
        [
          [words.definition, one.definition],
          [words.formula, one.formula],
          [words.from, one.source],
          [words.limits, one.limits],
        ] as const
      )
        .filter(([, both]) => both[locale])
        .map(([label, both]) => `- ${label}: ${plain(both[locale])}`),
      `- ${words.unit}: ${said.units[one.unit]}`,
    ]),
    '',
  ]
  return lines.join('\n')
}
