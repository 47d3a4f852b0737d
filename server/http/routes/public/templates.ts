import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { importTemplate } from '#server/exports/import-template.ts'
import { DATASETS } from '#shared/contract/import.ts'
import type { HttpEnv } from '../../env.ts'
import { lang, problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const route = createRoute({
  method: 'get',
  path: '/templates/{file}',
  summary: 'A spreadsheet to fill in and import',
  request: {
    params: z.object({
      file: z
        .enum(DATASETS.map((dataset) => `${dataset}.xlsx` as const))
        .openapi({ description: 'A dataset and .xlsx.' }),
    }),
    query: z.strictObject({ lang }),
  },
  responses: {
    200: {
      description: 'A workbook.',
      content: { [XLSX]: { schema: z.string().openapi({ format: 'binary' }) } },
    },
    400: problemAnswer,
  },
})

export const templates = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook }).openapi(
  route,
  async (c) => {
    const { file } = c.req.valid('param')
    const bytes = await importTemplate(
      file.replace(/\.xlsx$/, '') as (typeof DATASETS)[number],
      c.get('locale'),
    )
    return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
      'content-type': XLSX,
      'content-disposition': `attachment; filename="terukur-${file}"`,
      'cache-control': 'public, max-age=3600',
    })
  },
)
