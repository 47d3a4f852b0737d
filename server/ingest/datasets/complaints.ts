import { isBefore, isFuture } from './date-rules.ts'
import { BY_REF, type DatasetReader, type KnownWords, ofDay } from './fields.ts'

export const complaints = ({ complaintClasses }: KnownWords): DatasetReader => ({
  fields: [
    { name: 'ref', isRequired: true, kind: { type: 'text' } },
    { name: 'agency', isRequired: true, kind: { type: 'text' } },
    { name: 'service', isRequired: true, kind: { type: 'text' } },
    { name: 'receivedAt', isRequired: true, kind: { type: 'date' } },
    { name: 'resolvedAt', isRequired: false, kind: { type: 'date' } },
    { name: 'class', isRequired: false, kind: { type: 'choice', choices: complaintClasses } },
    { name: 'agencyName', isRequired: false, kind: { type: 'text' } },
    { name: 'serviceName', isRequired: false, kind: { type: 'text' } },
  ],
  key: BY_REF,
  span: ofDay('received'),
  warnings: (sql) => {
    const isReceivedLater = `coalesce(${isFuture('received', sql)}, false)`
    return [
      {
        code: 'completed-before-submitted',
        field: 'resolvedAt',
        condition: `coalesce(${isBefore('resolved', 'received', sql.zone)}, false)`,
        isFlag: true,
      },
      { code: 'in-the-future', field: 'receivedAt', condition: isReceivedLater, isFlag: true },
      {
        // Told once, at the first date that it is true of.
        code: 'in-the-future',
        field: 'resolvedAt',
        condition: `coalesce(${isFuture('resolved', sql)}, false) and not ${isReceivedLater}`,
        isFlag: true,
      },
    ]
  },
  ready: ['received_at', 'received_on', 'resolved_at', 'resolved_on', '"class"'],
})
