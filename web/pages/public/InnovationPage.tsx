import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { Innovation } from '#shared/contract/innovation.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { ApiError } from '../../api/client.ts'
import { agenciesQuery, servicesQuery } from '../../api/entities.ts'
import { innovationQuery } from '../../api/innovations.ts'
import { useLanguage } from '../../i18n.tsx'
import { innovationWord } from '../../parts/innovation-word.ts'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { EffectFigure } from '../sections/EffectFigure.tsx'
import { Failed } from '../sections/Failed.tsx'
import { LostPage } from './LostPage.tsx'

/** Figures that an innovation is meant to move. */
const FIGURES = [
  'median-working-days',
  'on-time-rate',
  'satisfaction-index',
  'received',
  'backlog',
  'digital-share',
]
const FIELDS = ['stage', 'initiator', 'kind', 'form', 'aim', 'benefit', 'result', 'legalBasis'] as const

/** One innovation: what it is, and its figure before and after. */
export function InnovationPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { t } = useLanguage()
  const { data, error, refetch } = useQuery(innovationQuery(id))
  if (data) return <Shown key={id} innovation={data} />
  if (error instanceof ApiError && error.status === 404) return <LostPage />
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  return <Skeleton height={720} label={t.loading} />
}

function Shown({ innovation }: { innovation: Innovation }) {
  const { t, format, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const name = fullNames(agencies, nameOf).get(innovation.agency) ?? innovation.agency
  useTitle(innovation.name)
  return (
    <>
      <h1>{innovation.name}</h1>
      <p className="page-meta">
        <Link to="/innovations" search={keep(search)}>
          {t.innovations.all}
        </Link>
        {' · '}
        <Link to="/agencies/$code" params={{ code: innovation.agency }} search={keep(search)}>
          {name}
        </Link>
        {' · '}
        {t.innovations.started(format.date(innovation.startedOn))}
      </p>
      <EffectFigure innovation={innovation.id} figures={FIGURES} scopeName={name} />
      <Details innovation={innovation} />
    </>
  )
}

/** What the register says of it, as far as it does. */
function Details({ innovation }: { innovation: Innovation }) {
  const language = useLanguage()
  const { t, format, nameOf } = language
  const { data: services = [] } = useQuery(servicesQuery)
  const { fields } = t.innovations
  const service = services.find(({ code }) => code === innovation.service)
  const rows: readonly (readonly [string, string | null])[] = [
    [fields.service, service ? nameOf(service) : innovation.service],
    [fields.trialOn, innovation.trialOn && format.date(innovation.trialOn)],
    ...FIELDS.map((field) => {
      const value = innovation[field]
      return [fields[field], value && innovationWord(language, value)] as const
    }),
    [fields.budget, innovation.budget === null ? null : format.value('currency', innovation.budget)],
  ]
  const told = rows.filter(([, value]) => value)
  if (told.length === 0) return null
  return (
    <section aria-labelledby="details">
      <h2 id="details">{t.innovations.details}</h2>
      <dl className="definitions">
        {told.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
