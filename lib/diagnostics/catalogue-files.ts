import type { Entry } from './catalogue-entry.ts';
import { snippet } from './snippet.ts';

/** What is wrong with files as such: rules, lists and settings. These ids are words, and always errors. */
export const FILE_ENTRIES: Readonly<Record<string, Entry>> = {
  'duplicate-list': {
    title: 'a list in two files',
    text: 'A list has one kind and stands in one file: rules/lists/NAME.string.txt, .regex.txt or .cidr.txt.',
    bad: snippet`
      rules/lists/office.string.txt
      rules/lists/office.cidr.txt
    `,
    good: 'rules/lists/office.cidr.txt',
  },
  'list-description': {
    title: 'a list without a description',
    text: 'The service takes no list without a description. It is the first line of the file, a comment.',
    bad: '192.0.2.0/24',
    good: snippet`
      // networks of the offices
      192.0.2.0/24
    `,
  },
  'list-empty': {
    title: 'a list without lines',
    text: 'The service takes no list without a line. A comment below the description counts as one.',
    bad: '// networks of the offices',
    good: snippet`
      // networks of the offices
      192.0.2.0/24
    `,
  },
  'list-file-name': {
    title: 'a file in rules/lists/ whose name does not say what it is',
    text: 'The name of a list file is the name of the list, its kind and txt. Lists stand directly in rules/lists/.',
    bad: 'rules/lists/office.txt',
    good: 'rules/lists/office.cidr.txt',
  },
  'list-name': {
    title: 'a name that no list can have',
    text: 'The name of a list has letters, digits and underscores, begins with a letter, and has fewer than 256 characters. chron_applied is the list in which a tenant remembers its commit.',
    bad: 'rules/lists/office-networks.cidr.txt',
    good: 'rules/lists/office_networks.cidr.txt',
  },
  'list-too-large': {
    title: 'a list that is larger than the service takes',
    text:
      'Lists of strings have up to 6 MB, of regular expressions 100 kB and 100 lines, of address ranges 100 kB and 150 lines; ' +
      'a line has up to 5,000 characters. Split the list, and name both in the rule.',
    bad: '',
    good: '',
  },
  'not-a-file': {
    title: 'a link or a device where a file should be',
    text: 'A link could lead out of the repository, so chron follows none below rules/ and environments/.',
    bad: '',
    good: '',
  },
  'not-utf8': {
    title: 'a file that is not UTF-8',
    text: 'All files are UTF-8. The place is that of the first byte that cannot be read.',
    bad: '',
    good: '',
  },
  'rule-name': {
    title: 'a rule whose name is too long',
    text: 'The name of a rule, and so that of its file, has at most 128 characters.',
    bad: '',
    good: '',
  },
  'rule-name-case': {
    title: 'rules whose names differ only in case',
    text: 'Not every file system tells such files apart, and no reader does.',
    bad: snippet`
      rule okta_mfa_fatigue {
      rule Okta_MFA_fatigue {
    `,
    good: snippet`
      rule okta_mfa_fatigue {
      rule okta_mfa_bombing {
    `,
  },
  'too-large': {
    title: 'a file that is too large',
    text: 'A rule has up to 256 KiB, a settings file up to 1 MiB. Long enumerations belong into a reference list.',
    bad: '',
    good: '',
  },
  'too-many-rules': {
    title: 'more rules than chron takes',
    text: 'chron takes up to 5,000 rule files of together 64 MiB, more than the largest tenant may have.',
    bad: '',
    good: '',
  },
  'unknown-key': {
    title: 'a key that the file does not have',
    text: 'Settings are read strictly: a misspelt key would otherwise be a setting that silently does nothing.',
    bad: snippet`
      # rules/check.yaml
      lint: {}
    `,
    good: snippet`
      # rules/check.yaml
      lints: {}
    `,
  },
  'unknown-list': {
    title: 'a list that the repository does not have',
    text:
      'A rule may name only lists that stand in rules/lists/: chron gives each environment the lists of its rules, and the ' +
      'service refuses a rule whose list it lacks.',
    bad: snippet`
      events:
        $e.principal.ip in cidr %no_such_list
    `,
    good: snippet`
      events:
        $e.principal.ip in cidr %office
    `,
  },
  'wrong-value': {
    title: 'a value that the key does not take',
    text: 'The message says what stands there instead.',
    bad: snippet`
      # rules/check.yaml
      lints: { CHR105: loud }
    `,
    good: snippet`
      # rules/check.yaml
      lints: { CHR105: error }
    `,
  },
  yaml: {
    title: 'a settings file that is not YAML',
    text: 'Look for a missing quote, bracket or colon, and for tabs at the start of a line. Anchors and aliases are not taken.',
    bad: 'lints: { CHR105: error',
    good: 'lints: { CHR105: error }',
  },
  'table-column': {
    title: 'a column of a data table that cannot be one',
    text:
      'The first line of a table names its columns, each with its type after a colon: string (also without a word), regex, ' +
      'cidr or number. A name begins with a letter, has letters, digits and underscores, and stands once.',
    bad: 'user,networks:ip',
    good: 'user,networks:cidr',
  },
  'table-name': {
    title: 'a data table whose name the service does not take',
    text: 'The name of a table is that of its file, directly in rules/tables/. It begins with a letter and has letters, digits and underscores.',
    bad: 'rules/tables/vip-users.csv',
    good: 'rules/tables/vip_users.csv',
  },
  'table-row': {
    title: 'a row of a data table that cannot be read',
    text: 'A row has a cell for each column. A cell may stand in quotes; it holds no comma and no line end, since the service allows none.',
    bad: snippet`
      user,manager
      alice
    `,
    good: snippet`
      user,manager
      alice,bob
    `,
  },
};
