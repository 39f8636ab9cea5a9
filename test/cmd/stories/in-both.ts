import { aFile, aListFile, listPath, rulePath, textOf, type Story } from './story.ts';

/** What happens in git and in the console at once. */
export const IN_BOTH: readonly Story[] = [
  {
    title: 'a rule is edited in git and in the console, each in its own way',
    alone: true,
    rows: ['conflict'],
    files: aFile('both_edited'),
    happens: async ({ repository, console }) => {
      repository.write(rulePath('both_edited'), textOf('both_edited', { threshold: 2 }));
      await console.edit('both_edited', textOf('both_edited', { threshold: 3 }));
    },
    held: ['both_edited conflict: text'],
  },
  {
    title: 'a rule is edited in git and in the console in the same way',
    rows: ['in step'],
    files: aFile('both_alike'),
    happens: async ({ repository, console }) => {
      repository.write(rulePath('both_alike'), textOf('both_alike', { threshold: 2 }));
      await console.edit('both_alike', textOf('both_alike', { threshold: 2 }));
    },
  },
  {
    title: 'a rule is edited in git and turned off in the console',
    alone: true,
    rows: ['waits in git', 'changed outside'],
    files: aFile('both_text_and_flag'),
    happens: async ({ repository, console }) => {
      const text = textOf('both_text_and_flag', { threshold: 2 });
      repository.write(rulePath('both_text_and_flag'), text);
      await console.act('both_text_and_flag', 'disableLiveRule');
    },
    changes: ['add-version both_text_and_flag'],
    held: ['both_text_and_flag changed-outside: enabled on/on/off'],
  },
  {
    title: 'a rule is to alert in git, and its text was edited in the console',
    rows: ['changed outside'],
    files: aFile('both_alerting'),
    happens: async ({ deploy, console }) => {
      deploy('{ match: { name: both_alerting }, alerting: true }');
      await console.edit('both_alerting', textOf('both_alerting', { threshold: 3 }));
    },
    held: ['both_alerting changed-outside: text', '[both_alerting text-held: alerting off/on/off]'],
  },
  {
    title: 'a rule is turned off in git, and its text was edited in the console',
    rows: ['waits in git', 'changed outside'],
    files: aFile('both_off'),
    happens: async ({ deploy, console }) => {
      deploy('{ match: { name: both_off }, enabled: false }');
      await console.edit('both_off', textOf('both_off', { threshold: 3 }));
    },
    changes: ['set-enabled both_off off'],
    held: ['both_off changed-outside: text'],
  },
  {
    title: 'a rule is removed in git and edited in the console',
    alone: true,
    rows: ['conflict'],
    files: aFile('both_removed_edited'),
    happens: async ({ repository, console }) => {
      repository.remove(rulePath('both_removed_edited'));
      await console.edit('both_removed_edited', textOf('both_removed_edited', { threshold: 3 }));
    },
    held: ['both_removed_edited removed-but-edited: text'],
  },
  {
    title: 'a rule is removed in git and turned off in the console',
    rows: ['removed'],
    files: aFile('both_removed_off'),
    happens: async ({ repository, console }) => {
      repository.remove(rulePath('both_removed_off'));
      await console.act('both_removed_off', 'disableLiveRule');
    },
    changes: ['archive-rule both_removed_off'],
  },
  {
    title: 'a rule is removed in git and archived in the console',
    rows: ['in step'],
    files: aFile('both_removed_archived'),
    happens: async ({ repository, console }) => {
      repository.remove(rulePath('both_removed_archived'));
      await console.act('both_removed_archived', 'disableLiveRule');
      await console.act('both_removed_archived', 'archive');
    },
  },
  {
    title: 'a rule is removed in git and deleted in the console',
    rows: ['in step'],
    files: aFile('both_removed_deleted'),
    happens: async ({ repository, console }) => {
      repository.remove(rulePath('both_removed_deleted'));
      await console.remove('both_removed_deleted');
    },
  },
  {
    title: 'a rule is renamed in git and edited in the console',
    alone: true,
    rows: ['conflict'],
    files: aFile('both_old_name'),
    happens: async ({ repository, console }) => {
      repository.remove(rulePath('both_old_name'));
      const text = textOf('both_new_name', { body: 'both_old_name', ruleId: 'id_both_old_name' });
      repository.write(rulePath('both_new_name'), text);
      await console.edit('both_old_name', textOf('both_old_name', { threshold: 3 }));
    },
    held: ['both_new_name conflict: text'],
  },
  {
    title: 'a rule is renamed in git and turned off in the console',
    rows: ['waits in git', 'changed outside'],
    files: aFile('both_named'),
    happens: async ({ repository, console }) => {
      repository.remove(rulePath('both_named'));
      const text = textOf('both_renamed', { body: 'both_named', ruleId: 'id_both_named' });
      repository.write(rulePath('both_renamed'), text);
      await console.act('both_named', 'disableLiveRule');
    },
    changes: ['rename-rule both_named → both_renamed'],
    held: ['both_renamed changed-outside: enabled on/on/off'],
  },
  {
    title: 'a rule is renamed in git and archived in the console',
    rows: ['changed outside'],
    files: aFile('both_named_archived'),
    happens: async ({ repository, console }) => {
      repository.remove(rulePath('both_named_archived'));
      const facts = { body: 'both_named_archived', ruleId: 'id_both_named_archived' };
      repository.write(rulePath('both_renamed_archived'), textOf('both_renamed_archived', facts));
      await console.act('both_named_archived', 'disableLiveRule');
      await console.act('both_named_archived', 'archive');
    },
    held: ['both_renamed_archived changed-outside: archived off/off/on'],
  },
  {
    title: 'a rule is renamed in git and deleted in the console',
    rows: ['changed outside'],
    files: aFile('both_named_deleted'),
    happens: async ({ repository, console }) => {
      repository.remove(rulePath('both_named_deleted'));
      const facts = { body: 'both_named_deleted', ruleId: 'id_both_named_deleted' };
      repository.write(rulePath('both_renamed_deleted'), textOf('both_renamed_deleted', facts));
      await console.remove('both_named_deleted');
    },
    held: ['both_renamed_deleted deleted-outside: exists on/on/off'],
  },
  {
    title: 'a list is edited in git and in the console, each in its own way',
    rows: ['conflict'],
    files: aListFile('both_list', ['alice']),
    happens: async ({ repository, console }) => {
      repository.write(listPath('both_list'), '// about both_list\nalice\nbob\n');
      await console.editList('both_list', ['alice', 'mallory']);
    },
    held: ['%both_list conflict: content'],
  },
  {
    title: 'a list is edited in git and in the console in the same way',
    rows: ['in step'],
    files: aListFile('both_list_alike', ['alice']),
    happens: async ({ repository, console }) => {
      repository.write(listPath('both_list_alike'), '// about both_list_alike\nalice\nbob\n');
      await console.editList('both_list_alike', ['alice', 'bob']);
    },
  },
  {
    title: 'a rule is added in git, and somebody else has another one of that name',
    alone: true,
    rows: ["somebody's rule"],
    happens: async ({ repository, console }) => {
      repository.write(rulePath('both_added'), textOf('both_added'));
      await console.create(textOf('both_added', { threshold: 9 }));
    },
    held: ['[both_added somebody-elses: text]'],
  },
  {
    title: 'a rule is added in git, and somebody else has one of that name that alerts',
    rows: ["somebody's rule"],
    happens: async ({ repository, console }) => {
      repository.write(rulePath('both_added_alerting'), textOf('both_added_alerting'));
      await console.create(textOf('both_added_alerting', { threshold: 9 }));
      await console.act('both_added_alerting', 'enableAlerting');
    },
    held: ['[both_added_alerting somebody-elses: text, alerting –/off/on]'],
  },
  {
    title: 'a list is added in git, and somebody else has another one of that name',
    rows: ["somebody's rule"],
    files: aFile('reads_both_new_list'),
    happens: async ({ repository, console }) => {
      repository.write(listPath('both_new_list'), '// ours\nalice\n');
      repository.write(
        rulePath('reads_both_new_list'),
        textOf('reads_both_new_list', { lists: ['both_new_list'] }),
      );
      await console.createList('both_new_list', ['mallory']);
    },
    changes: ['add-version reads_both_new_list'],
    held: ['[%both_new_list somebody-elses: content]'],
  },
  {
    title: 'a rule is added in git, and stands in the tenant already, not turned on',
    alone: true,
    rows: ['our own create, interrupted'],
    happens: async ({ repository, console }) => {
      repository.write(rulePath('both_created'), textOf('both_created'));
      await console.create(textOf('both_created'));
      await console.act('both_created', 'disableLiveRule');
    },
    changes: ['set-enabled both_created on'],
  },
  {
    title: 'an alerting rule is added in git, and stands in the tenant already, turned on',
    rows: ['our own create, interrupted'],
    happens: async ({ repository, console, deploy }) => {
      repository.write(rulePath('both_created_alerting'), textOf('both_created_alerting'));
      deploy('{ match: { name: both_created_alerting }, alerting: true }');
      await console.create(textOf('both_created_alerting'));
    },
    changes: ['set-alerting both_created_alerting on'],
  },
];
