import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../lib/yaral/analyze.ts';

const SIZE = 262_144;

type Piece = string | ((at: number) => string);

/** So many pieces as go into 256 KiB. */
function manyOf(piece: Piece, end = ''): string {
  const pieces: string[] = [];
  let length = 200;
  for (let at = 0; length < SIZE; at += 1) {
    const text = typeof piece === 'string' ? piece : piece(at);
    pieces.push(text);
    length += text.length;
  }
  return pieces.join('') + end;
}

function eventsOf(piece: Piece, end = ''): string {
  return `rule a {\n  meta:\n  events:\n    ${manyOf(piece, end)}\n  condition:\n    $e\n}\n`;
}

function restOf(rest: string): string {
  return `rule a {\n  meta:\n  events:\n    $e.principal.ip = $ip\n${rest}}\n`;
}

function outcomesOf(piece: Piece): string {
  return restOf(`  outcome:\n${manyOf(piece)}  condition:\n    $e\n`);
}

/** User time of this process in seconds: other processes must not fail the test, so the best attempt counts too. */
function secondsFor(work: () => void): number {
  const began = process.cpuUsage();
  work();
  return process.cpuUsage(began).user / 1_000_000;
}

describe('a rule of 256 KiB', () => {
  it.each<[title: string, text: string]>([
    ['an or chain of errors', eventsOf('$e.a = 1 or ', '$e.a = 1')],
    ['right statements', eventsOf('$e.principal.hostname = "x"\n')],
    ['placeholders', eventsOf((at) => `$p${at} = $e.principal.ip\n`)],
    [
      'placeholders by later ones',
      eventsOf((at) => `$p${at} = strings.concat($p${at + 1}, $e.principal.ip)\n`),
    ],
    ['placeholders that are each other', eventsOf((at) => `$p${at} = $p${at + 1}\n`)],
    ['events', eventsOf((at) => `$e${at}.principal.ip = $ip\n`)],
    [
      'events joined in a row',
      eventsOf((at) => `$e${at}.principal.ip = $e${at + 1}.principal.ip\n`),
    ],
    ['patterns', eventsOf((at) => `$e.principal.hostname = /[a-z&&b]{1,50}${at}\\pL/\n`)],
    [
      'patterns that multiply',
      eventsOf((at) => `$e.principal.hostname = /((a{1,9}){1,9}){1,9}${at}/\n`),
    ],
    [
      'one pattern of groups',
      restOf(`    re.regex($e.principal.hostname, \`${manyOf('(a|b)')}\`)\n  condition:\n    $e\n`),
    ],
    [
      'one pattern of open classes',
      restOf(`    re.regex($e.principal.hostname, \`${manyOf('[a')}\`)\n  condition:\n    $e\n`),
    ],
    ['outcomes by earlier ones', outcomesOf((at) => `$o${at + 1} = $o${at} + 1\n`)],
    ['misspelt fields', eventsOf((at) => `$e.principal.hostnam${at} = "x"\n`)],
    ['misspelt functions', eventsOf((at) => `str.lower${at}($e.principal.ip) = "x"\n`)],
    ['misspelt values', eventsOf((at) => `$e.metadata.event_type = "USER_LOGN${at}"\n`)],
    [
      'one long value',
      restOf(`    $e.metadata.event_type = "${manyOf('A')}"\n  condition:\n    $e\n`),
    ],
    [
      'calls in calls',
      eventsOf(`${'strings.to_lower('.repeat(200)}$e.principal.ip${')'.repeat(200)} = "x"\n`),
    ],
    [
      'ifs in ifs',
      outcomesOf((at) => `$o${at} = ${'if($e.target.port = 1, '.repeat(100)}1${')'.repeat(100)}\n`),
    ],
    ['sums', eventsOf(`$e.target.port${' + 1'.repeat(200)} = 1\n`)],
    ['one long path', eventsOf('$e', `${'.a'.repeat(100_000)} = 1`)],
    ['ranges', eventsOf((at) => `net.ip_in_range_cidr($e.principal.ip, "10.0.0.${at}/8")\n`)],
    ['time zones', eventsOf((at) => `timestamp.get_hour(5, "Europe/X${at}") = $e.target.port\n`)],
    ['demands', restOf(`  condition:\n    ${manyOf((at) => `#e > ${at} or `, '$e')}\n`)],
    [
      'match variables',
      restOf(`  match:\n    ${manyOf((at) => `$m${at}, `, '$ip')} over 5m\n  condition:\n    $e\n`),
    ],
    ['options', restOf(`  condition:\n    $e\n  options:\n${manyOf((at) => `o${at} = true\n`)}`)],
    [
      'filters of a metric',
      outcomesOf('$x = 1\n').replace(
        '$x = 1',
        `$y = max(metrics.auth_attempts_fail(${'principal.zz: $ip, '.repeat(9000)}period: 1d))`,
      ),
    ],
  ])('of %s is checked in a second', (_, text) => {
    const attempts = [1, 2].map(() => secondsFor(() => analyze({ path: 'a.yaral', text })));
    expect(Math.min(...attempts)).toBeLessThan(1);
  });
});

describe('1,000 rules', () => {
  const shipped = readdirSync('rules', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaral'))
    .toSorted()
    .map((name) => readFileSync(join('rules', name), 'utf8'));
  const rules = Array.from({ length: 1000 }, (_, at) =>
    (shipped[at % shipped.length] ?? '').replace(/rule (\w+)/, `rule $1_${at}`),
  );

  it('made from the shipped ones are checked in a second', () => {
    const rounds = [1, 2, 3, 4, 5].map(() =>
      secondsFor(() => {
        for (const text of rules) analyze({ path: 'a.yaral', text });
      }),
    );
    expect(Math.min(...rounds)).toBeLessThan(1);
  });
});
