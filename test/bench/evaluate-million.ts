/** A process of its own: loads events, runs rules over them, and prints how long that took and how much memory. */
import { openEngine } from '../../lib/duckdb/engine.ts';
import { compileRule } from '../../lib/evaluate/compile.ts';
import type { CompiledQuery } from '../../lib/model/compiled-query.ts';
import { analyze } from '../../lib/yaral/analyze.ts';
import { RIVALS } from './evaluate-queries.ts';

const [path = '', count = '300'] = process.argv.slice(2);
const FIELDS = nouns();
const rules = Array.from({ length: Number(count) }, (_, at) => variant(at));
const engine = await openEngine({ memoryMb: 2048 });
const began = performance.now();
const { events } = await engine.load(
  [{ kind: 'file', path }],
  rules.flatMap(({ reads }) => reads),
);
const loaded = performance.now();
process.stderr.write(`loaded in ${Math.round(loaded - began)} ms\n`);
let failures = 0;
for (const rule of rules) failures += (await engine.run(rule)).errors.length;
const done = performance.now();
engine.close();
process.stdout.write(
  JSON.stringify({
    events,
    failures,
    loadSeconds: (loaded - began) / 1000,
    runSeconds: (done - loaded) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }),
);

/** One of the measured rules with another host left out and other fields in its outcome, so that no two are alike. */
function variant(at: number): CompiledQuery {
  const { rule } = RIVALS[at % RIVALS.length] ?? { rule: '' };
  const variable = /\$(\w+)\.metadata/.exec(rule)?.[1] ?? 'e';
  const text = rule.replace(
    '  events:\n',
    `  events:\n    not $${variable}.principal.hostname = "host-${at}"\n    not $${variable}.${FIELDS[at % FIELDS.length] ?? ''} = "excluded ${at}"\n`,
  );
  const source = { path: 'variant.yaral', text };
  const { query, diagnostics = [] } = compileRule(source, analyze(source));
  if (query !== undefined) return query;
  throw new Error(diagnostics.map(({ id, message }) => `${id} ${message}`).join('; '));
}

function nouns(): readonly string[] {
  const leaves = [
    'hostname',
    'user.userid',
    'user.user_display_name',
    'process.command_line',
    'process.file.full_path',
    'process.file.sha256',
    'application',
    'namespace',
    'location.name',
    'resource.name',
    'url',
    'asset_id',
  ];
  return ['principal', 'target', 'src', 'observer'].flatMap((noun) =>
    leaves.map((leaf) => `${noun}.${leaf}`),
  );
}
