import { useState } from 'react'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { SpokenTooltip } from '../SpokenTooltip.tsx'
import { axisWidth, niceTicks } from '../trend/series.ts'

export interface HistogramBar {
  /** the class in words, for the axis */
  label: string
  /** the class and its count in words */
  text: string
  count: number
}

/** Counts in classes of one width. */
export default function HistogramChart({
  bars,
  title,
  description,
  number,
}: {
  bars: readonly HistogramBar[]
  title: string
  description: string
  /** a count in words of the page's language */
  number: (count: number) => string
}) {
  const [spoken, say] = useState('')
  const ticks = niceTicks(0, Math.max(...bars.map(({ count }) => count)), 1)
  return (
    <>
      <ResponsiveContainer width="100%" height={240} initialDimension={{ width: 560, height: 240 }}>
        <BarChart
          data={[...bars]}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          title={title}
          desc={description}
          barCategoryGap={1}
          accessibilityLayer
        >
          <CartesianGrid syncWithTicks vertical={false} stroke="var(--hairline)" />
          <XAxis
            dataKey="label"
            interval="preserveStartEnd"
            minTickGap={12}
            tick={{ fontSize: 12, fill: 'var(--muted)' }}
            tickLine={false}
            axisLine={{ stroke: 'var(--hairline-strong)' }}
          />
          <YAxis
            tick={{ fontSize: 12, fill: 'var(--muted)' }}
            tickLine={false}
            axisLine={false}
            width={axisWidth(ticks.map(number))}
            domain={[0, ticks.at(-1)!]}
            ticks={ticks}
            interval={0}
            tickFormatter={number}
          />
          <Bar dataKey="count" fill="var(--muted)" isAnimationActive={false} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: 'var(--band)' }}
            content={({ active, payload }) => {
              const bar = payload?.[0]?.payload as HistogramBar | undefined
              return active && bar ? <SpokenTooltip lines={[bar.text]} say={say} /> : null
            }}
          />
        </BarChart>
      </ResponsiveContainer>
      <p className="visually-hidden" role="status">
        {spoken}
      </p>
    </>
  )
}
