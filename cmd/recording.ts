import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openEngine } from '../lib/duckdb/engine.ts';
import { renderDiagnostic } from '../lib/diagnostics/render-diagnostic.ts';
import type { Diagnostic, Source } from '../lib/diagnostics/diagnostic.ts';
import { UserError } from '../lib/errors.ts';
import { newHead, readHeadOf, readRuleTest, type RuleTestHead } from '../lib/repo/rule-test.ts';
import { appendCase, newRuleTest } from '../lib/repo/rule-test-append.ts';
import { replaceText } from '../lib/repo/write-text.ts';
import { passed } from '../lib/ruletest/minimum.ts';
import { recordCase } from '../lib/ruletest/record.ts';
import { runTests } from '../lib/ruletest/run.ts';
import { counted, straightenText, visibleLine } from '../lib/text.ts';
import { readFixture } from '../lib/udm/fixture.ts';
import type { Context } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { chooseDetection, readStored, type Evidence } from './recorded-detections.ts';
import { caseOf, said } from './recorded-case.ts';
import { evidenceInEvents } from './recorded-events.ts';
import { readSubject, type Subject } from './recorded-subject.ts';
import { sayLines } from './say.ts';

/** What was typed with `chron test --record`. */
export interface RecordArguments {
  /** The rule's declared name. */
  readonly rule: string;
  /** A file of detections or events. */
  readonly from: string | undefined;
  /** An environment whose tenant has detections of the rule. */
  readonly env: string | undefined;
  /** The id of the detection; the newest without it. */
  readonly detection: string | undefined;
  /** What the case is to be called. */
  readonly name: string | undefined;
  readonly signal: AbortSignal;
}

/** Makes a case of a detection, and puts it at the end of the rule's test file. */
export async function recordTest(args: RecordArguments, context: Context): Promise<ExitCode> {
  const subject = await readSubject(args.rule, context);
  const path = subject.source.path.replace(/\.yaral$/, '.test.yaml');
  const text = await textAt(join(subject.root, path));
  const head = headOf({ path, text }, subject, context);
  const name = nameFor(args.name, head, path);
  const evidence = await evidenceFor(args, subject, context);
  const { lists, tables } = subject;
  const options = { lists, tables, openEngine: () => openEngine(), signal: args.signal };
  const recording = await recordCase(
    {
      rule: subject.source,
      analysis: subject.analysis,
      ...evidence,
      start: head.start,
      complete: head.complete,
      beyond: head.beyond,
      misfits: (event, root) => readFixture(event, root).misfits.map((one) => one.path),
    },
    options,
  );
  switch (recording.kind) {
    case 'refused':
      return sayBroken(recording.complaints.map(asError), subject, context);
    case 'silent':
      throw silent(evidence, subject, head);
    case 'recorded':
      break;
  }
  const written = caseOf(name, recording.recorded);
  const made = text === undefined ? newRuleTest(subject.name, written) : appendCase(text, written);
  await proven({ path, text: made }, name, subject, args.signal);
  if (text === undefined) await writeFile(join(subject.root, path), made, { flag: 'wx' });
  else replaceText(join(subject.root, path), made);
  context.out.write(said(name, path, recording.recorded));
  return EXIT.ok;
}

async function textAt(path: string): Promise<string | undefined> {
  return existsSync(path) ? straightenText(await readFile(path, 'utf8')) : undefined;
}

function headOf(
  { path, text }: { readonly path: string; readonly text: string | undefined },
  { name }: Subject,
  context: Context,
): RuleTestHead {
  if (text === undefined) return newHead(name);
  const source = { path, text };
  const { diagnostics } = readRuleTest(source, readFixture);
  const head = diagnostics.length > 0 ? undefined : readHeadOf(source, readFixture);
  if (head === undefined) {
    for (const one of diagnostics) sayLines(context, renderDiagnostic(one, text));
    throw new UserError(`nothing was recorded: ${path} has mistakes`, {
      hint: 'correct them first',
      exit: EXIT.invalid,
    });
  }
  if (head.rule === name) return head;
  throw new UserError(`${path} holds cases of another rule, "${visibleLine(head.rule)}"`, {
    hint: 'cases of a rule stand beside it, in a file with the name of its file',
  });
}

function nameFor(asked: string | undefined, { names }: RuleTestHead, path: string): string {
  if (asked !== undefined) {
    if (!names.has(asked)) return asked;
    throw new UserError(`${path} has a case named "${visibleLine(asked)}" already`, {
      hint: 'give the new one another name',
    });
  }
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'recorded detection' : `recorded detection ${number}`;
    if (!names.has(name)) return name;
  }
}

async function evidenceFor(
  { from, env, detection, rule, signal }: RecordArguments,
  subject: Subject,
  context: Context,
): Promise<Evidence> {
  if (env !== undefined) {
    const { evidenceInTenant } = await import('./recorded-tenant.ts');
    return evidenceInTenant({ env, rule, detection, signal }, context);
  }
  const path = resolve(context.cwd, from ?? '');
  const stored = await readStored(path, from ?? '');
  switch (stored.kind) {
    case 'detections':
      return chooseDetection(stored.detections, rule, detection);
    case 'events':
      if (detection !== undefined) {
        throw new UserError(`"${from}" holds events, not detections`, {
          hint: 'leave --detection out: the rule is run over them, and its newest detection is taken',
        });
      }
      return evidenceInEvents(path, from ?? '', subject, signal);
  }
}

function asError(one: Omit<Diagnostic, 'severity'>): Diagnostic {
  return { ...one, severity: 'error' };
}

function sayBroken(
  diagnostics: readonly Diagnostic[],
  { source }: Subject,
  context: Context,
): ExitCode {
  for (const one of diagnostics) sayLines(context, renderDiagnostic(one, source.text));
  sayLines(context, `nothing was recorded: ${source.path} cannot be evaluated`);
  return EXIT.invalid;
}

function silent({ events }: Evidence, { name }: Subject, { beyond }: RuleTestHead): UserError {
  const plain = JSON.stringify(beyond({ a: 1 })) === JSON.stringify({ a: 1 });
  return new UserError(
    `nothing was recorded: ${name} does not fire on the ${counted(events.length, 'event')} of the detection`,
    {
      hint: plain
        ? 'a detection carries samples only, and an older version may have made it: record from an export of the events'
        : 'a detection carries samples only, an older version may have made it, or the defaults of the file stand in its way',
      exit: EXIT.invalid,
    },
  );
}

/** The file as it would be must be read, and the case in it pass. */
async function proven(
  source: Source,
  name: string,
  { source: rule, analysis, lists, tables }: Subject,
  signal: AbortSignal,
): Promise<void> {
  const { test, diagnostics } = readRuleTest(source, readFixture);
  if (test === undefined) {
    throw new UserError(
      `nothing was recorded: the case would not be read: ${diagnostics[0]?.message ?? 'it is not there'}`,
      { exit: EXIT.invalid },
    );
  }
  const cases = test.cases.filter((one) => one.name === name);
  const [result] = await runTests([{ test: { ...test, cases }, rule, analysis }], {
    lists,
    tables,
    openEngine: () => openEngine(),
    signal,
  });
  if (result !== undefined && cases.length === 1 && passed(result)) return;
  throw new UserError('nothing was recorded: the case as it would be written does not pass', {
    exit: EXIT.invalid,
  });
}
