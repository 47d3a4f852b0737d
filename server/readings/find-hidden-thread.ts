import { parentPort, workerData } from 'node:worker_threads'
import { findHidden, type PeopleTables } from './find-hidden.ts'

// Runs once in a thread of its own: answers that need none of it do not wait.

for (const part of findHidden(workerData as PeopleTables)) parentPort!.postMessage(part)
