// Small tables that everything joins. On Citus they are reference tables.

export interface CounterTable {
  name: string
  value: number
}

export interface AgencyTable {
  agencyId: number
  code: string
  name: string
  nameEn: string | null
  level: string
  kind: string | null
  parentId: number | null
  region: string | null
  timeZone: string
  validFrom: string | null
  validTo: string | null
  source: string
}

/** Every agency under each of its ancestors, itself at depth 0, and everything under ancestor 0. */
export interface AgencyClosureTable {
  ancestorId: number
  agencyId: number
  depth: number
}

export interface AgencyCalendarTable {
  agencyId: number
  validFrom: string
  validTo: string
  calendarId: number
}

/** The latest instant up to which an agency's deliveries of a dataset are true. */
export interface AgencyAsOfTable {
  agencyId: number
  dataset: string
  asOf: string
}

export interface ServiceTable {
  serviceId: number
  code: string
  name: string
  nameEn: string | null
  source: string
}

/** A promise of time, in force between two dates. agencyId 0: every agency without one of its own. */
export interface ServiceStandardTable {
  standardId: number
  serviceId: number
  agencyId: number
  validFrom: string
  validTo: string
  value: number
  unit: 'minute' | 'hour' | 'workingDay' | 'calendarDay' | 'month'
}

export interface HolidayTable {
  holidaySet: string
  day: string
  kind: 'national' | 'joint_leave'
  name: string
  nameEn: string | null
  status: string
}

export interface CalendarTable {
  calendarId: number
  code: string
  name: string
  nameEn: string | null
  holidaySet: string | null
}

export interface CalendarPatternTable {
  calendarId: number
  validFrom: string
  /** seven of 1 and 0, Monday first */
  weekdays: string
  worksJointLeave: boolean
  /** JSON: opening and closing minute of each weekday */
  hours: string | null
}

export interface CalendarExceptionTable {
  calendarId: number
  day: string
  works: boolean
  name: string
}

/** Derived: working days and service minutes as running counts, so that a span is a subtraction. */
export interface CalendarDayTable {
  calendarId: number
  day: string
  segment: number
  isWorking: boolean
  workingIndex: number
  minutesBefore: number
  opensMinute: number | null
  closesMinute: number | null
}

/** Limit of a class of complaints, in force between two dates. */
export interface ComplaintClassTable {
  code: string
  validFrom: string
  validTo: string
  workingDays: number
  /** the class of complaints that name none */
  isDefault: boolean
  name: string
  nameEn: string | null
}
