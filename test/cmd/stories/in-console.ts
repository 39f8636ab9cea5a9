import { expect } from 'vitest';
import { aFile, aListFile, rulePath, textOf, type Story } from './story.ts';

/** What happens in the console alone: all of it is held, and nothing is planned. */
export const IN_CONSOLE: readonly Story[] = [
  {
    title: 'a rule is turned off in the console',
    alone: true,
    rows: ['changed outside'],
    files: aFile('con_off'),
    happens: ({ console }) => console.act('con_off', 'disableLiveRule'),
    held: ['con_off changed-outside: enabled on/on/off'],
  },
  {
    title: 'a rule that was not to run is turned on in the console, and alerts',
    rows: ['changed outside'],
    files: aFile('con_on'),
    deployed: '{ match: { name: con_on }, enabled: false }',
    happens: async ({ console }) => {
      await console.act('con_on', 'enableLiveRule');
      await console.act('con_on', 'enableAlerting');
    },
    held: ['con_on changed-outside: enabled off/off/on, alerting off/off/on'],
  },
  {
    title: 'the text of a rule is edited in the console',
    alone: true,
    rows: ['changed outside'],
    files: aFile('con_edited'),
    happens: ({ console }) => console.edit('con_edited', textOf('con_edited', { threshold: 99 })),
    held: ['con_edited changed-outside: text'],
  },
  {
    title: 'a rule is saved in the console with other line ends, and without the last one',
    rows: ['in step'],
    files: aFile('con_line_ends'),
    happens: ({ console }) =>
      console.edit('con_line_ends', textOf('con_line_ends').trimEnd().replaceAll('\n', '\r\n')),
  },
  {
    title: 'a rule goes back to an older version in the console',
    alone: true,
    rows: ['changed outside'],
    was: aFile('con_back'),
    files: aFile('con_back', { threshold: 2 }),
    happens: ({ console }) => console.edit('con_back', textOf('con_back')),
    held: ['con_back changed-outside: text'],
  },
  {
    title: 'a rule is archived in the console',
    alone: true,
    rows: ['changed outside'],
    files: aFile('con_archived'),
    happens: async ({ console }) => {
      await console.act('con_archived', 'disableLiveRule');
      await console.act('con_archived', 'archive');
    },
    held: ['con_archived changed-outside: archived off/off/on'],
  },
  {
    title: 'a list is edited in the console',
    alone: true,
    rows: ['changed outside'],
    files: aListFile('con_list', ['alice']),
    happens: ({ console }) => console.editList('con_list', ['alice', 'mallory']),
    held: ['%con_list changed-outside: content'],
  },
  {
    title: 'a list is emptied in the console',
    alone: true,
    rows: ['changed outside'],
    files: aListFile('con_emptied', ['alice']),
    happens: ({ console }) => console.editList('con_emptied', []),
    held: ['%con_emptied changed-outside: content'],
  },
  {
    title: 'a rule is created in the console, and nothing in git has its name',
    alone: true,
    rows: ['unmanaged'],
    happens: async ({ console }) => {
      await console.create(textOf('con_created', { threshold: 5 }));
    },
    unmanaged: ['con_created'],
  },
  {
    title: 'a rule is created in the console and made to alert, and another one is archived',
    rows: ['unmanaged'],
    happens: async ({ console }) => {
      await console.create(textOf('con_alerting'));
      await console.act('con_alerting', 'enableAlerting');
      await console.create(textOf('con_created_archived'));
      await console.act('con_created_archived', 'disableLiveRule');
      await console.act('con_created_archived', 'archive');
    },
    unmanaged: ['con_alerting'],
  },
  {
    title: 'a rule is deleted in the console',
    alone: true,
    rows: ['changed outside'],
    files: aFile('con_deleted'),
    happens: ({ console }) => console.remove('con_deleted'),
    held: ['con_deleted deleted-outside: exists on/on/off'],
  },
  {
    title: 'a rule is given another name in the console',
    rows: ['changed outside', 'unmanaged'],
    files: aFile('con_named'),
    happens: ({ console }) => console.edit('con_named', textOf('con_renamed')),
    held: ['con_named deleted-outside: exists on/on/off'],
    unmanaged: ['con_renamed'],
  },
  {
    title: 'a second rule of one name is created in the console',
    rows: ['changed outside'],
    files: aFile('con_twice'),
    happens: async ({ console }) => {
      await console.create(textOf('con_twice', { threshold: 3 }));
    },
    held: ['[con_twice duplicate-name]'],
    check: (_before, after) => {
      const twins = Object.values(after.rules).filter(({ name }) => name === 'con_twice');
      expect(twins.map(({ live }) => live)).toEqual([true, true]);
    },
  },
  {
    title: 'a deleted rule is created again in the console, with the very text of git',
    rows: ['in step'],
    files: aFile('con_replaced'),
    happens: async ({ console, repository }) => {
      await console.remove('con_replaced');
      await console.create(repository.read(rulePath('con_replaced')));
    },
  },
];
