/** The claims of a token, by their names. */
export type Claims = Readonly<Record<string, string>>;

/**
 * Whether claims meet an attribute condition of an identity provider. Reads the part of CEL that such conditions need:
 * `assertion.x == 'y'`, `!=`, `assertion.x in ['y', 'z']`, `&&`, `||` and parentheses. A claim that is missing is an
 * error in CEL and thus a no; anything that cannot be read is an error here, never a yes.
 */
export function meets(condition: string, claims: Claims): boolean {
  const tokens = [...condition.matchAll(TOKEN)]
    .map(([token]) => token)
    .filter((one) => /\S/.test(one));
  if (tokens.join('') !== condition.replaceAll(BETWEEN_TOKENS, '$1')) refuse(condition);
  const reader = { tokens, at: 0 };
  const met = either(reader, claims);
  if (reader.at !== tokens.length) refuse(condition);
  return met;
}

const TOKEN = /"[^"\\]*"|'[^'\\]*'|&&|\|\||==|!=|[()[\],]|assertion\.\w+|\bin\b|\s+/g;

/** Spaces that stand outside of texts. */
const BETWEEN_TOKENS = /("[^"]*"|'[^']*')|\s+/g;

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function either(reader: Reader, claims: Claims): boolean {
  let met = both(reader, claims);
  while (take(reader, '||')) met = both(reader, claims) || met;
  return met;
}

function both(reader: Reader, claims: Claims): boolean {
  let met = term(reader, claims);
  while (take(reader, '&&')) met = term(reader, claims) && met;
  return met;
}

function term(reader: Reader, claims: Claims): boolean {
  if (take(reader, '(')) {
    const met = either(reader, claims);
    need(reader, ')');
    return met;
  }
  const found = claims[/^assertion\.(\w+)$/.exec(next(reader))?.[1] ?? refuse('no claim')];
  const operator = next(reader);
  if (operator === '==') return text(reader) === found;
  if (operator === '!=') {
    const other = text(reader);
    return found !== undefined && found !== other;
  }
  if (operator !== 'in') refuse(operator);
  need(reader, '[');
  const among = [text(reader)];
  while (take(reader, ',')) among.push(text(reader));
  need(reader, ']');
  return found !== undefined && among.includes(found);
}

function text(reader: Reader): string {
  return /^["'](.*)["']$/.exec(next(reader))?.[1] ?? refuse('no text');
}

function next(reader: Reader): string {
  const token = reader.tokens[reader.at];
  reader.at += 1;
  return token ?? refuse('the end');
}

function take(reader: Reader, token: string): boolean {
  if (reader.tokens[reader.at] !== token) return false;
  reader.at += 1;
  return true;
}

function need(reader: Reader, token: string): void {
  if (!take(reader, token)) refuse(token);
}

function refuse(what: string): never {
  throw new Error(`this is no condition that can be read: ${what}`);
}
