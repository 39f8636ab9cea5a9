import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** What an expression may look at. */
export interface Scope {
  /** `github`, `needs`, `matrix`, …: plain values. */
  readonly contexts: Readonly<Record<string, unknown>>;
  /** What the status functions answer. */
  readonly success: boolean;
  readonly failure: boolean;
  readonly cancelled: boolean;
  /** `hashFiles`: empty where nothing matches. */
  readonly hashFiles: (patterns: readonly string[]) => string;
}

const CONTEXTS = [
  'github',
  'needs',
  'matrix',
  'strategy',
  'inputs',
  'steps',
  'env',
  'job',
  'runner',
  'vars',
  'secrets',
];

const STATUS = /\b(success|failure|always|cancelled)\s*\(/i;

/** The value of one expression, without its braces. */
export function evaluate(expression: string, scope: Scope): unknown {
  const functions = functionsOf(scope);
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, CONTEXTS, [...functions.values()]).parse();
  const contexts = new data.Dictionary(
    ...CONTEXTS.map((key) => ({ key, value: dataOf(scope.contexts[key] ?? null) })),
  );
  return plain(new Evaluator(tree, contexts, functions).evaluate());
}

/** A value of a workflow with its expressions replaced; one that is nothing but an expression keeps its type. */
export function fill(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((one) => fill(one, scope));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]: [string, unknown]) => [key, fill(one, scope)]),
    );
  }
  if (typeof value !== 'string') return value;
  const [whole, only] = /^\s*\$\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(value) ?? [];
  if (whole !== undefined) return evaluate(only ?? '', scope);
  return value.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, inner: string) =>
    asText(evaluate(inner, scope)),
  );
}

/** The same as text, as inputs and variables take it. */
export function fillText(value: unknown, scope: Scope): string {
  return asText(fill(value, scope));
}

/** Whether a job or step runs: without a function of its own it does only if all went well before. */
export function holds(condition: string | boolean | undefined, scope: Scope): boolean {
  const text = condition === undefined ? '' : String(condition);
  const expression = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(text)?.[1] ?? text;
  if (expression.trim() === '') return scope.success;
  const value = truthy(evaluate(expression, scope));
  return STATUS.test(expression) ? value : scope.success && value;
}

const say =
  (value: boolean): (() => data.ExpressionData) =>
  () =>
    new data.BooleanData(value);

function functionsOf(scope: Scope): ConstructorParameters<typeof Evaluator>[2] & object {
  const table = [
    { name: 'success', minArgs: 0, maxArgs: 0, call: say(scope.success) },
    { name: 'failure', minArgs: 0, maxArgs: 0, call: say(scope.failure) },
    { name: 'cancelled', minArgs: 0, maxArgs: 0, call: say(scope.cancelled) },
    { name: 'always', minArgs: 0, maxArgs: 0, call: say(true) },
    {
      name: 'hashFiles',
      minArgs: 1,
      maxArgs: 255,
      call: (...patterns: data.ExpressionData[]) =>
        new data.StringData(scope.hashFiles(patterns.map((one) => one.coerceString()))),
    },
  ];
  return new Map(table.map((one) => [one.name.toLowerCase(), one]));
}

function dataOf(value: unknown): data.ExpressionData {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- that is what the package's reviver makes
  return JSON.parse(JSON.stringify(value), data.reviver) as data.ExpressionData;
}

function plain(value: data.ExpressionData): unknown {
  return JSON.parse(JSON.stringify(value, data.replacer));
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function truthy(value: unknown): boolean {
  return value !== null && value !== false && value !== 0 && value !== '';
}
