import { Refusal } from '#shared/refusal.ts'

/** One line that says what to do about an error, for whoever started a command or the server. */
export function explainError(error: unknown): string {
  if (error instanceof Refusal) return error.message
  const { code, path, port, message = '' } = error as NodeJS.ErrnoException & { port?: number }
  const first = (message || String(error)).split('\n')[0]!
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use. Stop the other program, or set PORT to a free one.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `The address to listen on is not one of this machine (${first}). Check HOST.`
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return path === undefined
        ? `Not allowed (${first}). Check PORT: below 1024 it needs rights of its own.`
        : `${path} cannot be written or read (${code}). Check its owner and mode, or set TERUKUR_DATA_DIR to another folder.`
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOENT':
    case 'EISDIR':
      return `${path ?? 'A path'} cannot be used (${first}). Check the path, and TERUKUR_DATA_DIR.`
    case 'ENOSPC':
    case 'EDQUOT':
      return DISK_FULL
    default:
      return /no space left|disk (is )?full/i.test(message) ? DISK_FULL : first
  }
}

const DISK_FULL = 'The disk is full: free some space and run it again. Nothing was written, nothing is lost.'
