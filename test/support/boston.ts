import type { RawCase } from './raw-figures.ts'
import { localMoment } from './raw-time.ts'
import type { RawRecord } from './real-data.ts'

// The Boston 311 set, read for expected figures.

export const BOSTON_SET = 'boston-311-2011h2'
export const BOSTON_ZONE = 'America/New_York'

const CHANNELS: Record<string, string> = {
  'Self Service': 'web',
  'Constituent Call': 'phone',
  'Citizens Connect App': 'mobile',
}

export const bostonCases = (records: readonly RawRecord[]): RawCase[] =>
  records.map((record) => ({
    agency: record.department!,
    service: record.type!,
    channel: CHANNELS[record.source!] ?? 'other',
    submitted: localMoment(record.open_dt!, BOSTON_ZONE)!,
    completed: localMoment(record.closed_dt!, BOSTON_ZONE),
    due: localMoment(record.target_dt!, BOSTON_ZONE),
  }))
