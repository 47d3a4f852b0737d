import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { proof as proofEn } from '#shared/i18n/en/proof.ts'
import { verifyPage as en } from '#shared/i18n/en/verify-page.ts'
import { proof as proofId } from '#shared/i18n/id/proof.ts'
import { verifyPage as id } from '#shared/i18n/id/verify-page.ts'
import type { ExplainedFigure } from '#shared/proof/explain-figure.ts'
import type { FigureName } from '#shared/proof/findings.ts'
import type { SumName } from '#shared/proof/sums.ts'
import { releaseChoicesQuery } from '../../api/release-proof.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { FigureResult, verdictOf } from './FigureResult.tsx'

/** Agencies whose cells are shown; the total is of all. */
const SHOWN = 40

interface Named {
  code: string
  name: string
  nameEn: string | null
}

/** What was done to check a figure: signature, documents, definition, cells, result. The verdict comes first. */
export function FigureSteps({
  of,
  figure,
  agencies,
}: {
  of: ExplainedFigure
  figure: FigureName
  agencies: readonly Named[]
}) {
  const words = useWords({ id, en })
  const seals = useWords({ id: proofId, en: proofEn }).seal
  const { locale, format } = useLanguage()
  const { manifest, definition, recomputed } = of
  const verdict = verdictOf(of)
  const isGood = verdict === 'same' || verdict === 'hidden' || verdict === 'absent'
  const texts = definition?.texts[locale]
  return (
    <>
      <Notice kind={isGood || verdict === 'onHidden' ? 'info' : 'error'} title={words.verdicts[verdict]} />
      <ol className="proof-steps">
        <Step
          title={words.steps.seal}
          isGood={of.seal.length === 0 && (of.chain === null || of.chain === 'first')}
        >
          <p>{words.signed(manifest.keyId)}</p>
          <p>{words.frozen(manifest.by, format.instant(manifest.frozenAt))}</p>
          {of.seal.map((fault) => (
            <p key={fault}>{seals[fault]}</p>
          ))}
          <p>
            {of.chain === 'first'
              ? words.first
              : of.chain === null
                ? words.chained(manifest.previous!.code)
                : seals[of.chain]}
          </p>
        </Step>
        <Step title={words.steps.parts} isGood={of.parts.every(({ named, found }) => named === found)}>
          <Parts of={of} />
        </Step>
        {definition && texts && (
          <Step title={words.steps.definition}>
            <p>
              <strong>{texts.name}.</strong> {texts.definition}
            </p>
            <p>
              {words.formula}: {texts.formula}
            </p>
            <p>
              {words.source}: {texts.source}
            </p>
            <p className="muted">{words.version(definition.version)}</p>
          </Step>
        )}
        {recomputed && (
          <>
            <Step title={words.steps.cells}>
              <CellRows of={of} agencies={agencies} />
            </Step>
            {of.held.length > 0 && (
              <Step title={words.steps.held}>
                <HeldRows of={of} />
              </Step>
            )}
            <Step title={words.steps.known}>
              <p>{recomputed.situation.isCovered ? words.covered : words.notCovered}</p>
              <p>
                {words.reporting(format.number(recomputed.reporting), format.number(recomputed.expected))}
              </p>
            </Step>
            <Step title={words.steps.result} isGood={isGood}>
              <FigureResult of={of} figure={figure} />
            </Step>
          </>
        )}
      </ol>
    </>
  )
}

function Step({ title, isGood, children }: { title: string; isGood?: boolean; children: ReactNode }) {
  const words = useWords({ id, en })
  return (
    <li>
      <h2>
        {title}
        {isGood !== undefined && (
          <span className={isGood ? 'proof-good' : 'proof-bad'}>
            <span aria-hidden="true">{isGood ? ' ✓ ' : ' ✗ '}</span>
            {isGood ? words.good : words.bad}
          </span>
        )}
      </h2>
      {children}
    </li>
  )
}

function Parts({ of: { parts } }: { of: ExplainedFigure }) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const same = parts.filter(({ named, found }) => named === found).length
  return (
    <>
      <p>{words.partsSame(format.number(same), format.number(parts.length))}</p>
      <details>
        <summary>{words.showParts}</summary>
        <section className="table-scroll" tabIndex={0} aria-label={words.steps.parts}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.document}</th>
                <th scope="col">{words.isAsSigned}</th>
                <th scope="col">SHA-256</th>
              </tr>
            </thead>
            <tbody>
              {parts.map(({ name, named, found }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{named === found ? words.good : words.bad}</td>
                  <td>
                    <code>{found ?? words.notThere}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </>
  )
}

/** Of an achievement: each figure that is held against its target. */
function HeldRows({ of: { held, manifest } }: { of: ExplainedFigure }) {
  const words = useWords({ id, en })
  const { format, locale, words: indicatorWords } = useLanguage()
  const { data: choices } = useQuery(releaseChoicesQuery(manifest.code))
  const nameOfId = new Map(choices?.definitions.map((one) => [one.id, one.texts[locale].name]))
  const number = (value: number | null) => (value === null ? '–' : format.number(value, 6))
  return (
    <section className="table-scroll" tabIndex={0} aria-label={words.steps.held}>
      <table className="numbers">
        <thead>
          <tr>
            <th scope="col">{words.field}</th>
            <th scope="col">{words.target}</th>
            <th scope="col">{words.actual}</th>
            <th scope="col">{words.percent}</th>
          </tr>
        </thead>
        <tbody>
          {held.map(({ indicator, target, actual, achievement: { value, missing } }) => (
            <tr key={indicator}>
              <th scope="row">{nameOfId.get(indicator) ?? indicator}</th>
              <td>
                {target.kind === 'range'
                  ? `${number(target.low)}–${number(target.high)}`
                  : `${BOUNDS[target.kind] ?? ''}${number(target.value)}`}
              </td>
              <td>{number(actual)}</td>
              <td>{missing ? indicatorWords.missing[missing] : number(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const BOUNDS: Record<string, string> = { min: '≥ ', max: '≤ ', exact: '= ' }

/** The cells of cases agency by agency with their total, or else what the cell of the scope holds. */
function CellRows({ of, agencies }: { of: ExplainedFigure; agencies: readonly Named[] }) {
  const words = useWords({ id, en })
  const { format, nameOf } = useLanguage()
  const { rows, sums } = of
  const nameOfCode = new Map(agencies.map((agency) => [agency.code, nameOf(agency)]))
  const sumName = (name: string) =>
    words.sums[name as SumName] ?? (/^survey\..*\.n$/.test(name) ? words.sums['survey.responses'] : name)
  const columns = Object.keys(rows[0]?.sums ?? {}) as SumName[]
  const hasDurations = rows.some(({ durations }) => durations > 0)
  const sizeOf = (row: (typeof rows)[number]) =>
    row.durations + Object.values(row.sums).reduce((sum, one) => sum + one, 0)
  const shown = [...rows].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, SHOWN)
  const total = (pick: (row: (typeof rows)[number]) => number) =>
    format.number(rows.reduce((sum, row) => sum + pick(row), 0))
  const others = Object.entries(sums).filter(([name]) => !columns.includes(name as SumName))
  return (
    <>
      {rows.length === 0 && others.length === 0 && <p>{words.noCells}</p>}
      {rows.length > 0 && (
        <section className="table-scroll" tabIndex={0} aria-label={words.steps.cells}>
          <table className="numbers">
            <thead>
              <tr>
                <th scope="col">{words.agency}</th>
                {columns.map((name) => (
                  <th key={name} scope="col">
                    {sumName(name)}
                  </th>
                ))}
                {hasDurations && <th scope="col">{words.durations}</th>}
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.agency}>
                  <th scope="row">{nameOfCode.get(row.agency) ?? row.agency}</th>
                  {columns.map((name) => (
                    <td key={name}>{format.number(row.sums[name] ?? 0)}</td>
                  ))}
                  {hasDurations && <td>{format.number(row.durations)}</td>}
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{words.total}</th>
                {columns.map((name) => (
                  <td key={name}>{total((row) => row.sums[name] ?? 0)}</td>
                ))}
                {hasDurations && <td>{total((row) => row.durations)}</td>}
              </tr>
            </tfoot>
          </table>
        </section>
      )}
      {rows.length > shown.length && (
        <p className="muted">{words.shown(format.number(shown.length), format.number(rows.length))}</p>
      )}
      {others.length > 0 && (
        <dl>
          {others.map(([name, sum]) => (
            <div key={name}>
              <dt>{sumName(name)}</dt>
              <dd>{format.number(sum)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}
