import { useNavigate, useSearch } from '@tanstack/react-router'
import { CHANNELS } from '#shared/rollups/cell.ts'
import { type Grain, parsePeriod, periodOf } from '#shared/time/period.ts'
import { useLanguage } from '../i18n.tsx'
import type { ViewSearch } from '../paths.ts'
import { Field } from '../ui/Field.tsx'
import { periodsOf, type View } from '../view.ts'

/** Period and channel of the page, kept in its address. */
export function PeriodPicker({ view, hasChannel }: { view: View; hasChannel: boolean }) {
  const { t, format } = useLanguage()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as ViewSearch
  const go = (change: ViewSearch) =>
    void navigate({ to: '.', search: { ...search, ...change } as never, resetScroll: false })
  const lastDay = parsePeriod(view.last)!.endsOn
  const periods = periodsOf(view, view.grain).reverse()
  const at = periods.findIndex((period) => period.period === view.span.period)
  const newer = at >= 0 ? periods[at - 1] : periods.findLast(({ startsOn }) => startsOn > view.span.endsOn)
  const older = at >= 0 ? periods[at + 1] : periods.find(({ endsOn }) => endsOn < view.span.startsOn)
  return (
    <form className="picker" onSubmit={(event) => event.preventDefault()}>
      <Field label={t.grain}>
        {(id) => (
          <select
            id={id}
            value={view.grain}
            onChange={(event) => {
              const grain = event.target.value as Grain
              const day = view.span.endsOn > lastDay ? lastDay : view.span.endsOn
              go({ period: grain === 'given' ? view.spans.at(-1) : periodOf(day, grain) })
            }}
          >
            {view.grains.map((grain) => (
              <option key={grain} value={grain}>
                {t.grains[grain]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t.period}>
        {(id) => (
          <select id={id} value={view.span.period} onChange={(event) => go({ period: event.target.value })}>
            {at < 0 && <option value={view.span.period}>{format.period(view.span.period)}</option>}
            {periods.map(({ period }) => (
              <option key={period} value={period}>
                {format.period(period)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <span className="picker-steps">
        <button
          type="button"
          disabled={!older}
          onClick={() => older && go({ period: older.period })}
          aria-label={t.previousPeriod}
        >
          ←
        </button>
        <button
          type="button"
          disabled={!newer}
          onClick={() => newer && go({ period: newer.period })}
          aria-label={t.nextPeriod}
        >
          →
        </button>
      </span>
      {hasChannel && <ChannelPicker value={view.channel} choose={(channel) => go({ channel })} />}
    </form>
  )
}

/** One channel, or all together. */
export function ChannelPicker({
  value,
  choose,
}: {
  value: string | undefined
  choose: (channel: string | undefined) => void
}) {
  const { t, words } = useLanguage()
  return (
    <Field label={t.channel}>
      {(id) => (
        <select id={id} value={value ?? ''} onChange={(event) => choose(event.target.value || undefined)}>
          <option value="">{t.allChannels}</option>
          {[...CHANNELS, 'unknown' as const].map((channel) => (
            <option key={channel} value={channel}>
              {words.channels[channel]}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
