import type { Memory, RememberedObject } from '../model/memory.ts';
import { UserError } from '../errors.ts';
import { compareText } from '../text.ts';
import { sha256 } from './hash.ts';
import { encodeValue, formatLine, parseLine, type Fields } from './memory-line.ts';
import { objectFields, OPTIONAL_FIELDS, readObject } from './memory-object.ts';

/** The reference list (kind string) in which a tenant remembers what it was given. No rule may want a list of this name. */
export const CHRON_APPLIED = 'chron_applied';

/** The description of that list, for whoever meets it in the console. */
export const CHRON_APPLIED_DESCRIPTION =
  'What chron gave this tenant, one repository a block. Do not edit: without it chron asks before it changes anything';

/** What a reading of the list came to: no memory without `unreadable` is a first contact. */
export interface MemoryReading {
  readonly memory: Memory | undefined;
  /** Why this repository's lines could not be read, for people. May hold words from the tenant. */
  readonly unreadable?: string;
}

/**
 * Reads this repository's memory out of the lines of `chron_applied`, in whatever order they come. All or nothing:
 * the header counts and sums up the lines, so a memory that somebody cut or edited is unreadable, never
 * another memory. Lines of others, and lines that are not chron's, mean nothing here.
 */
export function readMemory(lines: readonly string[], repository: string): MemoryReading {
  const own = lines.filter(ownLines(repository)).map((line) => line.trim());
  if (own.length === 0) return { memory: undefined };
  const parsed = own.map((line) => ({ line, ...parseLine(line) }));
  const foreign = parsed.find(({ format }) => format !== '1');
  if (foreign !== undefined) {
    return foreign.format === undefined
      ? unreadable('a line is not in the form in which chron writes it')
      : unreadable(`it was written by another chron, in format ${foreign.format}`);
  }
  const headers = parsed.filter(({ fields }) => fields?.has('applied') === true);
  const [header] = headers;
  if (header?.fields === undefined || headers.length > 1) {
    return unreadable(`it has ${headers.length} first lines instead of one`);
  }
  const rest = parsed.filter((one) => one !== header);
  if (header.fields.get('sum') !== sumOf(own)) {
    return unreadable('its lines are not the ones that chron wrote');
  }
  const objects = rest.map(({ fields }) => (fields === undefined ? undefined : readObject(fields)));
  const whole = objects.filter((object) => object !== undefined);
  const memory = memoryFrom(header.fields, whole);
  return memory === undefined || whole.length < objects.length
    ? unreadable('a line lacks what it must have')
    : { memory };
}

/**
 * The lines of `chron_applied` with this memory in place of what the repository had there. Lines of others stay as
 * they are, byte for byte and in order. Throws a UserError where a name is too long to be written down.
 */
export function writeMemory(lines: readonly string[], memory: Memory): readonly string[] {
  const objects = memory.objects
    .map((object) => written(objectFields(memory.repository, object), object.name))
    .toSorted(compareText);
  const head = [
    ['repo', memory.repository],
    ['applied', memory.time.toISOString()],
    ['env', memory.environment],
    ['commit', memory.commit],
    ['by', memory.identity.slice(0, LONGEST_IDENTITY)],
  ] as const;
  const sum = sumOf([written(head, memory.repository), ...objects]);
  const header = written([...head, ['sum', sum]], memory.repository);
  const isOwn = ownLines(memory.repository);
  const at = lines.findIndex(isOwn);
  const others = (some: readonly string[]): readonly string[] =>
    some.filter((line) => !isOwn(line));
  const before = at < 0 ? lines : lines.slice(0, at);
  const after = at < 0 ? [] : lines.slice(at);
  return [...others(before), header, ...objects, ...others(after)];
}

/** By which a change of this repository's memory is noticed: a hash of its lines as they are, readable or not. */
export function memoryHash(lines: readonly string[], repository: string): string {
  return sha256(lines.filter(ownLines(repository)).toSorted(compareText).join('\n'));
}

/** An identity is an e-mail address; whatever else comes is cut, so that the line stays short enough. */
const LONGEST_IDENTITY = 400;

function written(
  fields: readonly (readonly [key: string, value: string | undefined])[],
  name: string,
): string {
  const line = formatLine(fields, OPTIONAL_FIELDS);
  if (line !== undefined) return line;
  throw new UserError(`the name "${name.slice(0, 60)}…" is too long to be remembered by a tenant`, {
    hint: 'give it a shorter name; 128 characters are enough',
  });
}

/** Sums up all of a repository's lines, in any order; the sum itself, which stands in one of them, left out. */
function sumOf(lines: readonly string[]): string {
  const summed = lines.map((line) => line.replace(/ sum=\S*/, '')).toSorted(compareText);
  return `${lines.length}.${sha256(summed.join('\n')).slice(0, 32)}`;
}

/** Tells the lines, of any format of chron's, that begin with this repository. */
function ownLines(repository: string): (line: string) => boolean {
  const encoded = encodeValue(repository);
  return (line) => /^\s*chron\d+ repo=(\S*)/.exec(line)?.[1] === encoded;
}

function memoryFrom(fields: Fields, objects: readonly RememberedObject[]): Memory | undefined {
  const [repository, environment, identity, applied, commit] = [
    'repo',
    'env',
    'by',
    'applied',
    'commit',
  ].map((key) => fields.get(key));
  if (repository === undefined || environment === undefined || identity === undefined)
    return undefined;
  const time = new Date(applied ?? '');
  if (Number.isNaN(time.getTime())) return undefined;
  return {
    repository,
    environment,
    time,
    identity,
    objects,
    ...(commit === undefined ? {} : { commit }),
  };
}

function unreadable(reason: string): MemoryReading {
  return { memory: undefined, unreadable: reason };
}
