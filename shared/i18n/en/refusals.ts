import { type FaultsTexts, type titles as indonesian, type RefusalsTexts, someOf } from '../id/refusals.ts'

export const titles: typeof indonesian = {
  invalid: 'Invalid request',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  not_allowed: 'Method not answered',
  conflict: 'Conflict',
  too_late: 'Too late',
  too_large: 'Too large',
  too_many: 'Too many',
  unavailable: 'Unavailable',
  failed: 'Request failed',
  internal: 'Internal error',
}

const stopTexts: Record<string, string> = {
  'no-figures': 'there is no data of the months to be frozen yet',
  'month-not-over': 'its last month is not over yet by the data that came in',
  'not-after-latest':
    'only months after the newest release can be released, and only the newest release can be revised',
  'one-is-waiting': 'a frozen release is not published yet; wait for it, or cancel it',
  'nothing-changed': 'no figure would change',
  'freeze-running': 'another freeze is running',
}

export const refusals: RefusalsTexts = {
  'field-invalid': ({ field, problem }) => `${field}: ${problem.en}`,
  'parameters-invalid': ({ issues }) =>
    issues.map(({ parameter, message }) => `${parameter}: ${message.en}`).join('; '),
  'parameter-wrong': () => 'A parameter is wrong.',
  'mapping-invalid': ({ path, problem }) => `Mapping: ${path || 'document'}: ${problem.en}`,

  'no-agency': ({ code }) => `There is no agency with the code “${code}”.`,
  'no-service': ({ code }) => `There is no service with the code “${code}”.`,
  'no-survey-form': ({ agency, service }) =>
    `Agency “${agency}” has no survey open for service “${service}”.`,
  'no-plan': ({ subject }) => `There is no follow-up plan ${subject}.`,
  'no-calendar': ({ code }) => `There is no calendar with the code “${code}”.`,
  'no-indicator': ({ id }) => `There is no indicator “${id}”.`,
  'no-import': ({ id }) => `There is no import ${id}.`,
  'no-draft': ({ id }) => `There is no draft ${id}, or it is not yours.`,
  'no-part': ({ file, part }) => `File ${file} of this draft has no part ${part}.`,
  'no-innovation': ({ id }) => `There is no innovation ${id}.`,
  'parent-below': ({ code, parent }) => `“${parent}” lies below “${code}”, so it cannot be its parent.`,
  'innovation-exists': ({ name }) =>
    `The agency has an innovation “${name}” already. Change that one, or give another name.`,
  'no-target': ({ subject }) => `There is no target for ${subject}.`,
  'no-targets-of-year': ({ year }) => `There is no target of ${year} to copy.`,
  'no-explanation': ({ subject }) => `There is no explanation for ${subject}.`,
  'no-standard': ({ service, day }) => `“${service}” has no standard that begins on ${day}.`,
  'no-expectation': () => 'There is no such expectation.',
  'no-excuse': () => 'This delivery is not excused.',
  'no-reminder-link': () => 'This reminder link is not known.',
  'no-link': () => 'This link is not known, or was revoked.',
  'link-over': () => 'This link has expired or is used up. Ask for a new one.',
  'entry-changed': () => 'Figures of this period changed since the form was opened. Reload, then look again.',
  'entry-empty': () => 'There are no figures yet. Enter at least one.',
  'no-rebaseline': ({ day }) => `There is no re-baselining on ${day}.`,
  'no-exception': ({ calendar, day }) => `The calendar “${calendar}” has no exception on ${day}.`,
  'no-holiday-set': ({ code }) => `There is no set of holidays “${code}”.`,
  'other-method': ({ method, path, allow }) => `${path} does not answer ${method}; it answers ${allow}.`,
  'nothing-at': ({ path }) => `There is nothing at ${path}.`,

  'submission-moved': ({ agency, month }) =>
    `${agency}, ${month}: this has changed since you opened it. Reload, then look again.`,
  'submission-month-open': ({ agency, month }) =>
    `${agency}, ${month}: the month has not ended. Submit it afterwards.`,
  'submission-nothing': ({ agency, month }) => `${agency}, ${month}: nothing was delivered. Deliver first.`,
  'submission-unchanged': ({ agency, month }) =>
    `${agency}, ${month}: it is submitted, and its figures have not changed since.`,
  'submission-not-submitted': ({ agency, month }) =>
    `${agency}, ${month}: no submission waits for a decision.`,
  'submission-changed': ({ agency, month }) =>
    `${agency}, ${month}: its figures have changed since they were submitted. The agency submits them again.`,
  'month-published': ({ month, code }) =>
    `${month} is published (${code}). Plan a later month, or make a revision.`,
  'month-planned': ({ month }) => `A release through ${month} is planned already. Change that one.`,
  'release-plan-cancelled': ({ month }) => `The planned release of ${month} was cancelled.`,
  'release-plan-frozen': ({ month }) =>
    `The release of ${month} is frozen. Move that release, or take it back first.`,

  'calendar-exists': ({ code }) => `There is a calendar with the code “${code}” already.`,
  'day-outside-year': ({ day, year }) => `days: ${day} is not in ${year}.`,
  'day-twice': ({ day }) => `days: ${day} is given twice.`,
  'year-gap': ({ first, last, next }) => `year: the list covers ${first}–${last}; give ${next} first.`,

  'too-many-readings': ({ size, limit }) =>
    `This asks for ${size} readings; at most ${limit} are given at once. Ask for fewer agencies, services or periods.`,
  'times-too-long': ({ grain, days }) => `Times by ${grain} are given for at most ${days} days at once.`,

  'sign-in-wrong': () => 'E-mail address or password are wrong.',
  'sign-in-again': () => 'This step of signing in has run out. Sign in again with e-mail and password.',
  'password-wrong': () => 'The password is wrong.',
  'password-guessable': () =>
    'This password is easy to guess: use no names, addresses, common words or rows of keys. A few long random words are enough.',
  'code-wrong': () =>
    'The code is wrong or has run out. Check the clock of your phone, then give the new code.',
  'too-many-attempts': ({ minutes }) => `Too many tries. Try again in ${minutes} minutes.`,
  'email-taken': () => 'There is an account with this e-mail address already.',
  'email-needed': () => 'Give your e-mail address.',
  'key-unknown': () => 'This key is wrong, revoked, or has run out. Make a new one on the page of keys.',
  'no-key': ({ id }) => `There is no key ${id} that is still good.`,
  'no-member': ({ id }) => `There is no person ${id}.`,
  'no-invitation': ({ id }) => `There is no invitation ${id} that is still open.`,
  'no-session': ({ id }) => `There is no session ${id}.`,
  'changed-meanwhile': () => 'It has changed since this page was opened. Load it again, then try again.',
  'last-administrator': () =>
    'This is the last administrator of the whole instance. Give somebody else that role first.',
  'no-sso-here': () => 'Single sign-on is not set up here. Sign in with e-mail and password.',
  'link-spent': () => 'This link was used, taken back, or has run out. Ask an administrator for a new one.',
  'no-accounts-here': () => 'This server runs without accounts.',
  'foreign-origin': () => 'This request comes from another site, so it is not done. Open the page here.',

  'push-full': () => 'Too many pushes are waiting; this one has not been written. Send it again shortly.',
  'push-waited': () =>
    'A large import is running; this push has not been written. Send it again shortly, as it is.',
  'push-stopping': () => 'The server is stopping; this push has not been written. Send it again shortly.',
  'push-body': ({ reason }) =>
    `The body is not valid JSON (${reason}). Send one object, a list, or { "items": [...] }.`,
  'push-too-large': ({ megabytes }) =>
    `The body is larger than ${megabytes} MB. Send it in parts, or as application/x-ndjson.`,
  'push-too-deep': ({ depth }) => `The JSON is nested more than ${depth} levels deep. Send flat objects.`,
  'push-key-long': ({ max }) => `An Idempotency-Key has at most ${max} characters.`,
  'push-coding': ({ coding }) => `Content-Encoding “${coding}” is not read. Send it as it is, or with gzip.`,
  'push-not-gzip': () =>
    'The body does not unpack as gzip. Send it again as a whole; what was answered need not be repeated.',
  'push-key-stream': () =>
    'An Idempotency-Key is for JSON only. Lines of NDJSON may be sent again: by its key nothing counts twice.',
  'push-key-reused': () =>
    'This Idempotency-Key was used for another request. Take a new key for a new body.',
  'push-key-running': () => 'A request with this Idempotency-Key is still running. Wait for its answer.',
  'no-webhook': ({ id }) => `There is no webhook or delivery ${id}.`,
  'webhook-inside': ({ host }) =>
    `${host} leads to this machine or a private network. Use an address that the internet reaches; receivers in a network of your own need TERUKUR_PRIVATE_WEBHOOKS=on on the server.`,
  'webhook-disabled': () => 'This webhook was stopped because it kept failing. Resume it first.',
  'no-fact': ({ key }) => `There is nothing with the key ${key}.`,
  'sign-in-needed': () => 'Sign in first, or send a key: “Authorization: Bearer …”.',
  'not-allowed': ({ action }) =>
    `Your role does not include this here (${action}). Ask an administrator for it.`,
  'mail-address': () => 'This is not an e-mail address. Give one address such as name@agency.go.id.',
  'request-refused': ({ reason }) => reason || 'The request was refused.',
  'our-fault': () => 'Something went wrong on our side. Give the request id when you report it.',
  'form-expected': () => 'Send multipart/form-data with “mapping” and one or more “file”.',
  'field-too-long': ({ name, bytes }) => `“${name}” is longer than ${bytes} bytes. Send it as a file.`,
  'too-many-files': ({ max }) => `At most ${max} files are taken at once. Deliver them in parts.`,
  'upload-cut': ({ reason }) => `The upload was cut off or is no valid form (${reason}).`,
  'disk-full-upload': () =>
    'The disk of the server is full; nothing was taken in. Free some space and try again.',
  'file-expected': () => 'Send at least one “file”.',
  'mapping-expected': () => 'Send “mapping” with the mapping document as JSON.',
  'mapping-not-json': ({ reason }) => `The mapping is not valid JSON: ${reason}`,
  'dataset-differs': ({ dataset, known }) =>
    `dataset: the mapping is for “${dataset}”; one of ${known.join(', ')} must agree with it.`,

  'draft-too-large': ({ gigabytes }) => `At most ${gigabytes} GB are taken at once. Split the files.`,
  'too-many-drafts': ({ max }) => `You have ${max} drafts already. Finish one, or throw one away.`,
  'draft-files-differ': ({ file, header }) =>
    `${file} has no column “${header}” as the first file has. Files of one import need the same columns; send others on their own.`,
  'draft-not-ready': ({ stage }) =>
    `This draft is at the stage “${stage}”; this step is not possible yet, or no longer.`,
  'mapping-changed': () => 'Somebody has changed this mapping. Load it again, and repeat your change.',
  'no-choice': ({ field }) => `“${field}” is no field of choices of this draft.`,
  'no-memory': ({ id }) => `There is no remembered mapping ${id}.`,
  'draft-runs': () => 'This draft is being checked. Wait until that is done.',
  'no-check': () => 'Check this draft first.',
  'too-many-columns': ({ file, columns, max }) =>
    `${file} has ${columns} columns; at most ${max} can be mapped here. Check its delimiter, or send only the columns that are needed.`,
  'part-size': ({ part, bytes }) => `Part ${part} must be exactly ${bytes} bytes. Send it again.`,
  'part-digest': ({ part }) => `Part ${part} was changed on its way. Send it again.`,
  'file-empty': ({ file }) => `${file} is empty. Deliver it with a header and rows.`,
  'file-not-text': ({ file }) => `${file} is not a text file. Deliver CSV or TSV.`,
  'file-bomb': ({ file, megabytes }) =>
    `${file} unpacks to more than ${megabytes} MB. Send it unpacked, or split it.`,
  'file-damaged': ({ file, reason }) =>
    `${file} is damaged and cannot be unzipped (${reason}). Pack it again.`,
  'file-format': ({ file }) =>
    `${file}: this format is not supported yet. Deliver .xlsx, .ods, .csv, .tsv, .json, .ndjson (text also with .gz) or .parquet.`,
  'xlsx-locked': ({ file }) =>
    `${file} is protected by a password or is an old .xls file. Save it as .xlsx without a password.`,
  'xlsx-damaged': ({ file, reason }) =>
    `${file} is damaged or is no workbook (${reason}). Open it and save it as .xlsx again.`,
  'sheet-too-long': ({ rows }) => `A sheet holds at most ${rows} rows. Ask for less, or take CSV or Parquet.`,
  'xlsx-too-large': ({ file }) =>
    `${file} unpacks to more than a workbook is read to. Save the sheet as .csv and deliver that.`,
  'no-sheet': ({ file, sheet, known }) => `${file} has no sheet “${sheet}”. It has: ${known.join(', ')}.`,
  'no-records': ({ file }) =>
    `${file} holds no list of records where it is looked for. Say where with format.records, such as "data.items".`,
  'json-too-large': ({ file, megabytes }) =>
    `${file} is larger than ${megabytes} MB. Deliver it as .ndjson, one record a line.`,
  'no-header': ({ file }) => `${file} has no header line.`,
  'no-rows': ({ file }) => `${file} has a header but no rows. Deliver it with its rows.`,
  'encoding-unknown': ({ label }) =>
    `format.encoding: “${label}” is unknown. Use utf-8, utf-16le, utf-16be or windows-1252.`,
  'header-unknown': ({ file, header, near, shown, total }) => {
    const hint = near ? ` Did you mean “${near}”?` : ''
    const more = total > shown.length ? `, … (${total} columns)` : ''
    return `${file} has no column “${header}”.${hint} It has: ${shown.join(', ')}${more}.`
  },
  'header-doubled': ({ file, header, places }) =>
    `${file} has more than one column “${header}”. Give its number instead: ${places.join(' or ')}.`,
  'dates-unknown': ({ column, example }) =>
    `The dates in “${column}” are not recognised (for example “${example}”). Give format.datetime, such as dd/MM/yyyy HH:mm.`,
  'dates-ambiguous': ({ column, example, year }) =>
    `The dates in “${column}” can be read day first or month first (for example “${example}”). Say which: format.datetime “dd/MM/${year}” or “MM/dd/${year}”.`,
  'datetime-letter': ({ letter, pattern }) =>
    `format.datetime: “${letter}” in “${pattern}” is not understood; quote literal text.`,
  'column-object': () => 'Mapping: a column object needs column, anyOf, template or from.',
  'mapping-for-other': ({ dataset, asked }) =>
    `The mapping is for “${dataset}”, but “${asked}” was asked for.`,
  'lookup-undelivered': ({ name, file }) => `lookups.${name}: deliver ${file} with the mapping.`,
  'lookup-not-beside': ({ name, file }) => `lookups.${name}: the file ${file} is not beside the mapping.`,
  'lookup-column': ({ name, column }) => `lookups.${name}.on: there is no column “${column}”.`,
  'sender-gone': () =>
    'Who sent this is not a member of this instance any more, so nothing was done. Ask somebody who may to send it again.',
  'sender-key-ended': () =>
    'The API key that this was sent with was revoked or has ended, so nothing was done. Send it again with a valid key.',
  'sender-rights-ended': () =>
    'Who sent this does not have the role for it any more, so nothing was done. Ask an administrator for it and send it again.',
  'no-undo': () => 'This import is not being undone, and never was.',
  'undo-broke': () => 'The undo failed on our side; nothing was changed. Try again.',
  'body-too-large': ({ megabytes }) =>
    `The body of the request has more than ${megabytes} MB. Send less at once.`,
  'import-broke': () => 'The import failed on our side; nothing was written.',

  'server-runs-already': ({ address }) =>
    `A server already runs on this database: ${address}. Use it, or stop it first.`,
  'data-folder-taken': ({ path }) =>
    `Another server uses the data folder ${path}. Each needs one of its own (TERUKUR_DATA_DIR), or stop that one first.`,
  'database-url': () =>
    'DATABASE_URL must be duckdb:PATH, duckdb::memory: or postgres://user:password@host/name.',
  'database-locked': ({ path }) =>
    `Another process has the database ${path} open. Stop it, or let this command talk to the running server.`,
  'database-newer-engine': ({ path }) =>
    `The database ${path} was written by a newer version of the storage engine. Update Terukur, or restore a backup.`,
  'database-foreign': ({ path }) =>
    `The file ${path} is not a Terukur database. Set DATABASE_URL to another path, or restore a backup.`,
  'database-unwritable': ({ path }) => `The database ${path} cannot be written. Check its owner and mode.`,
  'database-unopened': ({ path, reason }) => `The database ${path} cannot be opened: ${reason}`,
  'database-newer': () =>
    'The database was written by a newer version of Terukur. Update the program, or restore a backup.',
  'postgres-unreachable': ({ reason }) => `PostgreSQL cannot be reached (${reason}). Check DATABASE_URL.`,
  'postgres-backup': () => 'PostgreSQL has its own tool for this: pg_dump, or the backups of your provider.',
  'move-unfinished': () =>
    'This database is filled in part only: a move to it broke off. Run “terukur move --to …” again with the old DATABASE_URL; until that is done, use the old database.',
  'move-runs': () => 'Another move is filling this database. Wait until it is done.',
  'move-to': () => '--to must be postgres://user:password@host/name.',
  'move-from': () =>
    'Only a DuckDB database in a file can be moved. To move PostgreSQL use pg_dump and pg_restore.',
  'move-no-source': ({ path }) => `There is no database at ${path}. Check DATABASE_URL and TERUKUR_DATA_DIR.`,
  'move-server-runs': ({ address }) =>
    `The server at ${address} uses this database. Stop it first: nobody may write during a move.`,
  'move-source-old': () =>
    'This database is not up to date with the program. Run “terukur migrate” first, then move it.',
  'move-target-unreachable': ({ reason }) =>
    `The PostgreSQL to move to cannot be reached (${reason}). Check the address after --to.`,
  'move-target-full': ({ tables }) =>
    `The database to move to is not empty (${tables.join(', ')}, …). Create a new, empty one; nothing was changed.`,
  'move-target-unfit': ({ version, encoding, oldest }) =>
    `The database to move to is PostgreSQL ${version} with encoding ${encoding}. PostgreSQL ${oldest} or newer with UTF8 is needed.`,
  'move-table': ({ table, reason }) =>
    `${table} could not be copied: ${reason}. The old database is unchanged. Mend the cause (“terukur doctor” checks the old one), then run it again.`,
  'move-differs': ({ what }) =>
    `What was moved differs from where it came from: ${what}. The old database is unchanged and can be used on; the new one stays marked as unfinished.`,
  'backup-exists': ({ path }) => `${path} exists already. Name another file, or remove it first.`,
  'backup-unwritable': ({ target, reason, name, folder }) =>
    `The backup cannot be written to ${target} (${reason}). It is at ${name} in ${folder}.`,
  'port-in-use': ({ port }) => `Port ${port} is in use. Stop the other program, or set PORT to a free one.`,
  'address-foreign': ({ reason }) =>
    `The address to listen on is not one of this machine (${reason}). Check HOST.`,
  'port-not-allowed': ({ reason }) =>
    `Not allowed (${reason}). Check PORT: below 1024 it needs rights of its own.`,
  'path-not-allowed': ({ path, code }) =>
    `${path} cannot be written or read (${code}). Check its owner and mode, or set TERUKUR_DATA_DIR to another folder.`,
  'path-unusable': ({ path, reason }) =>
    `${path ?? 'A path'} cannot be used (${reason}). Check the path, and TERUKUR_DATA_DIR.`,
  'disk-full': () =>
    'The disk is full: free some space and run it again. Nothing was written, nothing is lost.',
  'cannot-start': ({ reason }) => `Terukur cannot start. ${reason}`,
  'stopped-uncleanly': ({ reason }) => `Terukur did not stop cleanly: ${reason}`,

  'no-command': ({ name }) => `There is no command “${name}”.`,
  'usage-dataset': ({ known }) => `DATASET must be one of ${known.join(', ')}.`,
  'usage-file': () => 'Name at least one file.',
  'usage-mapping': () => 'Name the mapping with --mapping FILE.',
  'usage-undo': () => 'With --undo name the import alone, no files.',
  'usage-server': ({ server }) =>
    `--server: “${server}” is no address. Write it like https://terukur.example.go.id.`,
  'usage-move': () => 'Name where to move with --to postgres://…',
  'usage-key': ({ server }) => `Give the key for ${server} with --key or TERUKUR_KEY.`,
  'folder-empty': ({ path, leftOut }) =>
    `The folder ${path} holds no file of a format that is read${leftOut.length > 0 ? ` (it has ${leftOut.join(', ')})` : ''}. Deliver .csv, .tsv, .ndjson, .json, .xlsx, .ods or .parquet.`,
  'usage-trust': () => '--trust takes a public key (44 signs, base64) or its name (16 hexadecimal digits).',
  'usage-at-least': () => '--at-least takes the code of a release, such as 2026-10, or CODE@SHA256.',
  'usage-verify': () => 'Say one thing to verify: DIR_OR_URL, --releases or --audit.',
  'usage-export': () => 'Name one folder to write the release into.',
  'folder-not-empty': ({ path }) => `The folder ${path} is not empty. Choose a new one.`,
  'no-package': ({ path }) =>
    `${path} is neither a folder nor an address. Name a folder of terukur export, or an https address.`,
  'no-releases': () => 'Nothing has been released yet.',
  'audit-whole': ({ rows }) => `The audit log is whole: ${rows} rows.`,
  'audit-broken': ({ sequence, kind, auditId }) =>
    `The audit log is broken at row ${sequence} (${auditId}): a row was ${{ removed: 'removed', altered: 'altered', added: 'put in' }[kind]}.`,
  'usage-options': ({ reason }) => reason,
  'file-unreadable': ({ path }) => `The file ${path} cannot be read. Check its name.`,
  'mapping-unreadable': ({ path }) => `The mapping ${path} cannot be read. Check its name.`,
  'mapping-file-not-json': ({ path, reason }) => `The mapping ${path} is not valid JSON: ${reason}`,
  stopped: () => 'Stopped: nothing was written. Run the command again.',
  'server-silent': ({ address }) => `The server at ${address} does not answer. Try again, or restart it.`,
  'server-silent-here': ({ pid, address, file }) =>
    `The server of this database (process ${pid}, ${address}) does not answer. Wait until it runs again; if that process is none of ours, delete ${file}.`,
  'server-silent-there': ({ address }) =>
    `The server at ${address} does not answer. Check the address and the connection; nothing was sent.`,
  'upload-broke-off': ({ address }) =>
    `The connection to ${address} broke off before it confirmed the delivery: all of it was taken in, or nothing. Nothing is resumed; run the same command again, and what is there already is found unchanged.`,
  'server-stopped': ({ id }) =>
    `The server stopped before the import ended. Nothing is lost: start it again, and import ${id} starts again by itself.`,
  'server-leads-elsewhere': ({ address, to }) =>
    `The server at ${address} sends to ${to}. Give that address if it is the one you mean; nothing was checked.`,
  'server-no-terukur': () =>
    'What answers there is no Terukur, or does not say what it has released. Check the address.',
  'server-answered': ({ status }) => `The server answered ${status}.`,
  'server-said': ({ sentence }) => sentence,
  'import-failed': () => 'The import failed.',
  'import-undone': ({ when }) => `This import was undone already, on ${when.en}.`,
  'import-wrote-nothing': () => 'This import wrote nothing, so there is nothing to undo.',
  'erase-imports-waiting': ({ n }) =>
    `${n} imports are on their way and could bring it back. Erase again when they are done.`,
  'nothing-held': () =>
    'Nothing is held under that reference. Check how it is written, also capitals and leading zeros.',
  'correction-invalid': () => 'This correction cannot be saved; check the fields that are marked.',
  'fact-expired': ({ ref }) =>
    `“${ref}” began in a month whose raw facts have expired: its figures could not follow.`,
  'facts-expired': ({ through }) =>
    `Raw facts up to ${through} have expired and are gone; this question is answered from them. Ask for what came after, or by month without channels.`,
  'import-too-old': () =>
    'This import is too old to be undone: what was there before is no longer kept. Correct it with a new delivery.',
  'release-world-gone': ({ code }) =>
    `The tables of release “${code}” are not kept on this instance. Its documents are still there under /releases/${code}.`,
  'live-not-shown': () =>
    'These figures are shown once they are released. Leave out source=live to see the newest release.',
  'not-in-release-facts': ({ code }) =>
    `Release “${code}” holds no single cases: figures by day of one service or channel, by week, times by channel and the quality of data are not in it. Ask by month or longer, without channel.`,
  'release-stopped': ({ stops }) =>
    `Cannot be frozen: ${stops.map((stop) => stopTexts[stop] ?? stop).join('; ')}.`,
  'release-late-agencies': ({ agencies }) =>
    `Give a reason for each late agency, or wait for its data: ${someOf(agencies, `and ${agencies.length - 10} more`)}.`,
  'release-holds-unknown': ({ agency }) =>
    `“${agency}” delivers nothing for this release, or is named twice: there is nothing to hold back.`,
  'no-release': ({ code }) => `There is no release “${code}”.`,
  'no-planned-release': ({ id }) => `There is no planned release “${id}”.`,
  'not-in-release': ({ code }) =>
    `Release ${code} does not hold that: only months, quarters, semesters, years, all and given spans, without channels and without include.`,
  'no-release-part': ({ code, name }) => `Release ${code} has no part “${name}”.`,
  'freeze-broke': () =>
    'The freeze failed by an error in the server; nothing has changed. Try again, and see the log if it recurs.',
  'freeze-interrupted': () =>
    'The freeze was cut short because the server stopped; nothing has changed. Start it again.',
  'release-published': ({ code }) =>
    `Release ${code} is published and does not change any more; make a revision.`,
  'signing-key-missing': ({ keyId }) =>
    `The key ${keyId} that signs releases is not here. Restore the folder release-keys in the data folder (or TERUKUR_SIGNING_KEY_FILE).`,
  'import-released': () =>
    'A published release rests on this import, so it cannot be undone. Correct it with a new delivery.',
  'import-changed-since': () =>
    'Data of this import has been changed in another way since, so it cannot be undone as a whole. Correct it with a new delivery.',
  'import-rested-on': ({ imports, total }) => {
    const named = imports.map(({ importId, when }) => (when ? `${when.en} (${importId})` : importId))
    const more = total > imports.length ? `; and ${total - imports.length} more` : ''
    return `Later imports rest on it: ${named.join('; ')}${more}. Undo these first, the newest first.`
  },
}

export const faults: FaultsTexts = {
  'not-one-of': ({ value, choices }) => `“${value}” must be one of ${choices.join(', ')}`,
  'one-of': ({ choices }) => `must be one of ${choices.join(', ')}`,
  'some-of': ({ choices }) => `must be of ${choices.join(', ')}`,
  'star-or-some-of': ({ choices }) => `must be * or of ${choices.join(', ')}`,
  'level-or-peers': () => 'give one of level and peers-of',
  'after-start': () => 'must not be after it went live',
  'kind-needs': () => 'is needed for this kind of target',
  'below-low': () => 'must not be below the lower bound',
  'impossible-figure': ({ low, high }) =>
    `is impossible for this indicator (${low ?? '−∞'} to ${high ?? '∞'}; a share is 0.9, not 90)`,
  'reason-needed': () => 'say why: there was another target before',
  'floor-is-ceiling': () => 'must not be the floor',
  'indicator-twice': () => 'names an indicator twice',
  'list-empty': () => 'must name at least one',
  'years-outside': () => 'must lie between 1900 and 2199',
  'before-from': () => 'must not be before from',
  period: () => 'must be such as 2025-03, 2025-Q1, 2025-S1 or 2025',
  'publish-at': () => 'must be like 2026-11-20T09:00 (in the zone of the instance)',
  'instant-past': () => 'must lie in the future',
  'month-open-then': () => 'must be after the last month of the release has ended',
  'submit-by-between': () => 'must be after the last month has ended, and not after the day of the release',
  month: () => 'must be like 2027-03',
  'plan-evidence': () => 'say what shows that it is done',
  'plan-obstacle': () => 'say what was in the way',
  cursor: () => 'must be the `next` of an earlier page',
  slug: () => 'must be of a–z, 0–9 and single hyphens',
  'database-url': () => 'must be duckdb:PATH, duckdb::memory: or postgres://…',
  'release-code': () => 'must be the code of a release such as 2026-10 or 2026-10-r1',
  'public-url': () => 'must be a base address such as https://terukur.example.go.id, without a path',
  'url-password': () => 'must hold no user name and no password',
  'smtp-url': () => 'must be smtp://USER:PASSWORD@HOST:PORT or smtps://…',
  'mail-from': () =>
    'must be one address such as Terukur <no-reply@example.go.id>; needed when TERUKUR_SMTP_URL is set',
  'self-needs-agency': () => 'needs an agency: “self” is about that agency alone',
  'month-or-quarter': () => 'must be one month (2026-10) or quarter (2026-Q3)',
  'period-ahead': () => 'this period has not begun',
  'time-zone': () => 'must be a time zone such as Asia/Jakarta',
  currency: () => 'must be a currency code such as IDR',
  email: () => 'must be an e-mail address, such as name@example.go.id',
  'name-length': () => 'must be 1 to 120 letters on one line',
  code: () => 'must be six digits, or a backup code',
  'password-short': ({ min }) => `at least ${min} characters`,
  'password-long': ({ max }) => `at most ${max} characters`,
  'oidc-issuer': () => 'must be https://… of the provider (http:// only for this machine)',
  'oidc-together': () =>
    'give TERUKUR_OIDC_ISSUER, TERUKUR_OIDC_CLIENT_ID and TERUKUR_OIDC_CLIENT_SECRET together',
  'admin-pair': () => 'give TERUKUR_ADMIN_EMAIL and TERUKUR_ADMIN_PASSWORD together',
  'time-zone-unknown': ({ zone }) => `“${zone}” is not a time zone; write e.g. Asia/Jakarta`,
  'pattern-invalid': ({ pattern, reason }) => `“${pattern}” is no valid pattern (${reason})`,
  'no-header-matches': ({ pattern, file }) => `“${pattern}” matches no header of ${file}`,
  'measure-empty': () => 'must give a field of the dataset',
  'pattern-expected': () => 'must be a pattern of headers',
  'field-unknown': ({ near, known }) =>
    near ? `is unknown; did you mean ${near}?` : `is unknown; known fields are ${known.join(', ')}`,
  'field-required': () => 'is required: map a column or give a constant',
  'one-required': ({ choices }) => `one of these is required: ${choices.join(', ')}`,
  'scale-required': () => 'is required with score: [lowest, highest]',
  'scale-order': () => 'must be [lowest, highest]',
  'source-required': () => 'is required with mode snapshot: the name of what the file is everything of',
  'mark-twice': ({ mark }) => `“${mark}” is the decimal mark too; set format.decimal to the other one`,
  'covers-order': () => 'must be [first day, last day]',
  'date-order': ({ example }) => `“${example}” can be read day first or month first; say which`,
  'year-open': () => 'the file names months without a year; say which year',
  'number-marks': ({ example }) => `“${example}” can be more than a thousand or more than one; say which`,
  'shares-open': () => 'some shares are above 1 and some are not; say how they are written',
  'number-only': () => 'is for fields that are numbers only',
  'from-ref-only': () => 'is for ref only',
  'column-needed': () => 'needs column, anyOf, template or (for ref) from',
  delimiter: () => 'must be one character, such as "," or "\\t"',
}
