import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Diagnostic, Source, Span } from '../diagnostics/diagnostic.ts';
import type { Place } from '../model/environment.ts';
import { visibleLine } from '../text.ts';
import { diagnosticAt, placesIn, type Problem } from './problem.ts';
import { parseYaml, type Report } from './yaml-parse.ts';

/** From the top of a YAML file down: keys and indices. */
export type YamlPath = readonly PropertyKey[];

/** A YAML file as plain values, and where each of them stands. */
export interface YamlFile {
  readonly source: Source;
  /** Objects, arrays, strings, numbers, booleans and null; an empty file is an empty object. */
  readonly value: unknown;
  /** Whether the file itself says something there. */
  has(path: YamlPath): boolean;
  /** Where the value stands; where there is none, the place of what would hold it. */
  placeOf(path: YamlPath): Place;
  /** Where its key stands. */
  placeOfKey(path: YamlPath): Place;
}

export interface YamlReading {
  /** Undefined if there is an error: a file is read as a whole or not at all. */
  readonly file: YamlFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Keys that would reach an object's prototype (reliability B5). */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads a straightened YAML text: one document, no aliases, no tags of its own, each key once. The size was
 * checked before the file was opened.
 */
export function readYaml(source: Source): YamlReading {
  const at = placesIn(source);
  const found: Diagnostic[] = [];
  const report: Report = (span, message, hint) => {
    found.push(diagnosticAt(at(span), { id: 'yaml', message, hint }));
  };
  const top = parseYaml(source.text, report);
  const spans = new Map<string, Entry>();
  const value = top === undefined ? {} : new Converter(spans, report).convert(top, []);
  const place = (path: YamlPath, part: 'key' | 'value'): Place => {
    for (let length = path.length; length >= 0; length -= 1) {
      const entry = spans.get(keyOf(path.slice(0, length)));
      if (entry !== undefined) return at(entry[part]);
    }
    return at({ start: 0, end: 0 });
  };
  const file: YamlFile = {
    source,
    value,
    has: (path) => spans.has(keyOf(path)),
    placeOf: (path) => place(path, 'value'),
    placeOfKey: (path) => place(path, 'key'),
  };
  return { file: found.length > 0 ? undefined : file, diagnostics: found };
}

/** Says that a file has the problem at a path of it. */
export function yamlProblem(
  file: YamlFile,
  path: YamlPath,
  problem: Problem,
  part: 'key' | 'value' = 'value',
): Diagnostic {
  return diagnosticAt(part === 'key' ? file.placeOfKey(path) : file.placeOf(path), problem);
}

interface Entry {
  readonly key: Span;
  readonly value: Span;
}

/** Turns nodes into plain values and notes where each stands. */
class Converter {
  readonly #spans: Map<string, Entry>;
  readonly #report: Report;

  constructor(spans: Map<string, Entry>, report: Report) {
    this.#spans = spans;
    this.#report = report;
  }

  convert(node: ParsedNode, path: YamlPath, key?: Span): unknown {
    const value = spanOf(node);
    this.#spans.set(keyOf(path), { key: key ?? value, value });
    if (isAlias(node)) {
      this.#report(value, 'aliases are not allowed', 'write the value out, or use `extends`');
      return undefined;
    }
    if (node.tag !== undefined) {
      this.#report(value, `tags such as ${visibleLine(node.tag)} are not allowed`, 'take it out');
      return undefined;
    }
    if (isMap(node)) return this.#map(node, path);
    if (isSeq(node)) return this.#list(node, path);
    return isScalar(node) ? node.value : undefined;
  }

  #list(node: YAMLSeq<ParsedNode>, path: YamlPath): unknown[] {
    return node.items.map((item, index) => this.convert(item, [...path, index]));
  }

  #map(node: YAMLMap<ParsedNode, ParsedNode | null>, path: YamlPath): unknown {
    const made: Record<string, unknown> = {};
    const first = new Map<string, Span>();
    for (const { key, value } of node.items) {
      const span = spanOf(key);
      const name = isScalar(key) && key.value !== null ? key.source : undefined;
      if (name === undefined || key.tag !== undefined) {
        this.#report(span, 'a key must be a word');
        continue;
      }
      const before = first.get(name);
      if (before !== undefined) {
        this.#report(span, `key "${visibleLine(name)}" stands twice`, 'keep one of them');
        continue;
      }
      if (FORBIDDEN_KEYS.has(name)) {
        this.#report(span, `"${name}" cannot be a key`);
        continue;
      }
      first.set(name, span);
      const inner = [...path, name];
      if (value === null) this.#spans.set(keyOf(inner), { key: span, value: span });
      made[name] = value === null ? null : this.convert(value, inner, span);
    }
    return made;
  }
}

/** From the first to the last character that is not white space. */
function spanOf({ range: [start, end] }: ParsedNode): Span {
  return { start, end };
}

function keyOf(path: YamlPath): string {
  return path.map(String).join('\0');
}
