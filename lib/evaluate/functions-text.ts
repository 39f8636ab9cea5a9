import { glanceAt, readPattern } from '../yaral/regex.ts';
import type { CallInput, Emit } from './emitter.ts';
import { searchPattern } from './pattern.ts';
import { list, raw, sql, text, type Sql } from './sql.ts';
import { BOOL, BYTES, INT, STRING, value, type Value } from './value.ts';

const string = (piece: Sql): Value => value(STRING, piece);
const bool = (piece: Sql): Value => value(BOOL, piece);

/** A pattern as a value: constant where it is written out, since RE2 compiles any other once a row. */
function pattern(input: CallInput, fold = input.fold): Sql {
  const literal = input.literal(1);
  if (literal !== undefined) return text(fold ? `(?i)${literal}` : literal);
  return fold ? sql`concat('(?i)', ${input.text(1)})` : input.text(1);
}

/** The group that a capture gives: the only one, or the whole match. */
function group(input: CallInput): Sql {
  const literal = input.literal(1) ?? '';
  const read = glanceAt(literal) ?? readPattern(literal);
  return raw(read.valid && read.groups > 0 ? '1' : '0');
}

function trimmed(side: 'ltrim' | 'rtrim' | 'trim'): Emit {
  return (input) => {
    const [given, call] = [input.text(0), raw(side)];
    // White space where no characters are given; nothing where they are empty (yara-l §5.2).
    if (input.size < 2) return string(sql`${call}(${given}, E' \\t\\n\\r\\f\\x0b')`);
    return string(sql`${call}(${given}, ${input.text(1)})`);
  };
}

function edge(test: 'starts_with' | 'ends_with'): Emit {
  return (input) =>
    bool(sql`(${input.text(1)} <> '' AND ${raw(test)}(${folded(input, 0)}, ${folded(input, 1)}))`);
}

function folded(input: CallInput, at: number): Sql {
  return input.fold ? sql`lower(${input.text(at)})` : input.text(at);
}

/** Regular expressions and strings, yara-l §5.1 and §5.2. `from_base64` of DuckDB needs its padding. */
export const TEXT_EMITS: Readonly<Record<string, Emit>> = {
  're.regex': (input) => {
    const literal = input.literal(1);
    const tested =
      literal === undefined ? pattern(input) : text(searchPattern(literal, input.fold));
    return bool(sql`regexp_matches(${input.text(0)}, ${tested})`);
  },
  're.capture': (input) =>
    string(sql`regexp_extract(${input.text(0)}, ${pattern(input)}, ${group(input)})`),
  're.capture_all': (input) =>
    value(
      { kind: 'list', element: STRING },
      sql`regexp_extract_all(${input.text(0)}, ${pattern(input)}, ${group(input)})`,
    ),
  're.replace': (input) =>
    string(sql`regexp_replace(${input.text(0)}, ${pattern(input)}, ${input.text(2)}, 'g')`),
  'strings.base64_decode': (input) => string(sql`base64_text(${input.text(0)})`),
  'strings.coalesce': (input) => {
    const parts = Array.from({ length: input.size }, (_, at) => sql`nullif(${input.text(at)}, '')`);
    return string(sql`coalesce(${list(parts)}, '')`);
  },
  'strings.concat': (input) =>
    string(sql`concat(${list(Array.from({ length: input.size }, (_, at) => input.text(at)))})`),
  'strings.contains': (input) => bool(sql`contains(${folded(input, 0)}, ${folded(input, 1)})`),
  'strings.count_substrings': (input) =>
    value(
      INT,
      sql`CASE WHEN ${input.text(1)} = '' THEN 0 ELSE (length(${input.text(0)}) - length(replace(${input.text(0)}, ${input.text(1)}, ''))) // length(${input.text(1)}) END`,
    ),
  'strings.ends_with': edge('ends_with'),
  'strings.starts_with': edge('starts_with'),
  'strings.extract_domain': (input) => string(sql`extract_domain(${input.text(0)})`),
  'strings.extract_hostname': (input) => string(sql`extract_hostname(${input.text(0)})`),
  'strings.from_base64': (input) => value(BYTES, sql`base64_bytes(${input.text(0)})`),
  'strings.from_hex': (input) =>
    value(BYTES, sql`to_base64(coalesce(try(unhex(${input.text(0)})), ''::BLOB))`),
  'strings.length': (input) => value(INT, sql`length(${input.text(0)})`),
  'strings.ltrim': trimmed('ltrim'),
  'strings.rtrim': trimmed('rtrim'),
  'strings.trim': trimmed('trim'),
  'strings.reverse': (input) => string(sql`reverse(${input.text(0)})`),
  'strings.split': (input) =>
    value(
      { kind: 'list', element: STRING },
      sql`string_split(${input.text(0)}, ${input.size > 1 ? input.text(1) : raw("','")})`,
    ),
  'strings.to_lower': (input) => string(sql`lower(${input.text(0)})`),
  'strings.to_upper': (input) => string(sql`upper(${input.text(0)})`),
  'strings.url_decode': (input) => string(sql`url_text(${input.text(0)})`),
};
