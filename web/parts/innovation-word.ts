import type { Language } from '../i18n.tsx'

/** A value of the register in words of the page; a text of the agency's own stands as it is. */
export const innovationWord = ({ t }: Language, value: string): string =>
  value in t.innovations.words ? t.innovations.words[value as keyof typeof t.innovations.words] : value
