import type {
  CaseCellTable,
  CaseDayTable,
  ComplaintCellTable,
  DurationCellTable,
  FinishedRowTable,
  ScopeDigestTable,
  SurveyCellTable,
} from './tables/cells.ts'
import type { CompositeRuleTable } from './tables/composite-rules.ts'
import type {
  EntryLinkTable,
  EntryNoteTable,
  ExpectationExcuseTable,
  ExpectationTable,
  ReminderOptoutTable,
  ReminderRequestTable,
  ReminderRuleTable,
  ReminderSentTable,
  ReminderTokenTable,
} from './tables/expectations.ts'
import type { ComplaintTable, ServiceCaseTable, SurveyAnswerTable } from './tables/facts.ts'
import type { GivenValueTable, IndicatorTable } from './tables/given.ts'
import type {
  AuditHeadTable,
  AuditTable,
  DeliveryTable,
  ImportBasisTable,
  ImportBatchTable,
  ImportEntityTable,
  ImportIssueTable,
} from './tables/imports.ts'
import type { JobRunTable, OutboxMailTable } from './tables/jobs.ts'
import type { ApiKeyTable, InvitationTable, MemberGrantTable, MemberTable } from './tables/members.ts'
import type { AgencyCostTable, ExplanationTable, InnovationTable, TargetTable } from './tables/plans.ts'
import type { PushKeyTable, PushRefusalTable, StaleCellTable, StaleDayTable } from './tables/pushes.ts'
import type { RebaselineTable } from './tables/rebaselines.ts'
import type {
  AgencyAsOfTable,
  AgencyCalendarTable,
  AgencyClosureTable,
  AgencyTable,
  CalendarDayTable,
  CalendarExceptionTable,
  CalendarPatternTable,
  CalendarTable,
  ComplaintClassTable,
  CounterTable,
  HolidayTable,
  ServiceStandardTable,
  ServiceTable,
} from './tables/reference.ts'
import type {
  AgencyPublicationTable,
  NoteTable,
  PlannedReleaseTable,
  ReleaseChangeTable,
  ReleaseKeyTable,
  ReleaseLineTable,
  ReleasePartTable,
  ReleaseSecretTable,
  ReleaseTable,
  SubmissionEventTable,
  SubmissionTable,
  ToldNewsTable,
} from './tables/releases.ts'
import type { RememberedMappingTable } from './tables/remembered-mappings.ts'
import type { ExpiredFactsTable, RetentionRuleTable } from './tables/retention.ts'
import type {
  FollowUpPlanTable,
  SurveyFormTable,
  SurveyIntakeTable,
  SurveyProfileTable,
  SurveyRemarkTable,
} from './tables/survey-form.ts'
import type { ToldSignalTable, WebhookDeliveryTable, WebhookTable } from './tables/webhooks.ts'

/** Every table of the main database. */
export interface Schema {
  counter: CounterTable
  agency: AgencyTable
  agencyClosure: AgencyClosureTable
  agencyCalendar: AgencyCalendarTable
  agencyAsOf: AgencyAsOfTable
  service: ServiceTable
  serviceStandard: ServiceStandardTable
  holiday: HolidayTable
  calendar: CalendarTable
  calendarPattern: CalendarPatternTable
  calendarException: CalendarExceptionTable
  calendarDay: CalendarDayTable
  importBatch: ImportBatchTable
  importIssue: ImportIssueTable
  importBasis: ImportBasisTable
  importEntity: ImportEntityTable
  delivery: DeliveryTable
  audit: AuditTable
  auditHead: AuditHeadTable
  jobRun: JobRunTable
  outboxMail: OutboxMailTable
  expectation: ExpectationTable
  expectationExcuse: ExpectationExcuseTable
  reminderRule: ReminderRuleTable
  reminderSent: ReminderSentTable
  reminderRequest: ReminderRequestTable
  reminderToken: ReminderTokenTable
  reminderOptout: ReminderOptoutTable
  entryNote: EntryNoteTable
  entryLink: EntryLinkTable
  release: ReleaseTable
  releasePart: ReleasePartTable
  releaseLine: ReleaseLineTable
  releaseChange: ReleaseChangeTable
  releaseSecret: ReleaseSecretTable
  releaseKey: ReleaseKeyTable
  plannedRelease: PlannedReleaseTable
  submission: SubmissionTable
  submissionEvent: SubmissionEventTable
  agencyPublication: AgencyPublicationTable
  note: NoteTable
  toldNews: ToldNewsTable
  member: MemberTable
  memberGrant: MemberGrantTable
  invitation: InvitationTable
  apiKey: ApiKeyTable
  rebaseline: RebaselineTable
  compositeRule: CompositeRuleTable
  serviceCase: ServiceCaseTable
  retentionRule: RetentionRuleTable
  expiredFacts: ExpiredFactsTable
  surveyAnswer: SurveyAnswerTable
  complaint: ComplaintTable
  complaintClass: ComplaintClassTable
  target: TargetTable
  explanation: ExplanationTable
  agencyCost: AgencyCostTable
  innovation: InnovationTable
  givenValue: GivenValueTable
  indicator: IndicatorTable
  rememberedMapping: RememberedMappingTable
  caseCell: CaseCellTable
  caseDay: CaseDayTable
  durationCell: DurationCellTable
  finishedRow: FinishedRowTable
  scopeDigest: ScopeDigestTable
  surveyCell: SurveyCellTable
  complaintCell: ComplaintCellTable
  surveyForm: SurveyFormTable
  surveyIntake: SurveyIntakeTable
  surveyProfile: SurveyProfileTable
  surveyRemark: SurveyRemarkTable
  followUpPlan: FollowUpPlanTable
  staleCell: StaleCellTable
  staleDay: StaleDayTable
  pushKey: PushKeyTable
  pushRefusal: PushRefusalTable
  webhook: WebhookTable
  webhookDelivery: WebhookDeliveryTable
  toldSignal: ToldSignalTable
}
