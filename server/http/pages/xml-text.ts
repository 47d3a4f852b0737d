/** Text without what XML cannot hold, even escaped: control characters and halves of letters. */
export const xmlText = (text: string): string => text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ' ')
