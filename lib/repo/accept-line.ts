import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';

/** A line that accepts noise, as it is written. `until` is a day: `2026-12-31`. */
export interface AcceptLine {
  readonly rule: string;
  /** SHA-256 (hex) of the text that is accepted. */
  readonly text: string;
  readonly reason: string;
  readonly until: string;
}

/**
 * Adds a line to `gate.accept` of an environment file. All that stands there stays, byte by byte, comments too; only
 * where the gate or its lines are written in brackets the file is written anew, its comments kept. The file must be a
 * map, and its gate, if it has one, must not be `off`.
 */
export function withAcceptLine(text: string, line: AcceptLine): string {
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'error' });
  const { contents } = document;
  if (contents !== null && !isMap(contents)) throw new Error('an environment file is a map');
  const gate = contents === null ? undefined : valueOf(contents, 'gate');
  if (gate === undefined) {
    return insert(text, text.length, ['', 'gate:', '  accept:', ...item(line, '    ')]);
  }
  const first = isMap(gate) ? gate.items[0] : undefined;
  if (isMap(gate) && gate.flow !== true && first !== undefined && isScalar(first.key)) {
    const indent = ' '.repeat(columnOf(text, startOf(first.key)));
    const accept = valueOf(gate, 'accept');
    if (accept === undefined) {
      return insert(text, lineEnd(text, endOf(gate)), [
        `${indent}accept:`,
        ...item(line, `${indent}  `),
      ]);
    }
    const one = isSeq(accept) && accept.flow !== true ? accept.items[0] : undefined;
    if (isSeq(accept) && one !== undefined) {
      const dash = text.lastIndexOf('-', startOf(one));
      const at = lineEnd(text, endOf(accept));
      return insert(text, at, item(line, ' '.repeat(columnOf(text, dash))));
    }
  }
  if (isSeq(document.getIn(['gate', 'accept']))) {
    document.addIn(['gate', 'accept'], document.createNode(line));
  } else document.setIn(['gate', 'accept'], document.createNode([line]));
  return document.toString({ lineWidth: 0 });
}

function item({ rule, text, reason, until }: AcceptLine, indent: string): readonly string[] {
  return [
    `${indent}- rule: ${rule}`,
    `${indent}  text: "${text}"`,
    `${indent}  reason: ${JSON.stringify(reason)}`,
    `${indent}  until: ${until}`,
  ];
}

function insert(text: string, at: number, lines: readonly string[]): string {
  const before = text.slice(0, at);
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  return `${before}${gap}${lines.join('\n')}\n${text.slice(at)}`;
}

/** Undefined for a key that is not there, or has nothing behind it. */
function valueOf(map: YAMLMap, name: string): unknown {
  const found = map.items.find(({ key }) => isScalar(key) && key.value === name)?.value;
  return isScalar(found) && found.value === null ? undefined : (found ?? undefined);
}

function rangeOf(node: unknown): readonly [start: number, end: number] {
  const range: unknown =
    typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  if (!Array.isArray(range)) throw new Error('a node that was parsed has its place');
  return [Number(range[0]), Number(range[1])];
}

function startOf(node: unknown): number {
  return rangeOf(node)[0];
}

function endOf(node: unknown): number {
  return rangeOf(node)[1];
}

function columnOf(text: string, at: number): number {
  return at - (text.lastIndexOf('\n', at - 1) + 1);
}

/** Behind the line in which something ends; comments and empty lines that follow belong to what comes then. */
function lineEnd(text: string, end: number): number {
  const last = text.slice(0, end).trimEnd().length;
  const next = text.indexOf('\n', last);
  return next < 0 ? text.length : next + 1;
}
