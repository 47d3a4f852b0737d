// Files that are being sent, kept by the browser so that a reload can go on. Where it does not keep them (a private
// window, a full disk) they are chosen again.

const STORE = 'files'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('terukur-uploads', 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function run<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | null> {
  try {
    const database = await open()
    return await new Promise((resolve) => {
      const transaction = database.transaction(STORE, mode)
      const request = ask(transaction.objectStore(STORE))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onerror = () => resolve(null)
      transaction.onabort = () => resolve(null)
    })
  } catch {
    return null
  }
}

export const keepFiles = (draftId: string, files: readonly File[]) =>
  run('readwrite', (store) => store.put([...files], draftId))

export const keptFiles = (draftId: string): Promise<File[] | null> =>
  run<File[] | undefined>('readonly', (store) => store.get(draftId)).then((files) => files ?? null)

export const dropFiles = (draftId: string) => run('readwrite', (store) => store.delete(draftId))
