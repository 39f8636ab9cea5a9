import type { Entry } from './catalogue-entry.ts';
import { snippet } from './snippet.ts';

/** What a rule may say and `chron test` and `chron replay` cannot follow (yara-l §4). */
export const EVALUATE_ENTRIES: Readonly<Record<string, Entry>> = {
  EVA001: {
    title: 'what cannot be evaluated on this machine',
    text:
      'The rule is sound, but it needs what only the service has: what it has counted before (metrics), a graph that it ' +
      'changes, a table that it writes, or detections where none are given (a case has its own, chron replay takes ' +
      '--detections). Or it names a list or data table that is neither in rules/ nor in the test. A case of such a rule says ' +
      'expect: unsupported; whether the rule finds what it should is then for a test run of the service to say.',
    bad: snippet`
      events:
        $e.principal.hostname in %no_such_list
    `,
    good: snippet`
      events:
        $e.principal.hostname in %office_hosts
    `,
  },
};
