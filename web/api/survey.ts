import { queryOptions } from '@tanstack/react-query'
import type { Plan, PlanHistory, PlanList } from '#shared/contract/plan.ts'
import type { SurveyFormItem, SurveyFormList, SurveyResults } from '#shared/contract/survey-results.ts'
import { planHistoryUrl, plansUrl, surveyFormsUrl, surveyResultsUrl } from '../paths.ts'
import { getJson } from './client.ts'

/** What an agency sees of its own survey. */
export const surveyResultsQuery = (of: Parameters<typeof surveyResultsUrl>[0]) =>
  queryOptions({
    queryKey: ['survey-results', of],
    queryFn: ({ signal }) => getJson<SurveyResults>(surveyResultsUrl(of), signal),
  })

export const surveyFormsQuery = (agency: string) =>
  queryOptions({
    queryKey: ['survey-forms', agency],
    queryFn: async ({ signal }): Promise<SurveyFormItem[]> =>
      (await getJson<SurveyFormList>(surveyFormsUrl(agency), signal)).items,
  })

/** Follow-up plans, latest survey first. */
export const plansQuery = (of: Parameters<typeof plansUrl>[0]) =>
  queryOptions({
    queryKey: ['plans', of],
    queryFn: async ({ signal }): Promise<Plan[]> => (await getJson<PlanList>(plansUrl(of), signal)).items,
  })

export const planHistoryQuery = (of: Parameters<typeof planHistoryUrl>[0]) =>
  queryOptions({
    queryKey: ['plan-history', of],
    queryFn: async ({ signal }) => (await getJson<PlanHistory>(planHistoryUrl(of), signal)).items,
  })
