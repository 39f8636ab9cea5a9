import { isNumber, type Type } from './types.ts';

/** Why two values cannot be compared, or that nobody documents it (yara-l §3.2). */
export type ComparisonFault =
  | 'incompatible'
  /** A pattern against what is no text. */
  | 'regex'
  | 'regex-enum'
  /** `<` and its like against what has no order. */
  | 'unordered'
  /** Text with `<` and its like. */
  | 'undocumented';

/** The comparison table. `literal` says that one side is a string literal: enums are compared with those by name. */
export function compareTypes(
  operator: string,
  left: Type,
  right: Type,
  { literal }: { readonly literal: boolean },
): ComparisonFault | undefined {
  if (absorbs(left) || absorbs(right)) return undefined;
  if (left.kind === 'regex' || right.kind === 'regex') return matching(operator, left, right);
  const ordered = operator !== '=' && operator !== '!=';
  if (ordered && (UNORDERED.has(left.kind) || UNORDERED.has(right.kind))) return 'unordered';
  if (!comparable(left, right)) return 'incompatible';
  if (!ordered) return undefined;
  if (left.kind === 'enum' || right.kind === 'enum') {
    return sameEnum(left, right) || literal ? undefined : 'incompatible';
  }
  return left.kind === 'string' ? 'undocumented' : undefined;
}

/** What has been reported elsewhere, or what only the service knows. */
function absorbs({ kind }: Type): boolean {
  return kind === 'unknown' || kind === 'message' || kind === 'event';
}

function matching(operator: string, left: Type, right: Type): ComparisonFault | undefined {
  const text = left.kind === 'regex' ? right : left;
  if (operator !== '=' && operator !== '!=') return 'unordered';
  if (text.kind === 'enum') return 'regex-enum';
  return text.kind === 'string' ? undefined : 'regex';
}

const UNORDERED: ReadonlySet<Type['kind']> = new Set<Type['kind']>(['bool', 'bytes', 'list']);

/** Numbers with numbers, text with text, and with enums by name; bytes with their base64 text. */
function comparable(left: Type, right: Type): boolean {
  if (isNumber(left) && isNumber(right)) return true;
  if (left.kind === right.kind) return SCALARS.has(left.kind);
  const kinds = [left.kind, right.kind];
  return kinds.includes('string') && (kinds.includes('enum') || kinds.includes('bytes'));
}

const SCALARS: ReadonlySet<Type['kind']> = new Set<Type['kind']>([
  'string',
  'bool',
  'bytes',
  'enum',
]);

function sameEnum(left: Type, right: Type): boolean {
  return left.kind === 'enum' && right.kind === 'enum' && left.name === right.name;
}
