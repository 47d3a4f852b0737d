/** A text in which nothing steers the terminal or turns its words around: such signs are written out. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`)
