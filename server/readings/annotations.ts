import type { Series } from '#shared/contract/series.ts'
import { SATISFACTION_BANDS } from '#shared/indicators/band-schemes.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { type Grain, type PeriodSpan, periodOf } from '#shared/time/period.ts'
import type { ChartedHistory } from './chart-history.ts'
import type { Directory, DirectoryAgency, DirectoryService } from './directory.ts'
import { type Ledger, seriesKey } from './ledger.ts'

type Annotation = Series['annotations'][number]
/** More innovations below an agency than this explain nothing in its figures. */
const MAX_BELOW = 10

type Note = Pick<Annotation, 'kind' | 'on' | 'text'> & { innovation?: string }

/** What happened along a series that may explain it, in the order of time: new limits, innovations, changes of calendar
 *  and of standards for figures judged by them, changes of the figure's own rules and of the units that report. */
export function annotationsOf(
  directory: Directory,
  ledger: Ledger,
  definition: IndicatorDefinition,
  scope: { agency: DirectoryAgency | null; service: DirectoryService | null },
  periods: readonly PeriodSpan[],
  otherUnits: ChartedHistory['otherUnits'] = [],
): Annotation[] {
  const [first, last] = [periods[0], periods.at(-1)]
  if (!first || !last) return []
  const agencyId = scope.agency?.agencyId ?? 0
  const serviceId = scope.service?.serviceId ?? 0
  const members = new Set(scope.agency?.members.map((member) => member.agencyId))
  const isMember = (id: number) => agencyId === 0 || members.has(id)
  const notes: Note[] = (ledger.rebaselines.get(seriesKey(definition.id, agencyId, serviceId)) ?? []).map(
    ({ validFrom, reason, decidedBy }) => ({
      kind: 'rebaseline',
      on: validFrom,
      text: { id: `Batas baru: ${reason} (${decidedBy})`, en: `New limits: ${reason} (${decidedBy})` },
    }),
  )
  if (definition.id === 'satisfaction-index') {
    notes.push(
      ...SATISFACTION_BANDS.map(({ rule, validFrom }) => ({
        kind: 'method' as const,
        on: validFrom,
        text: { id: `Batas nilai menurut ${rule}`, en: `Grades by ${rule}` },
      })),
    )
  }
  if (isJudgedByStandard(definition)) {
    const changed = ledger.standards.filter(
      (row) =>
        (row.agencyId === 0 || isMember(row.agencyId)) && (serviceId === 0 || row.serviceId === serviceId),
    )
    notes.push(
      ...countByDay(changed, 'standard', {
        id: (n) => `Standar waktu berubah (${n})`,
        en: (n) => `Time standards changed (${n})`,
      }),
    )
  }
  if (isJudgedByStandard(definition) || definition.needs.includes('workingDays')) {
    const changed = ledger.calendars.filter((row) => isMember(row.agencyId))
    notes.push(
      ...countByDay(changed, 'calendar', {
        id: (n) => `Kalender kerja berubah (${n} instansi)`,
        en: (n) => `Working calendar changed (${n} agencies)`,
      }),
    )
  }
  notes.push(
    ...otherUnits.map(({ on, now, before }) => ({
      kind: 'units' as const,
      on,
      text: {
        id: `unit melapor: ${now}, sebelumnya ${before}`,
        en: `units that report: ${now}, ${before} before`,
      },
    })),
    ...innovationsOf(directory, ledger, scope),
  )
  return notes
    .filter(({ on }) => on >= first.startsOn && on <= last.endsOn)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .map((note, i) => ({
      ...note,
      number: i + 1,
      period: periodOf(note.on, first.grain satisfies Grain),
      innovation: note.innovation ?? null,
    }))
}

/** Innovations that touch a scope: of the agency itself and those above it, and of those below while they are few. */
function innovationsOf(
  directory: Directory,
  { innovations }: Ledger,
  { agency, service }: { agency: DirectoryAgency | null; service: DirectoryService | null },
): Note[] {
  const touching = innovations.filter(
    ({ serviceId }) => !service || serviceId === 0 || serviceId === service.serviceId,
  )
  const own = touching.filter(
    ({ agencyId }) => agency && directory.agencyById.get(agencyId)!.members.includes(agency),
  )
  const below = touching.filter(
    (one) =>
      !own.includes(one) && (!agency || agency.members.includes(directory.agencyById.get(one.agencyId)!)),
  )
  return [...own, ...(below.length <= MAX_BELOW ? below : [])].map(({ id, name, startedOn }) => ({
    kind: 'innovation',
    on: startedOn,
    text: { id: `Inovasi: ${name}`, en: `Innovation: ${name}` },
    innovation: id,
  }))
}

const isJudgedByStandard = ({ id }: IndicatorDefinition): boolean =>
  id === 'on-time-rate' || id === 'closed-on-time-rate'

/** One note a day, however many changed. */
const countByDay = (
  rows: readonly { validFrom: string }[],
  kind: Note['kind'],
  say: Record<'id' | 'en', (n: number) => string>,
): Note[] =>
  [...Map.groupBy(rows, ({ validFrom }) => validFrom)].map(([on, changed]) => ({
    kind,
    on,
    text: { id: say.id(changed.length), en: say.en(changed.length) },
  }))
