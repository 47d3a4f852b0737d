import type { ProofTexts } from '../id/proof.ts'

export const proof: ProofTexts = {
  seal: {
    unreadable: 'No release that can be read.',
    'manifest-hash': 'The text of the manifest does not have the SHA-256 that is named.',
    'manifest-not-canonical': 'The text of the manifest is not canonical JSON.',
    signature: 'The signature does not fit the manifest and the key.',
    'key-id': 'The key is not the one that the manifest names.',
    'unknown-key': 'Signed with another key than the trusted one, and not handed on from it.',
    'key-unlisted': 'The key that signed it is not on the list of keys.',
    'key-endorsement': 'A key was not handed on by the one before it.',
    'previous-missing': 'The release before is not there.',
    'previous-hash': 'The release before is not the one that the chain names.',
    'other-release': 'It is another release than the one that was asked for.',
    'off-list': 'It is on the chain, but no longer listed as released.',
    'noted-missing':
      'The release seen last is neither the one that is checked nor before it on the chain at hand: an older state is shown, or a chain begun anew.',
    'noted-other': 'The release seen last is another one now: its SHA-256 is not the one that was noted.',
    'dated-back': 'It is dated before the release before it, or is of no later month.',
    'revision-form': 'Its code, its kind, what it corrects and the reason do not fit together.',
    'off-chain': 'It is listed as released, but the chain of the newest release does not go through it.',
  },
  findings: {
    'part-missing': 'This part is not there.',
    'part-hash': 'It is not what was signed: another SHA-256.',
    'part-twice': 'The manifest names this part several times.',
    'part-unreadable': 'It cannot be read.',
    'cell-unsound':
      'This cell says what none can: a count below nothing, or a part that is more than its whole.',
    'named-twice': 'It names one thing twice.',
    'manifest-differs': 'The manifest says of the parts what they do not hold.',
    'line-unreadable': 'This line cannot be read.',
    'line-not-canonical': 'This line is not canonical JSON: others may read something else in it.',
    'line-twice': 'This figure is said twice.',
    'unknown-indicator': 'The indicator of this line is not among the definitions.',
    'unknown-agency': 'This agency is not in the directory of the release.',
    'unplaced-agency': 'This agency is neither at the top nor below one that is: its figures count nowhere.',
    'figure-missing': 'This figure comes out of the cells, but was not published.',
    'change-differs': 'The log of changes says of this figure what the releases do not.',
    'change-missing': 'This figure differs from the release before, but is not in the log of changes.',
    'figure-differs': 'The published figure is not the one that comes out again.',
  },
  files: {
    'file-missing': 'A listed file is not there.',
    'file-hash': 'The file is not what was exported: another SHA-256.',
    'file-bytes': 'The list says another number of bytes than the file has.',
    'file-extra': 'This file is no part of the package.',
    'zip-entry': 'What the zip file says of this file at one place, it does not say at the other.',
    'zip-unreadable': 'The zip file cannot be unpacked here.',
    'manifest-copy': 'This copy of the manifest is not the one that was signed.',
    'table-differs':
      'This table says otherwise than the signed parts, or another version of the program wrote it with other columns.',
    'files-unmade': 'The files that nobody signed cannot be made again here to be held against.',
    'list-missing':
      'The list of files is not there: of files beside the signed parts nobody knows whether they were changed.',
    forked: 'Another release with the same number lies beside it: the chain parts here.',
    'list-unreadable': 'The list of files was changed or cannot be read.',
  },
  shownFaults: {
    'shown-differs': 'This figure is shown otherwise than it was signed.',
    'shown-missing': 'This figure was signed, but is not shown.',
    'shown-unsigned': 'This figure is shown, but was not signed.',
    'shown-twice': 'One figure is shown several times.',
    'shown-unreadable': 'What is answered here is not what was asked for, and was held against nothing.',
    'shown-listed': 'The list says of the release what its manifest does not.',
    'shown-changes': 'The log of changes that is shown is not the one that was signed.',
  },
  shows: (field, shown, signed) => `${field}: shown ${shown}, signed ${signed}`,
  more: (count) => `${count} more of the kind.`,
  shown: (places) =>
    `Shown as signed or named above, held against the signed parts figure by figure: ${places}. Pages, pictures and other files were not looked at.`,
  silent: (places) => `Not answered by the server, and so held against nothing: ${places}`,
  fields: {
    agencies: 'agencies',
    readings: 'figures',
    changed: 'changes',
    asOf: 'data as of',
    value: 'value',
    n: 'n',
    numerator: 'numerator',
    denominator: 'denominator',
    low: 'lower limit',
    high: 'upper limit',
    missing: 'reason why missing',
    reporting: 'units reporting',
    expected: 'units expected',
    flags: 'flags',
  },
  inLine: (line) => `line ${line}`,
  differs: (field, published, recomputed) => `${field}: published ${published}, recomputed ${recomputed}`,
  whole: (code, figures, parts) =>
    `Release ${code} is whole: ${figures} figures recomputed and the same, ${parts} parts as signed.`,
  broken: (code, findings) => `Release ${code}: ${findings} findings.`,
  rest: (hidden, onHidden) =>
    `Hidden, as too few people: ${hidden}. Not computable from outside, as they rest on hidden ones: ${onHidden}.`,
  log: {
    first: () => 'The first release: there is no log of changes to check.',
    both: (previous) =>
      `The log of changes holds every difference from release ${previous}, and nothing else.`,
    this: (previous) =>
      `Release ${previous} is not at hand: the log of changes was held against the figures of this release alone, so a change that it leaves out is not noticed.`,
  },
  key: {
    trusted: (keyId) => `Signed with key ${keyId}, which is trusted or was handed on from the trusted one.`,
    unknown: (keyId) =>
      `Signed with key ${keyId}. That says something only where the key is known from elsewhere: --trust ${keyId}`,
  },
  note: (code, sha256) => `To note for the next check: --at-least ${code}@${sha256}`,
  made: (files) =>
    `Beside the signed parts: ${files} files that nobody signed hold exactly what comes out of these.`,
  unproved: (names) =>
    `Not signed, and not as this program writes it, so that what it says is not proved: ${names}`,
  redefined: (ids) =>
    `Worked out by the release's own definitions, which are others than this program's of the same version: ${ids}`,
  unlisted: 'Without files.json: only the signed parts were checked.',
  exported: (code, files, folder) => `Release ${code}: ${files} files in ${folder}.`,
  checking: (part) => `checking ${part}`,
  writing: (file) => `writing ${file}`,
}
