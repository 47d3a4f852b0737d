import type { ProofTexts } from '../id/proof.ts'

export const proof: ProofTexts = {
  seal: {
    unreadable: 'No release that can be read.',
    'manifest-hash': 'The text of the manifest does not have the SHA-256 that is named.',
    'manifest-not-canonical': 'The text of the manifest is not canonical JSON.',
    signature: 'The signature does not fit the manifest and the key.',
    'key-id': 'The key is not the one that the manifest names.',
    'unknown-key': 'Signed with another key than the trusted one, and not handed on from it.',
    'key-endorsement': 'A key was not handed on by the one before it.',
    'previous-missing': 'The release before is not there.',
    'previous-hash': 'The release before is not the one that the chain names.',
  },
  findings: {
    'part-missing': 'This part is not there.',
    'part-hash': 'It is not what was signed: another SHA-256.',
    'part-unreadable': 'It cannot be read.',
    'line-unreadable': 'This line cannot be read.',
    'line-twice': 'This figure is said twice.',
    'unknown-indicator': 'The indicator of this line is not among the definitions.',
    'unknown-agency': 'This agency is not in the directory of the release.',
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
    'list-unreadable': 'The list of files was changed or cannot be read.',
  },
  fields: {
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
  unlisted: 'Without files.json: only the signed parts were checked.',
  exported: (code, files, folder) => `Release ${code}: ${files} files in ${folder}.`,
  checking: (part) => `checking ${part}`,
  writing: (file) => `writing ${file}`,
}
