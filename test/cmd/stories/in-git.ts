import { expect } from 'vitest';
import { aFile, aListFile, listPath, rulePath, textOf, type Story } from './story.ts';

/** What happens in git alone: all of it is planned, and nothing is held. */
export const IN_GIT: readonly Story[] = [
  {
    title: 'a rule is edited in git',
    alone: true,
    rows: ['waits in git', 'in step'],
    files: aFile('git_edited'),
    happens: ({ repository }) =>
      repository.write(rulePath('git_edited'), textOf('git_edited', { threshold: 2 })),
    changes: ['add-version git_edited'],
  },
  {
    title: 'a rule is renamed with its file, and keeps its rule_id',
    alone: true,
    rows: ['waits in git'],
    files: aFile('git_old_name'),
    happens: ({ repository }) => {
      repository.remove(rulePath('git_old_name'));
      const text = textOf('git_new_name', { body: 'another', ruleId: 'id_git_old_name' });
      repository.write('rules/another/git_new_name.yaral', text);
    },
    changes: ['rename-rule git_old_name → git_new_name'],
    check: (before, after) => {
      const [id] =
        Object.entries(before.rules).find(([, { name }]) => name === 'git_old_name') ?? [];
      expect(after.rules[id ?? '']).toMatchObject({ name: 'git_new_name', live: true });
    },
  },
  {
    title: 'a rule is renamed with its file, and is known by its text',
    rows: ['waits in git'],
    files: aFile('git_before', { ruleId: '' }),
    deployed: '{ match: { name: "git_[ba]*" }, alerting: true }',
    happens: ({ repository }) => {
      repository.git('mv', rulePath('git_before'), rulePath('git_after'));
      repository.write(
        rulePath('git_after'),
        textOf('git_after', { body: 'git_before', ruleId: '' }),
      );
    },
    changes: ['rename-rule git_before → git_after'],
    check: (before, after) => {
      const [id] = Object.entries(before.rules).find(([, { name }]) => name === 'git_before') ?? [];
      expect(after.rules[id ?? '']).toMatchObject({ name: 'git_after', alerting: true });
    },
  },
  {
    title: 'a rule file is deleted',
    alone: true,
    rows: ['removed'],
    files: aFile('git_deleted'),
    happens: ({ repository }) => repository.remove(rulePath('git_deleted')),
    changes: ['set-enabled git_deleted off removal', 'archive-rule git_deleted'],
  },
  {
    title: 'the file of an alerting rule, which another rule mentions, is deleted',
    rows: ['removed'],
    files: {
      ...aFile('git_deleted_pager', { severity: 'PAGE' }),
      ...aFile('git_composite', { ruleId: 'leans on git_deleted_pager', severity: 'PAGE' }),
    },
    deployed: '{ match: { severity: PAGE }, alerting: true }',
    happens: ({ repository }) => repository.remove(rulePath('git_deleted_pager')),
    changes: [
      'set-alerting git_deleted_pager off removal',
      'set-enabled git_deleted_pager off removal',
      'archive-rule git_deleted_pager',
    ],
    notices: ['mentioned git_deleted_pager archived git_composite'],
  },
  {
    title: 'alerting is turned on in the environment file',
    alone: true,
    rows: ['waits in git'],
    files: aFile('git_paged'),
    happens: ({ deploy }) => deploy('{ match: { name: git_paged }, alerting: true }'),
    changes: ['set-alerting git_paged on'],
  },
  {
    title: 'an alerting rule is turned off in the environment file, and edited',
    rows: ['waits in git'],
    files: aFile('git_noisy'),
    deployed: '{ match: { name: git_noisy }, alerting: true }',
    happens: ({ repository, deploy }) => {
      deploy('{ match: { name: git_noisy }, enabled: false, alerting: false }');
      repository.write(rulePath('git_noisy'), textOf('git_noisy', { threshold: 100 }));
    },
    changes: ['set-alerting git_noisy off', 'set-enabled git_noisy off', 'add-version git_noisy'],
  },
  {
    title: 'a list is edited in git',
    alone: true,
    rows: ['waits in git'],
    files: aListFile('git_list', ['alice']),
    happens: ({ repository }) =>
      repository.write(listPath('git_list'), '// about git_list\nalice\nbob // since May\n'),
    changes: ['update-list %git_list'],
    check: (_before, after) => {
      expect(after.lists['git_list']?.lines).toEqual(['alice', 'bob // since May']);
    },
  },
  {
    title: 'only the description of a list is edited in git',
    rows: ['waits in git'],
    files: aListFile('git_described', ['alice']),
    happens: ({ repository }) => repository.write(listPath('git_described'), '// people\nalice\n'),
    changes: ['update-list %git_described'],
    check: (_before, after) => {
      expect(after.lists['git_described']).toEqual({ description: 'people', lines: ['alice'] });
    },
  },
  {
    title: 'a rule names another list than before',
    rows: ['waits in git'],
    files: aListFile('git_old_list', ['alice']),
    happens: ({ repository }) => {
      repository.remove(listPath('git_old_list'));
      repository.write(listPath('git_other_list'), '// others\nbob\n');
      repository.write(
        rulePath('reads_git_old_list'),
        textOf('reads_git_old_list', { lists: ['git_other_list'] }),
      );
    },
    changes: ['create-list %git_other_list', 'add-version reads_git_old_list'],
    notices: ['list-not-declared git_old_list'],
  },
  {
    title: 'a rule is added',
    alone: true,
    rows: ['waits in git'],
    happens: ({ repository, deploy }) => {
      repository.write(rulePath('git_added'), textOf('git_added'));
      deploy('{ match: { name: git_added }, alerting: true }');
    },
    changes: ['create-rule git_added', 'set-enabled git_added on', 'set-alerting git_added on'],
  },
  {
    title: 'a rule file moves to another folder',
    rows: ['in step'],
    files: aFile('git_moved'),
    happens: ({ repository }) => {
      repository.write('rules/another/git_moved.yaral', repository.read(rulePath('git_moved')));
      repository.remove(rulePath('git_moved'));
    },
  },
];
