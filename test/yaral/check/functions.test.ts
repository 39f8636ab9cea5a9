import { describe, expect, it } from 'vitest';
import { analyze } from '../../../lib/yaral/analyze.ts';
import { METRICS } from '../../../lib/yaral/functions-metrics.ts';
import {
  FUNCTIONS,
  UNDOCUMENTED,
  allFunctions,
  functionNamed,
} from '../../../lib/yaral/functions.ts';
import { ruleOf } from './marked.ts';

/** What is wrong with a value in itself, wherever it stands. */
function wrongWith(value: string): readonly string[] {
  const text = ruleOf(`
  events:
    $e.principal.user.userid = $user
    $e.principal.ip = $ip
    $e.principal.hostname = $host
  match:
    $user over 5m
  outcome:
    $ips = array_distinct($ip)
    $value = ${value}
  condition:
    $e`);
  return analyze({ path: 'a.yaral', text })
    .diagnostics.filter(({ id }) => /^(LEX|PAR|FLD|TYP|CMP)/.test(id))
    .map(({ id, message }) => `${id} ${message}`);
}

describe('the table of functions', () => {
  it.each([...allFunctions()])('has a right example of %s', (name, { example }) => {
    expect(example).toContain(`${name}(`);
    const plain = wrongWith(example);
    const condition = plain.some((message) => message.startsWith('TYP020'));
    expect(condition ? wrongWith(`if(${example}, 1, 0)`) : plain).toEqual([]);
  });

  it.each([...allFunctions()])('describes %s in a line', (_, { doc, places }) => {
    expect(doc).toMatch(/^[a-zA-Z“"].{5,110}[^.]$/);
    expect(places.length).toBeGreaterThan(0);
  });

  it.each([...allFunctions()])('takes optional arguments of %s last', (_, { parameters }) => {
    const optional = parameters.map((parameter) => parameter.optional);
    expect(optional).toEqual(optional.toSorted((a, b) => Number(a) - Number(b)));
  });

  it('has every function that yara-l §5 documents for rules', () => {
    expect(Object.keys(FUNCTIONS)).toHaveLength(85);
    expect(METRICS.size).toBe(22);
  });

  it('has nothing that is named elsewhere only', () => {
    expect([...UNDOCUMENTED].filter((name) => functionNamed(name) !== undefined)).toEqual([]);
  });

  it('knows no function by a name that all objects have', () => {
    expect(functionNamed('constructor')).toBeUndefined();
  });
});
