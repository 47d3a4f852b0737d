/** An issue as zod gives it; which other facts it has depends on its code. */
export interface SchemaIssue {
  code?: string
  path: PropertyKey[]
  message: string
}

const TYPES: Record<string, string> = {
  string: 'teks',
  number: 'angka',
  int: 'bilangan bulat',
  boolean: 'true atau false',
  array: 'daftar',
  tuple: 'daftar',
  object: 'objek',
  record: 'objek',
}

const FORMATS: Record<string, string> = {
  date: 'tanggal seperti 2025-03-31',
  datetime: 'tanggal dan waktu seperti 2025-03-31T17:00:00+07:00',
}

const SIZES: Record<string, string> = { string: ' karakter', array: ' butir' }

/** What zod says of a field, in Indonesian: the end of a sentence that begins with the field's name. English is zod's
 *  own; its Indonesian mixes both. */
export function inIndonesian(issue: SchemaIssue): string {
  const facts = issue as unknown as Record<string, unknown>
  const bound = (limit: unknown) => `${limit}${SIZES[String(facts.origin)] ?? ''}`
  switch (issue.code) {
    case 'invalid_type': {
      const expected = String(facts.expected)
      return `harus ada dan berupa ${TYPES[expected] ?? expected}`
    }
    case 'invalid_value':
      return `harus ${(facts.values as unknown[]).map((value) => JSON.stringify(value)).join(' atau ')}`
    case 'invalid_format':
      return FORMATS[String(facts.format)]
        ? `harus berupa ${FORMATS[String(facts.format)]}`
        : 'tidak ditulis dengan benar'
    case 'too_small':
      return `harus ${facts.exact ? 'tepat' : facts.inclusive === false ? 'lebih dari' : 'paling sedikit'} ${bound(facts.minimum)}`
    case 'too_big':
      return `harus ${facts.exact ? 'tepat' : facts.inclusive === false ? 'kurang dari' : 'paling banyak'} ${bound(facts.maximum)}`
    case 'unrecognized_keys':
      return `tidak dikenal: ${(facts.keys as string[]).map((key) => JSON.stringify(key)).join(', ')}`
    default:
      return 'tidak sah'
  }
}
