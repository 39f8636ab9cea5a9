import {
  $ZodArray,
  $ZodObject,
  $ZodOptional,
  $ZodRecord,
  safeParse,
  type $ZodIssue,
  type $ZodType,
} from 'zod/v4/core';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compareDiagnostics } from '../diagnostics/reporter.ts';
import { nearest, visibleLine } from '../text.ts';
import type { Problem } from './problem.ts';
import { yamlProblem, type YamlFile, type YamlPath } from './yaml-file.ts';

/** What a shape says of itself where a file breaks it. Paths are dotted, with `*` for an index or a free key; `<path> key` is the free key itself. */
export interface ShapeWords {
  /** What the file is, with its article: `an environment`. */
  readonly what: string;
  /** What stands at a path, where the type alone does not say it: `a share such as 30%`. */
  readonly nouns: Readonly<Record<string, string>>;
  /** Answers that a value or key deserves for itself. The value of an unknown key is given too. */
  readonly special?: (path: string, value: unknown) => Problem | undefined;
}

/** Lays a file over its shape. All that does not fit is reported, at its own place. */
export function checkShape<T>(
  file: YamlFile,
  schema: $ZodType<T>,
  words: ShapeWords,
): { readonly value: T | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const { success, data, error } = safeParse(schema, file.value);
  if (success) return { value: data, diagnostics: [] };
  const diagnostics = error.issues.flatMap((issue): Diagnostic[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const path = [...issue.path, key];
        const problem =
          words.special?.(dotted(schema, path), valueAt(file.value, path)) ??
          unknownKey(key, issue.path, schema, words);
        return yamlProblem(file, path, problem, 'key');
      });
    }
    if (issue.code === 'invalid_key') {
      const key = String(issue.path.at(-1));
      const noun = words.nouns[`${dotted(schema, issue.path)} key`] ?? 'a key that belongs here';
      const message = `expected ${noun}, but this is ${shown(key)}`;
      return [yamlProblem(file, issue.path, { id: 'wrong-value', message }, 'key')];
    }
    const value = valueAt(file.value, issue.path);
    const path = dotted(schema, issue.path);
    const problem = words.special?.(path, value) ?? misfit(issue, value, words.nouns[path]);
    return [yamlProblem(file, issue.path, problem)];
  });
  return { value: undefined, diagnostics: diagnostics.toSorted(compareDiagnostics) };
}

function unknownKey(key: string, at: YamlPath, schema: $ZodType, { what }: ShapeWords): Problem {
  const known = Object.keys(shapeAt(schema, at) ?? {});
  const meant = nearest(key, known);
  const holder = at.filter((step) => typeof step === 'string').at(-1);
  return {
    id: 'unknown-key',
    message: `"${visibleLine(key)}" is not a key of ${holder === undefined ? what : `\`${holder}\``}`,
    hint: meant === undefined ? `keys are ${known.join(', ')}` : `did you mean ${meant}?`,
  };
}

function misfit(issue: $ZodIssue, value: unknown, noun: string | undefined): Problem {
  const words = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  const expected = noun ?? (words.length > 0 ? oneOf(words) : typeNoun(issue));
  const meant = typeof value === 'string' ? nearest(value, words) : undefined;
  return {
    id: 'wrong-value',
    message: `expected ${expected}, but this is ${shown(value)}`,
    hint: meant === undefined ? undefined : `did you mean ${meant}?`,
  };
}

function oneOf(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? '') : `one of ${words.join(', ')}`;
}

const TYPE_NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
  int: 'a whole number',
  number: 'a number',
};

function typeNoun(issue: $ZodIssue): string {
  if (issue.code === 'invalid_type') return TYPE_NOUNS[issue.expected] ?? issue.expected;
  if (issue.code === 'too_small') return `at least ${String(issue.minimum)}`;
  if (issue.code === 'too_big') return `at most ${String(issue.maximum)}`;
  return 'something else';
}

/** A value as a message names it. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a map of keys';
  if (typeof value !== 'string') return JSON.stringify(value);
  const line = visibleLine(value);
  return `"${line.length > 60 ? `${line.slice(0, 60)}…` : line}"`;
}

function valueAt(value: unknown, path: YamlPath): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Reflect.get(at, step);
  }
  return at;
}

/** A path in the notation of the words: `deployment.*.match.meta.*`. */
function dotted(schema: $ZodType, path: YamlPath): string {
  return path
    .map((step, index) =>
      typeof step === 'number' || inner(schema, path.slice(0, index)) instanceof $ZodRecord
        ? '*'
        : String(step),
    )
    .join('.');
}

function shapeAt(schema: $ZodType, path: YamlPath): Readonly<Record<string, unknown>> | undefined {
  const found = inner(schema, path);
  return found instanceof $ZodObject ? found['_zod'].def.shape : undefined;
}

/** The schema at a path, without the wrapper that makes it optional. */
function inner(schema: unknown, path: YamlPath): unknown {
  if (schema instanceof $ZodOptional) return inner(schema['_zod'].def.innerType, path);
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  if (schema instanceof $ZodObject) return inner(schema['_zod'].def.shape[String(step)], rest);
  if (schema instanceof $ZodArray) return inner(schema['_zod'].def.element, rest);
  if (schema instanceof $ZodRecord) return inner(schema['_zod'].def.valueType, rest);
  return undefined;
}
