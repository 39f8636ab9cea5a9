import type { Tone } from './styled.ts';

/** What a plan does to one object, said by its gravest or most telling change. */
export const DEEDS = [
  'create',
  'update',
  'rename',
  'unarchive',
  'promote',
  'demote',
  'archive',
] as const;
export type Deed = (typeof DEEDS)[number];

/** The signs of a terminal text. */
export interface Symbols {
  readonly deeds: Readonly<Record<Deed, string>>;
  readonly held: string;
  readonly becomes: string;
  readonly dot: string;
  readonly more: string;
  readonly tab: string;
  readonly broken: string;
}

const UNICODE: Symbols = {
  deeds: {
    create: '+',
    update: '~',
    rename: '→',
    unarchive: '↺',
    promote: '↑',
    demote: '↓',
    archive: 'x',
  },
  held: '!',
  becomes: '→',
  dot: '·',
  more: '…',
  tab: '→   ',
  broken: '┆',
};

const ASCII: Symbols = {
  deeds: {
    create: '+',
    update: '~',
    rename: '>',
    unarchive: '<',
    promote: '^',
    demote: 'v',
    archive: 'x',
  },
  held: '!',
  becomes: '->',
  dot: '|',
  more: '...',
  tab: '>   ',
  broken: ':',
};

/** `--no-unicode` gives signs of ASCII only; what strangers wrote stays as it is. */
export function symbolsFor(unicode: boolean): Symbols {
  return unicode ? UNICODE : ASCII;
}

export const DEED_TONES: Readonly<Record<Deed, Tone>> = {
  create: 'added',
  update: 'changed',
  rename: 'renamed',
  unarchive: 'promoted',
  promote: 'promoted',
  demote: 'demoted',
  archive: 'archived',
};

/** For the legend. */
export const DEED_LEGENDS: Readonly<Record<Deed, string>> = {
  create: 'create',
  update: 'new version',
  rename: 'rename',
  unarchive: 'unarchive',
  promote: 'promote',
  demote: 'demote',
  archive: 'archive',
};
