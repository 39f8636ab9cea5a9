import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ElementTooLargeError, JsonArrayReader } from '../../lib/wire/json-array.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function readAll(text: string, cuts: readonly number[] = [], most = 1_000_000) {
  const reader = new JsonArrayReader(most);
  const whole = bytes(text);
  const ends = [...cuts.filter((at) => at < whole.length).toSorted((a, b) => a - b), whole.length];
  let from = 0;
  const elements: string[] = [];
  for (const end of ends) {
    elements.push(...reader.push(whole.subarray(from, end)));
    from = end;
  }
  return { elements, state: reader.state };
}

describe('a JSON array, taken apart while it arrives', () => {
  it.each<[title: string, text: string, elements: readonly string[], state: string]>([
    ['nothing yet', '', [], 'before'],
    ['empty', '[]', [], 'closed'],
    ['empty, with room', ' \r\n[ \r\n ]', [], 'closed'],
    ['as the service writes it', '[{"a":1}\r\n,\r\n{"b":2}\r\n]', ['{"a":1}', '{"b":2}'], 'closed'],
    ['without an end', '[{"a":1},{"b"', ['{"a":1}'], 'within'],
    ['brackets in strings', '[{"a":"]},[{"},1]', ['{"a":"]},[{"}', '1'], 'closed'],
    ['escaped quotes', '["\\"]", "\\\\"]', ['"\\"]"', '"\\\\"'], 'closed'],
    ['nested arrays', '[[1,[2]],{"x":[]}]', ['[1,[2]]', '{"x":[]}'], 'closed'],
    ['something behind the end', '[1] rest, [2]', ['1'], 'closed'],
    ['no array', '<html>[1]', [], 'broken'],
    ['an object', '{"a":[1,2]}', [], 'broken'],
  ])('%s', (_title, text, elements, state) => {
    expect(readAll(text)).toEqual({ elements, state });
  });

  it('comes to the same, wherever the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' })),
        fc.array(fc.nat(400)),
        (values, cuts) => {
          const { elements, state } = readAll(JSON.stringify(values, undefined, 1), cuts);
          expect(elements.map((one): unknown => JSON.parse(one))).toEqual(
            JSON.parse(JSON.stringify(values)),
          );
          expect(state).toBe('closed');
        },
      ),
    );
  });

  it('keeps no more than it may', () => {
    expect(() => readAll(`["${'x'.repeat(100)}"]`, [50], 90)).toThrow(ElementTooLargeError);
    expect(() => readAll(`["${'x'.repeat(100)}`, [], 90)).toThrow(ElementTooLargeError);
  });
});
