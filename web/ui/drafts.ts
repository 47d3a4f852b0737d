// What is typed and not yet sent is kept in the browser under whose it is: several people may work at one.

let owner = ''

/** Says whose the drafts are from now on. To be called before any form is shown; null: nobody is signed in. */
export function keepDraftsOf(person: string | null): void {
  owner = person ?? ''
}

/** The name under which a draft of whoever is here is kept. */
export const draftKey = (draft: string): string => `draft:${owner}:${draft}`
