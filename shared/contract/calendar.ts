import { z } from 'zod'
import { fault } from './faults.ts'
import { STANDARD_UNITS } from './words.ts'

// What changes the calendars and the service standards.

const code = z.string().trim().min(1).max(200)
const day = z.iso.date()
const name = z.string().trim().min(1).max(200)

export const CreateCalendar = z.strictObject({
  code: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, fault('slug', {})),
  name,
  nameEn: name.nullable().default(null),
  /** set of holidays it keeps; null: none */
  holidaySet: code.nullable().default(null),
  /** seven of true (works) and false, Monday first */
  weekdays: z.array(z.boolean()).length(7).default([true, true, true, true, true, false, false]),
  worksJointLeave: z.boolean().default(false),
})

/** Days and joint leave worked from a day on, until the next pattern. */
export const SetPattern = z.strictObject({
  calendar: code,
  validFrom: day,
  weekdays: z.array(z.boolean()).length(7),
  worksJointLeave: z.boolean().default(false),
})

/** One day that is worked, or not, against everything else. */
export const SetException = z.strictObject({ calendar: code, day, works: z.boolean(), name })
export const RemoveException = z.strictObject({ calendar: code, day })

/** All holidays of a year of a set, given anew. */
export const SetHolidays = z.strictObject({
  holidaySet: code,
  year: z.int().min(1990).max(2060),
  days: z
    .array(
      z.strictObject({
        day,
        kind: z.enum(['national', 'joint_leave']),
        name,
        nameEn: name.nullable().default(null),
        status: z.string().max(100).default('set'),
      }),
    )
    .min(1)
    .max(366),
})

/** The calendar of an agency from a day on, until its next one. */
export const AssignCalendar = z.strictObject({
  agency: code,
  calendar: code,
  validFrom: day.default('0001-01-01'),
})

/** What is promised of a service from a day on, until the next promise. agency null: every agency without its own. */
export const SetStandard = z.strictObject({
  service: code,
  agency: code.nullable().default(null),
  validFrom: day.default('0001-01-01'),
  value: z.int().min(1).max(100_000),
  unit: z.enum(STANDARD_UNITS),
})
export const RemoveStandard = SetStandard.pick({ service: true, agency: true, validFrom: true })

/** Limit of a class of complaints, from a day on, until its next one. */
export const SetComplaintClass = z.strictObject({
  code,
  validFrom: day.default('0001-01-01'),
  workingDays: z.int().min(1).max(1000),
  isDefault: z.boolean().default(false),
  name: name.optional(),
  nameEn: name.nullable().optional(),
})

// What there is: public facts, as the promises are.

/** A rule of time in force between two days; `0001-01-01` and `9999-12-31`: without a beginning or end. */
const inForce = { validFrom: z.string(), validTo: z.string() }

export const CalendarList = z
  .object({
    calendars: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        nameEn: z.string().nullable(),
        holidaySet: z.string().nullable(),
        patterns: z
          .array(
            z.object({
              validFrom: z.string(),
              weekdays: z.array(z.boolean()).describe('Monday first.'),
              worksJointLeave: z.boolean(),
            }),
          )
          .describe('Each holds until the next begins.'),
        exceptions: z.array(z.object({ day: z.string(), works: z.boolean(), name: z.string() })),
        agencies: z.number().describe('Agencies that keep it today or will.'),
      }),
    ),
    holidaySets: z.array(z.object({ code: z.string(), from: z.number(), to: z.number() })),
  })
  .meta({ id: 'CalendarList' })
export type CalendarList = z.infer<typeof CalendarList>

export const HolidayList = z
  .object({
    items: z.array(
      z.object({
        day: z.string(),
        kind: z.enum(['national', 'joint_leave']),
        name: z.string(),
        nameEn: z.string().nullable(),
        status: z.string(),
      }),
    ),
  })
  .meta({ id: 'HolidayList' })
export type HolidayList = z.infer<typeof HolidayList>

export const AgencyCalendarList = z
  .object({ items: z.array(z.object({ agency: z.string(), calendar: z.string(), ...inForce })) })
  .meta({ id: 'AgencyCalendarList' })
export type AgencyCalendarList = z.infer<typeof AgencyCalendarList>

export const StandardList = z
  .object({
    items: z.array(
      z.object({
        service: z.string(),
        agency: z.string().nullable().describe('Null: every agency without its own.'),
        ...inForce,
        value: z.number(),
        unit: z.enum(STANDARD_UNITS),
      }),
    ),
  })
  .meta({ id: 'StandardList' })
export type StandardList = z.infer<typeof StandardList>

export const ComplaintClassList = z
  .object({
    items: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        nameEn: z.string().nullable(),
        workingDays: z.number(),
        isDefault: z.boolean().describe('The class of complaints that name none.'),
        ...inForce,
      }),
    ),
  })
  .meta({ id: 'ComplaintClassList' })
export type ComplaintClassList = z.infer<typeof ComplaintClassList>
