import type { Notice } from '../model/plan.ts';
import { counted } from '../text.ts';
import { faultText } from './held-words.ts';
import type { Sentence } from './words.ts';
import { named } from './words.ts';

/** A notice for people: a warning is about something that stops working or may not be what was meant. */
export interface NoticeText {
  readonly level: 'warning' | 'note';
  readonly sentence: Sentence;
}

/** What a notice says, for every sink. */
export function noticeText(notice: Notice): NoticeText {
  switch (notice.kind) {
    case 'list-not-declared':
      return note(
        named(`%${notice.name}`),
        ' is no longer declared in git; it stays in the tenant, where the API cannot delete lists',
      );
    case 'removed-kept':
      return note(
        named(notice.name),
        ' is no longer in git and stays as it is in the tenant (removed: keep, ',
        named(notice.ruleId),
        ')',
      );
    case 'compile-failed':
      return warning(
        named(notice.name),
        ' no longer compiles on the service: ',
        named(notice.message.trim()),
      );
    case 'mentioned':
      return warning(
        named(notice.by),
        ' mentions ',
        named(notice.name),
        `, which will be ${notice.becomes}: it may stop firing`,
      );
    case 'rule-unreadable':
      return warning(
        ...faultText(notice),
        '; while no name can be read in this file, nothing is removed or renamed',
      );
    case 'unknown-but-accepted':
      return warning(
        ...faultText(notice),
        '; the service accepts it, so chron does not know of it yet',
      );
    case 'match-hits-nothing':
      return note(
        named(`${notice.path}:${notice.line}`),
        ' is a deployment match that hits no rule',
      );
    case 'table-not-sent':
      return note(
        'data table ',
        named(`%${notice.name}`),
        ' (',
        named(notice.path),
        ') is not sent, for API v2 cannot store data tables: the tenant must have it otherwise; named by ',
        ...rulesNamed(notice.rules),
      );
    case 'memory-unreadable':
      return warning(
        'what the tenant remembers of this repository (list ',
        named('%chron_applied'),
        ') cannot be read, so it is met as if for the first time: ',
        named(notice.detail.trim()),
      );
    case 'first-contact':
      return note(
        'first contact: this tenant remembers nothing of this repository yet, so only what stands in git history counts as ours',
      );
  }
}

/** So many rules are named; the machine output has the others. */
const NAMED = 5;

function rulesNamed(rules: readonly string[]): Sentence {
  const more = rules.length - NAMED;
  return [
    ...rules.slice(0, NAMED).flatMap((name, at): Sentence => [at === 0 ? '' : ', ', named(name)]),
    ...(more > 0 ? [` and ${counted(more, 'more rule')}`] : []),
  ];
}

function warning(...sentence: Sentence): NoticeText {
  return { level: 'warning', sentence };
}

function note(...sentence: Sentence): NoticeText {
  return { level: 'note', sentence };
}
