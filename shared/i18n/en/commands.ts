import { DATASETS } from '#shared/contract/import.ts'
import type { CommandTexts } from '../id/commands.ts'

export const commands: CommandTexts = {
  usage: 'terukur COMMAND [options]',
  more: 'terukur COMMAND --help tells more. --lang id|en chooses the language, else TERUKUR_LANG or LANG. --json prints one JSON value on stdout and nothing else there.',
  summaries: {
    import: 'take files in, or take an import back',
    readings: 'ask for figures',
    serve: 'serve API and web',
    migrate: 'bring the database up to date',
    demo: 'load the labelled demo data into an empty database',
    rebuild: 'rebuild all cells from the facts',
    doctor: 'check every invariant of the database',
    export: 'write a release with everything that proves it into a folder',
    verify: 'check a release, or the chain of the audit log',
    backup: 'copy the database safely, also while the server runs',
    move: 'climb from the embedded database to PostgreSQL',
  },
  help: {
    import: `terukur import DATASET FILE|FOLDER… --mapping FILE [--dry-run] [--json] [--lang id|en]
terukur import --undo ID [--json]
  [--server URL --key KEY]

Takes files in: DATASET is ${DATASETS.join(', ')};
FILE is .csv, .tsv, .ndjson, .json, the text ones also .gz, .xlsx, .ods or .parquet. Of a FOLDER the files right in it are
taken, by their names; what is of another kind is named and left out. All of it is one import and one transaction.
--dry-run checks and counts, and writes nothing. --undo takes a whole import back.
--server and --key (or TERUKUR_SERVER and TERUKUR_KEY) talk to a server elsewhere; without them the command works on the
database here, through its server if one runs. What breaks off is never resumed: repeat the command, and what is there
already is found unchanged.
--json prints one JSON value: the result, or {"error": …} when nothing could be done.
Exit code: 0 everything accepted, 1 nothing written, 3 done but some rows were rejected.`,
    readings: `terukur readings --indicators ID,… --from YYYY-MM-DD --to YYYY-MM-DD [--agency CODE,…|'*'] [--service …]
  [--channel …] [--levels …] [--grain day|week|month|quarter|semester|year|all|given] [--csv | --json] [--lang id|en]
  [--server URL --key KEY]

The same question and the same answer as GET /api/v1/readings.`,
    serve:
      'terukur serve\n\nServes what npm start serves. Settings come from the environment: PORT, HOST, DATABASE_URL, TERUKUR_….',
    migrate: 'terukur migrate [--json]\n\nCreates what is missing in the database that DATABASE_URL names.',
    demo: 'terukur demo [--json]\n\nInvented figures, labelled as such; the first import of real data removes them.',
    rebuild:
      'terukur rebuild [--json]\n\nThe result is identical to what is there; it is the proof, and the repair.',
    doctor: 'terukur doctor [--json]\n\nExit code 1 when something is wrong.',
    export: `terukur export DIR [--release CODE] [--json] [--lang id|en] [--server URL --key KEY]

The newest published release, or the one of a code: figures, the cells they were worked out from, definitions, and the
tables and metadata of open data. DIR has to be empty or new. terukur verify DIR checks it on any machine.`,
    verify: `terukur verify DIR_OR_URL [--trust KEY] [--at-least CODE[@SHA256]] [--json] [--lang id|en]
terukur verify --releases [--trust KEY] [--at-least CODE[@SHA256]] [--json]
terukur verify --audit [--json]

DIR: a folder that terukur export wrote, an unpacked package, its .zip, or a folder of several of these. URL: an instance (its newest release) or the page of a
release. Checks hashes, signature and chain, works every figure out again from the published cells by the published
definitions and targets, holds the log of changes against the release before where that is at hand (several in a folder,
--releases, URL), and names what differs; tables that
nobody signed are made once more and held against those of the package. No database is needed. --trust: public key of the instance, or its name, when it is
known from elsewhere. --at-least: the release that was seen last, better with its SHA-256; what is checked has to be that one or
come after it, so that a server is noticed that withholds its newest release, goes back, or writes its chain anew. Every check
that finds all whole says what to note. --releases: every published release of the database here, with the whole chain. --audit: names the
first row of the log that was removed, altered or put in. Exits with 1 where anything was found.`,
    backup: `terukur backup [FILE] [--json]

FILE must not exist; without it a dated file is made in the folder “backups” of the data folder.
To restore: stop the server and put the copy in the place of the database.`,
    move: `terukur move --to postgres://USER:PASSWORD@HOST/NAME [--json] [--lang id|en]

Copies everything of the embedded database that DATABASE_URL names, with the accounts beside it, into an empty PostgreSQL
database (15 or newer, UTF8), and compares both: every table, the chain of the audit log, the readings of all agencies and
indicators, and the published releases with their signatures. Stop the server first. The old database is only read. What
breaks off is begun anew by the same command; until it is done no server starts on the new database. Without a password in
the address PGPASSWORD is taken. Temporary files of 100,000 rows at a time are written to the data folder.
Afterwards set DATABASE_URL to the new address; the data folder with its keys, drafts and uploads is used on.`,
  },
  wrongCall: (_code, _word, said) => said,
  leftOut: (path) => `left out, no format that is read: ${path}`,
  inOrder: (count, names) => `${count} files, in this order: ${names}`,
  phases: { cells: 'working out figures' },
  dry: 'Nothing was written (dry run).',
  imported: (id) => `Import ${id}`,
  rows: (n) =>
    `${n.rows} rows: ${n.accepted} accepted, ${n.skipped} skipped, ${n.rejected} rejected, ${n.warnings} warnings`,
  changes: (n) =>
    `${n.inserted} new, ${n.updated} corrected, ${n.unchanged} unchanged, ${n.removed} removed, ${n.merged} merged`,
  spans: (of) =>
    `${of.agencies} ${of.agencies === 1 ? 'agency' : 'agencies'}, ${of.services} ${of.services === 1 ? 'service' : 'services'}, ${of.from} to ${of.to}, ${of.seconds} s`,
  demoRemoved: (isDry) =>
    isDry
      ? 'The demo data would be removed: real data would come in.'
      : 'The demo data was removed: real data has come in.',
  issue: (at) => `${at.file} row ${at.row}, ${at.column}: ${at.message}`,
  allIssues: (path) => `… all issues: GET ${path}`,
  undone: (id, removed, restored) =>
    `Import ${id} is undone: ${removed} facts removed, ${restored} as they were before.`,
  undoneWith: {
    agencies: (codes) => `agencies removed with it: ${codes}`,
    services: (codes) => `services removed with it: ${codes}`,
    indicators: (codes) => `indicators removed with it: ${codes}`,
  },
  demoStaysRemoved: 'The demo data that it had removed does not come back.',
  demoLoaded: 'Demo data loaded.',
  notEmpty: 'The database is not empty; nothing was loaded.',
  rebuilt: (seconds) => `All cells rebuilt in ${seconds} s.`,
  migrated: (count) => `${count} migrations applied`,
  bad: 'BAD',
  invariant: (said) => said,
  codeRemedy:
    'Such a code cannot name a file of a release. Undo the import that made the agency, and import again: it gets a new code.',
  signIn: 'Sign in',
  firstAdministrator: 'First administrator',
  firstHint: 'This link works once, until somebody has signed in or the server is started again.',
  importBy: 'Import',
  token: (file) => `Token for writing over HTTP: in ${file} (only you can read it)`,
}
