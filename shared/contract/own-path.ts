/** A path of our own out of an address, null for anything else: whoever signs in is not sent to a stranger. What a
 *  browser would read as another host (`//host`, `/\\host`, with a tab between) is none. */
export const ownPath = (path: string | undefined): string | null =>
  path && /^\/(?![/\\])/.test(path) && !/[\\\p{Cc}]/u.test(path) ? path : null
