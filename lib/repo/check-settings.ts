// The small form of zod: every check of a file reads these settings, and must begin at once.
import * as z from 'zod/mini';
import { nearest } from '../text.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { FileTree } from './file-tree.ts';
import { LIMITS } from './layout.ts';
import type { Problem } from './problem.ts';
import { readText } from './read-text.ts';
import { checkShape, type ShapeWords } from './shape.ts';
import { readYaml, yamlProblem, type YamlFile } from './yaml-file.ts';

const SEVERITIES = ['off', 'info', 'warning', 'error'] as const;

const ID = z.string().check(z.regex(/^[A-Z]{2,6}[0-9]{3}$/));

const COUNT = z.int().check(z.gte(0));

/** The shape of rules/check.yaml. Everything may be left out. */
export const checkSchema = z
  .strictObject({
    lints: z
      .optional(z.record(ID, z.enum(SEVERITIES)))
      .check(
        z.describe('How loud each piece of advice is, by its id: off, info, warning or error.'),
      ),
    lenient: z
      .optional(z.array(ID))
      .check(z.describe('Ids of checks that this repository wants as warnings instead of errors.')),
    minCases: z
      .optional(
        z.strictObject({
          firing: z
            .optional(COUNT)
            .check(z.describe('Test cases that must give a detection, for every rule.')),
          silent: z
            .optional(COUNT)
            .check(z.describe('Test cases that must give none, for every rule.')),
        }),
      )
      .check(z.describe('How many test cases every rule must have.')),
  })
  .check(z.describe('How strict chron is with the rules of this repository.'));

const WORDS: ShapeWords = {
  what: 'rules/check.yaml',
  nouns: {
    '': 'a map of keys',
    'lints.*': `one of ${SEVERITIES.join(', ')}`,
    'lints.* key': 'the id of a piece of advice such as CHR001',
    'lenient.*': 'the id of a check such as TYP003',
    'minCases.firing': 'a whole number, 0 or more',
    'minCases.silent': 'a whole number, 0 or more',
  },
};

/** How strict a repository wants to be, defaults filled in: nothing is changed, no test case is demanded. */
export interface CheckSettings {
  readonly lints: ReadonlyMap<string, (typeof SEVERITIES)[number]>;
  readonly lenient: readonly string[];
  readonly minCases: { readonly firing: number; readonly silent: number };
}

const DEFAULTS: CheckSettings = {
  lints: new Map(),
  lenient: [],
  minCases: { firing: 0, silent: 0 },
};

export interface CheckSettingsReading {
  /** Undefined if there is an error. */
  readonly settings: CheckSettings | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/** The ids that settings may name, by what can be said of them. Who does not look for advice and checks need not know any. */
export interface SettableIds {
  /** Advice, and warnings and infos of the checker: how loud each is can be set. */
  readonly lints: ReadonlySet<string>;
  /** What can be an error of the checker: each can be a warning. */
  readonly lenient: ReadonlySet<string>;
  /** Of texts that are not the language: no service takes them, however they are called here. */
  readonly fixed: ReadonlySet<string>;
}

/** Reads rules/check.yaml; without one the defaults count. An id that is not among `ids` is an error. */
export async function readCheckSettings(
  tree: FileTree,
  ids?: SettableIds,
): Promise<CheckSettingsReading> {
  const entry = (await tree.list('rules')).find(({ path }) => path === 'rules/check.yaml');
  if (entry === undefined) return { settings: DEFAULTS, diagnostics: [], texts: new Map() };
  const { text, diagnostic } = await readText(tree, entry, LIMITS.yamlBytes);
  if (text === undefined) {
    return { settings: undefined, diagnostics: [diagnostic], texts: new Map() };
  }
  const texts = new Map([[entry.path, text]]);
  const { file, diagnostics } = readYaml({ path: entry.path, text });
  if (file === undefined) return { settings: undefined, diagnostics, texts };
  const { value, diagnostics: misfits } = checkShape(file, checkSchema, WORDS);
  if (value === undefined) return { settings: undefined, diagnostics: misfits, texts };
  const misplaced = ids === undefined ? [] : strangeIds(value, ids, file);
  if (misplaced.length > 0) return { settings: undefined, diagnostics: misplaced, texts };
  return {
    settings: {
      lints: new Map(Object.entries(value.lints ?? {})),
      lenient: value.lenient ?? DEFAULTS.lenient,
      minCases: {
        firing: value.minCases?.firing ?? DEFAULTS.minCases.firing,
        silent: value.minCases?.silent ?? DEFAULTS.minCases.silent,
      },
    },
    diagnostics: [],
    texts,
  };
}

/** Ids that would change nothing: there is no such one, or it belongs to the other key. */
function strangeIds(
  { lints = {}, lenient = [] }: z.infer<typeof checkSchema>,
  ids: SettableIds,
  file: YamlFile,
): readonly Diagnostic[] {
  return [
    ...Object.keys(lints).flatMap((id) =>
      ids.lints.has(id)
        ? []
        : [
            yamlProblem(
              file,
              ['lints', id],
              strange(id, ids.lints, { fixed: ids.fixed, there: ids.lenient, move: LENIENT }),
              'key',
            ),
          ],
    ),
    ...lenient.flatMap((id, index) =>
      ids.lenient.has(id)
        ? []
        : [
            yamlProblem(
              file,
              ['lenient', index],
              strange(id, ids.lenient, { fixed: ids.fixed, there: ids.lints, move: LINTS }),
            ),
          ],
    ),
  ];
}

const LENIENT = 'it is an error: put it under `lenient` to have it as a warning';
const FIXED = 'it says that a text is not the language, and no service takes such a text';
const LINTS = 'it is no error: say under `lints` how loud it is to be';

function strange(
  id: string,
  here: ReadonlySet<string>,
  {
    fixed,
    there,
    move,
  }: {
    readonly fixed: ReadonlySet<string>;
    readonly there: ReadonlySet<string>;
    readonly move: string;
  },
): Problem {
  if (fixed.has(id)) {
    return { id: 'wrong-value', message: `${id} cannot be set here`, hint: FIXED };
  }
  if (there.has(id)) {
    return { id: 'wrong-value', message: `${id} cannot be set here`, hint: move };
  }
  const meant = nearest(id, here);
  return {
    id: 'wrong-value',
    message: `there is nothing with the id ${id}`,
    hint: meant === undefined ? 'see `chron explain`' : `did you mean ${meant}?`,
  };
}
