import { CHAPTERS } from '../../cmd/explanations.ts';
import type { Explanation } from '../../lib/diagnostics/explanation.ts';
import { visible } from '../../lib/text.ts';
import type { Parameter, Signature } from '../../lib/yaral/functions-signature.ts';
import { METRIC_ARGUMENTS, METRIC_WINDOWS } from '../../lib/yaral/functions-metrics.ts';
import { allFunctions } from '../../lib/yaral/functions.ts';
import { ADVICE_BY_ID } from '../../lib/yaral/lints/lints.ts';

/** The documentation of the language by the path where it is kept, made of the tables that check rules. */
export function languageDocs(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/yara-l/diagnostics.md', diagnosticsDoc()],
    ['docs/yara-l/functions.md', functionsDoc()],
  ]);
}

function diagnosticsDoc(): string {
  return page([
    '# What `chron check` finds',
    'Everything that can be wrong with rules, lists and settings, by id. `chron explain ID` says the same in a terminal.',
    'An *error* is refused by the service or by chron, and must be corrected. A *warning* is worth a look and fails only under ' +
      '`--strict`; an *info* is only said. How loud advice is can be set in `rules/check.yaml`, and a comment in the rule turns it ' +
      'off at one place: `// chron-ignore CHR105: reason`.',
    ...CHAPTERS.map(({ title, explanations }) =>
      [
        `**${title}**: `,
        explanations.map(({ id }) => `[${id}](#${id.toLowerCase()})`).join(', '),
      ].join(''),
    ),
    ...CHAPTERS.flatMap(({ title, explanations }) => [
      `## ${title}`,
      ...explanations.flatMap(explanationDoc),
    ]),
  ]);
}

function explanationDoc({ id, title, severity, text, bad, good }: Explanation): readonly string[] {
  const fixable = ADVICE_BY_ID.get(id)?.fixable === true;
  return [
    `### ${id}`,
    `**${escaped(title)}** · ${severity}${fixable ? ' · `chron check --fix`' : ''}`,
    escaped(text),
    ...example('Wrong', bad),
    ...example('Right', good),
  ];
}

function example(title: string, text: string): readonly string[] {
  return text === '' ? [] : [`${title}:`, fenced(visible(text))];
}

const GROUPS: readonly (readonly [title: string, prefix: string])[] = [
  ['Regular expressions', 're.'],
  ['Strings', 'strings.'],
  ['Numbers', 'math.'],
  ['Lists', 'arrays.'],
  ['Types', 'cast.'],
  ['Bytes', 'bytes.'],
  ['Hashes', 'hash.'],
  ['Networks', 'net.'],
  ['Times', 'timestamp.'],
  ['Statistics of the match window', 'window.'],
];

const METRIC_PREFIX = 'metrics.';

function functionsDoc(): string {
  const all = [...allFunctions()].filter(([name]) => !name.startsWith(METRIC_PREFIX));
  const grouped = GROUPS.map(([title, prefix]) => ({
    title,
    functions: all.filter(([name]) => name.startsWith(prefix)),
  })).filter(({ functions }) => functions.length > 0);
  const named = new Set(grouped.flatMap(({ functions }) => functions.map(([name]) => name)));
  const others = all.filter(([name]) => !named.has(name));
  const aggregates = others.filter(([, { kind }]) => kind === 'aggregate');
  const rest = others.filter(([, { kind }]) => kind !== 'aggregate');
  const groups = [
    ...grouped,
    { title: 'Aggregates', functions: aggregates },
    { title: 'Others', functions: rest },
  ].filter(({ functions }) => functions.length > 0);
  return page([
    '# The functions of YARA-L rules',
    'What chron checks calls against. `[ ]` may be left out, `…` may be repeated; behind the arrow stands what the function gives.',
    ...groups.flatMap(({ title, functions }) => [
      `## ${title}`,
      ...functions.flatMap(([name, signature]) => functionDoc(name, signature)),
    ]),
    ...metricsDoc(),
  ]);
}

function functionDoc(name: string, signature: Signature): readonly string[] {
  const { doc, example: use, places } = signature;
  return [
    `### ${name}`,
    `\`${signatureText(name, signature)}\` · in ${places.join(', ')}`,
    `${escaped(doc.charAt(0).toUpperCase() + doc.slice(1))}.`,
    fenced(use),
  ];
}

function signatureText(name: string, { parameters, variadic, returns }: Signature): string {
  const listed = parameters.map((one, index) =>
    parameterText(one, variadic && index === parameters.length - 1),
  );
  return `${name}(${listed.join(', ')}) → ${RETURNS[returns] ?? returns}`;
}

/** What a function gives that depends on what it is given. */
const RETURNS: Readonly<Record<string, string>> = {
  'as argument': 'what its argument is',
  'list of argument': 'list of what its argument is',
  branch: 'what its branches are',
};

function parameterText({ name, takes, optional }: Parameter, repeated: boolean): string {
  const text = `${name}: ${takes}${repeated ? ', …' : ''}`;
  return optional ? `[${text}]` : text;
}

function metricsDoc(): readonly string[] {
  const metrics = [...allFunctions()].filter(([name]) => name.startsWith(METRIC_PREFIX));
  const [first] = metrics;
  const windows = Object.entries(METRIC_WINDOWS).map(
    ([period, window]) => `\`${period}\` with \`${window}\``,
  );
  return [
    '## Metrics',
    'Counts that the service has made before, in outcome only, and with `match` only within an aggregate. Their arguments are named, in ' +
      'any order, and all of these must be given; fields that narrow the count follow them.',
    [
      '| argument | values |',
      '| --- | --- |',
      ...Object.entries(METRIC_ARGUMENTS).map(
        ([name, values]) => `| \`${name}\` | ${values.map((value) => `\`${value}\``).join(', ')} |`,
      ),
    ].join('\n'),
    `A period goes with one window: ${windows.join(', ')}.`,
    ...(first === undefined ? [] : [fenced(first[1].example)]),
    [
      '| metric | what it says |',
      '| --- | --- |',
      ...metrics.map(([name, { doc }]) => `| \`${name}\` | ${escaped(doc)} |`),
    ].join('\n'),
  ];
}

/** A fence that is longer than any run of back-quotes in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/** Words of ours may hold signs that Markdown would act on. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|]/g, String.raw`\$&`);
}

function page(blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`;
}
