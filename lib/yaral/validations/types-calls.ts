import { nearest } from '../../text.ts';
import type { Call, Expression } from '../ast.ts';
import type { CheckContext } from '../check.ts';
import type { Parameter, Signature } from '../functions-signature.ts';
import {
  SEARCH_ONLY,
  UNDOCUMENTED,
  WINDOW_ONLY,
  allFunctions,
  functionNamed,
} from '../functions.ts';
import { ungrouped } from '../symbols-names.ts';
import { plainArguments } from '../types-call.ts';
import { typeName } from '../types.ts';
import { isAccepted, wordName } from './types-arguments.ts';

/** TYP006, TYP007, TYP021: a call names a function, and gives it what it takes. */
export function checkCalls(context: CheckContext): void {
  for (const call of context.symbols.index.of('call')) {
    const signature = functionNamed(call.name);
    if (signature === undefined) reportUnknown(context, call);
    else if (signature.kind !== 'metric') checkArguments(context, call, signature);
  }
}

function reportUnknown({ reporter }: CheckContext, { name, nameSpan }: Call): void {
  // Statistics without `window.` are said to lack it.
  if (WINDOW_ONLY.has(name)) return;
  const why = SEARCH_ONLY.has(name)
    ? 'search'
    : UNDOCUMENTED.has(name)
      ? 'undocumented'
      : 'unknown';
  reporter.report('TYP006', nameSpan, {
    found: name,
    why,
    nearest: why === 'unknown' && reporter.keepsErrors ? meant(name) : undefined,
  });
}

/** The nearest name; else the one that ends like it: `lower` is `strings.to_lower`. */
function meant(name: string): string | undefined {
  const names = [...allFunctions().keys()];
  const last = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const room = name.slice(0, name.lastIndexOf('.') + 1);
  const near = nearest(name, names);
  const like = names.filter((known) => known.endsWith(`.${last}`) || known.endsWith(`_${last}`));
  return like.find((known) => known.startsWith(room)) ?? near ?? like[0];
}

function checkArguments(context: CheckContext, call: Call, signature: Signature): void {
  const { reporter } = context;
  const { name } = call;
  const given = plainArguments(call);
  const named = call.arguments.find((argument) => argument.kind === 'named-argument');
  if (named?.kind === 'named-argument') {
    const argument = named.name.segments
      .map((segment) => (segment.kind === 'field' ? segment.name : ''))
      .join('.');
    reporter.report('TYP007', named.span, {
      name,
      usage: usageOf(name, signature),
      why: 'named',
      argument,
    });
    return;
  }
  if (given.some(({ kind }) => kind === 'invalid')) return;
  const expected = countFault(signature, given.length);
  if (expected !== undefined) {
    reporter.report('TYP007', call.span, {
      name,
      usage: usageOf(name, signature),
      why: 'count',
      expected,
      count: given.length,
    });
    return;
  }
  // The arguments of `if` have checks of their own.
  if (signature.returns === 'branch') return;
  for (let at = 0; at < given.length; at += 1) {
    const argument = given[at];
    const parameter = signature.parameters[at] ?? signature.parameters.at(-1);
    if (argument === undefined || parameter === undefined) continue;
    if (isAccepted(parameter, argument, context)) continue;
    reportArgument(context, { call, signature, parameter, argument });
  }
}

function reportArgument(
  { reporter, typeOf }: CheckContext,
  {
    call,
    signature,
    parameter,
    argument,
  }: {
    readonly call: Call;
    readonly signature: Signature;
    readonly parameter: Parameter;
    readonly argument: Expression;
  },
): void {
  const { name } = call;
  const type = typeOf(argument);
  if (signature.kind === 'aggregate' && parameter.takes === 'number') {
    reporter.report('TYP021', argument.span, { name, type: typeName(type) });
    return;
  }
  if (type.kind === 'enum') {
    reporter.report('TYP004', argument.span, { what: 'a regular expression', name: type.name });
    return;
  }
  const shownType =
    ungrouped(argument).kind === 'path' && parameter.takes === 'repeated field'
      ? `${typeName(type)} that is not repeated`
      : typeName(type);
  reporter.report('TYP007', argument.span, {
    name,
    usage: usageOf(name, signature),
    why: 'type',
    parameter: parameter.name,
    wanted: wordName(parameter.takes),
    type: shownType,
  });
}

/** `2 arguments`, where the number of those given is wrong. */
function countFault({ parameters, variadic }: Signature, given: number): string | undefined {
  if (given === parameters.length || (variadic && given > parameters.length)) return undefined;
  const least = parameters.filter(({ optional }) => !optional).length;
  const most = variadic ? Infinity : parameters.length;
  if (given >= least && given <= most) return undefined;
  if (most === 0) return 'no arguments';
  const range = variadic
    ? `${least} or more`
    : least === most
      ? String(most)
      : `${least} to ${most}`;
  return `${range} ${range === '1' ? 'argument' : 'arguments'}`;
}

/** `re.regex(text, pattern)`; what may be left out stands in brackets. */
function usageOf(name: string, { parameters, variadic }: Signature): string {
  const words = parameters.map((parameter) =>
    parameter.optional ? `[${parameter.name}]` : parameter.name,
  );
  return `${name}(${words.join(', ')}${variadic ? ', …' : ''})`;
}
