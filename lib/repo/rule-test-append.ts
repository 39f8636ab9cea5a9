import { Document, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { UdmValue } from '../model/detection.ts';

/** A case as it stands in a file. */
export interface WrittenCase {
  readonly name: string;
  readonly events: readonly UdmValue[];
  readonly entities: readonly UdmValue[];
  /** A number of detections, or what is said of each. */
  readonly expect: number | readonly UdmValue[];
}

/** Longer events are written over several lines, a field each. */
const ONE_LINE = 160;

/** A file with one case for a rule. */
export function newRuleTest(rule: string, written: WrittenCase): string {
  return `rule: ${scalar(rule)}\n\ncases:\n${itemText(written, '  ')}`;
}

/**
 * Puts a case at the end of the cases of a text that holds a rule test. All that stood there stays, byte by byte, but for
 * cases in brackets, which have no line to add to: that file is written anew, its comments kept.
 */
export function appendCase(text: string, written: WrittenCase): string {
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'error' });
  const { contents } = document;
  if (!isMap(contents)) throw new Error('a rule test is a map');
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === 'cases');
  const cases = pair?.value;
  if (!isSeq(cases)) throw new Error('a rule test has cases');
  const [first, last] = [cases.items[0], cases.items.at(-1)];
  const dash = first === undefined ? undefined : dashBefore(text, first.range[0]);
  if (cases.flow === true || last === undefined || dash === undefined) {
    document.addIn(['cases'], caseValue(written));
    return document.toString({ lineWidth: 0 });
  }
  const end = text.indexOf('\n', Math.max(last.range[1] - 1, 0));
  const at = end < 0 ? text.length : end + 1;
  const before = text.slice(0, at);
  const gap =
    cases.items.length === 1 ||
    /\n[ \t]*\n[ \t]*(?:#[^\n]*\n[ \t]*)*- /.test(text.slice(first?.range[0] ?? 0, at));
  return [
    before,
    before.endsWith('\n') ? '' : '\n',
    gap ? '\n' : '',
    itemText(written, dash),
    text.slice(at),
  ].join('');
}

/** The white space before the dash of an item that begins at an offset. */
function dashBefore(text: string, offset: number): string | undefined {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^( *)- +$/.exec(line)?.[1];
}

function caseValue({ name, events, entities, expect }: WrittenCase): Record<string, unknown> {
  return { name, events, ...(entities.length === 0 ? {} : { entities }), expect };
}

/** The case as an item of a list whose dashes stand so far in. */
function itemText(written: WrittenCase, indent: string): string {
  const document = new Document([caseValue(written)]);
  visit(document, {
    Map: (_key, node, path) => {
      // The list, the case, its pair, the list of events, the event: from there on, and within it from the next map on.
      const short = JSON.stringify(node).length <= ONE_LINE;
      if (path.length >= 7 || (path.length >= 4 && short)) node.flow = true;
    },
    Seq: (_key, node, path) => {
      if (path.length >= 5) node.flow = true;
    },
  });
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  return text.replaceAll(/^(?=.)/gm, indent);
}

function scalar(text: string): string {
  return new Document(text).toString({ lineWidth: 0 }).trimEnd();
}
