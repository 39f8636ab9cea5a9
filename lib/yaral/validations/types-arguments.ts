import type { Expression } from '../ast.ts';
import type { CheckContext } from '../check.ts';
import type { Parameter, ValueWord } from '../functions-signature.ts';
import { ungrouped } from '../symbols-names.ts';
import { isNumber, type Type } from '../types.ts';

/** Whether a parameter takes an argument. What is reported elsewhere is taken. */
export function isAccepted(
  { takes, role }: Parameter,
  argument: Expression,
  context: CheckContext,
): boolean {
  const expression = ungrouped(argument);
  const type = context.typeOf(expression);
  if (type.kind === 'unknown') return true;
  if (type.kind === 'message') return takes !== 'repeated field' || isRepeated(expression, context);
  // A variable that stands with and without a field is reported as that.
  if (type.kind === 'event') return context.symbols.index.sectionOf(argument) === 'events';
  if (takes === 'repeated field')
    return isRepeated(expression, context) || isOutcome(expression, context);
  if (takes.startsWith('list')) return type.kind === 'list' || isRepeated(expression, context);
  if (type.kind === 'regex') return role === 'regex';
  // The name of an enumerator is text, but for patterns (yara-l §3.2).
  if (type.kind === 'enum')
    return role === undefined && !isPatternSubject(argument, context) && TEXTS.has(takes);
  return KINDS[takes]?.includes(type.kind) ?? true;
}

function isRepeated(expression: Expression, { fieldOf }: CheckContext): boolean {
  if (expression.kind !== 'path') return false;
  const { found, repeated } = fieldOf(expression);
  return repeated || found === undefined || found.fault !== undefined || found.map;
}

/** `arrays.length` of an outcome is said to be wrong by a check of its own. */
function isOutcome(expression: Expression, { symbols }: CheckContext): boolean {
  return expression.kind === 'variable' && symbols.outcomes.has(expression.name);
}

function isPatternSubject(argument: Expression, { symbols }: CheckContext): boolean {
  const parent = symbols.index.parentOf(argument);
  return parent?.kind === 'call' && parent.name.startsWith('re.');
}

const TEXTS: ReadonlySet<ValueWord> = new Set<ValueWord>([
  'string',
  'text',
  'value',
  'string or bytes',
  'string or int',
]);

const NUMBERS: readonly Type['kind'][] = ['int', 'uint', 'float'];
const SCALARS: readonly Type['kind'][] = [...NUMBERS, 'string', 'bytes', 'bool'];

/** Bytes stand for their base64 text; whether a quotient counts as whole is the service's business. */
const KINDS: Partial<Record<ValueWord, readonly Type['kind'][]>> = {
  string: ['string', 'bytes'],
  text: [...NUMBERS, 'string', 'bytes'],
  'string or bytes': ['string', 'bytes'],
  'string or int': [...NUMBERS, 'string'],
  int: NUMBERS,
  number: NUMBERS,
  float: NUMBERS,
  bool: ['bool'],
  bytes: ['bytes'],
  value: [...SCALARS, 'list'],
  timestamp: [],
};

/** What a parameter takes, in words with an article. */
export function wordName(word: ValueWord): string {
  return WORDS[word] ?? `a ${word}`;
}

const WORDS: Partial<Record<ValueWord, string>> = {
  int: 'an integer',
  bool: 'a boolean',
  bytes: 'bytes',
  text: 'a string or a number',
  value: 'a single value',
  timestamp: 'a field of type Timestamp, not its seconds',
};

/** Whether a type is one of the numbers, or not known. */
export function mayBeNumber(type: Type): boolean {
  return isNumber(type) || type.kind === 'unknown' || type.kind === 'message';
}
