import { INNOVATION_WORDS } from '#shared/contract/words.ts'
import { type DatasetReader, ofDay, snake } from './fields.ts'

// The register that both national schemes ask for (IGA of Kemendagri, KIPP/SINOVIK of PANRB).

const CHOICES = INNOVATION_WORDS

const TEXTS = [
  'affair',
  'theme',
  'legalBasis',
  'design',
  'claim',
  'aim',
  'benefit',
  'result',
  'evidence',
] as const

export const innovations: DatasetReader = {
  fields: [
    { name: 'agency', isRequired: true, kind: { type: 'text' } },
    { name: 'name', isRequired: true, kind: { type: 'text' } },
    { name: 'startedOn', isRequired: true, kind: { type: 'date' } },
    { name: 'service', isRequired: false, kind: { type: 'text' } },
    { name: 'trialOn', isRequired: false, kind: { type: 'date' } },
    ...Object.entries(CHOICES).map(([name, choices]) => ({
      name,
      isRequired: false,
      kind: { type: 'choice', choices } as const,
    })),
    ...TEXTS.map((name) => ({ name, isRequired: false, kind: { type: 'text' } as const })),
    { name: 'budget', isRequired: false, kind: { type: 'number', min: 0, max: 9e15 } },
    { name: 'agencyName', isRequired: false, kind: { type: 'text' } },
    { name: 'serviceName', isRequired: false, kind: { type: 'text' } },
  ],
  key: ['code'],
  coded: 'name',
  span: ofDay('started'),
  warnings: () => [],
  ready: [
    'name',
    'started_at',
    'started_on',
    'trial_at',
    'trial_on',
    ...[...Object.keys(CHOICES), ...TEXTS].map((name) => `"${snake(name)}"`),
    'cast(floor(budget + 0.5) as bigint) as budget',
  ],
}
