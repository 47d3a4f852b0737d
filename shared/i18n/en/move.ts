import type { MoveTexts } from '../id/move.ts'

export const move: MoveTexts = {
  copying: (table) => `Copying ${table}`,
  comparing: (table) => `Comparing ${table}`,
  comparingReadings: (indicator) => `Comparing the figures of ${indicator}`,
  verifying: (code) => `Verifying release ${code}`,
  tables: (tables, rows) =>
    `${tables} tables with ${rows} rows: the count and the fingerprint of each are the same.`,
  worlds: (releases) => `Frozen states of releases among them: ${releases}.`,
  identity: (accounts, rows) =>
    `${accounts} accounts came along with their passwords, second factors and sessions (${rows} rows).`,
  noIdentity: 'There are no accounts beside the old database.',
  audit: (rows) => `Chain of the audit log: ${rows} rows, whole, the same links.`,
  auditBroken: (sequence) => `The audit log is broken at row ${sequence}, as it was before the move.`,
  readings: (readings, indicators) =>
    `${readings} figures of ${indicators} indicators were worked out on both sides and are the same.`,
  release: (code, figures) =>
    `Release ${code}: signature, chain and ${figures} figures hold in the new database.`,
  releaseBroken: (code, findings) => `Release ${code}: ${findings} findings, as before the move.`,
  noReleases: 'No release is published yet.',
  left: (tables) => `Not tables of Terukur, not copied: ${tables}.`,
  next: (url, folder) =>
    `Done. From now on set DATABASE_URL=${url} and start the server as before, with the same TERUKUR_DATA_DIR (${folder}):
the keys (identity.key, form.key, release-keys/), drafts and uploads in there are used on. Do not start a server on the old
database again; keep it as a backup, then delete it together with identity.sqlite once the new one has proved itself.`,
}
