import type { Notice } from '../model/plan.ts';
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

function warning(...sentence: Sentence): NoticeText {
  return { level: 'warning', sentence };
}

function note(...sentence: Sentence): NoticeText {
  return { level: 'note', sentence };
}
