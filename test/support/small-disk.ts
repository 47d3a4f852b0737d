import { execFileSync } from 'node:child_process'

/** Makes a folder a disk of a few megabytes; gives what takes it away again, or null where that may not be done. */
export function mountSmallDisk(folder: string, size: string): (() => void) | null {
  try {
    run(['mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
    return () => run(['umount', folder])
  } catch {
    return null
  }
}

const run = ([command, ...args]: [string, ...string[]]): void => {
  execFileSync(command, args, { stdio: 'ignore' })
}
