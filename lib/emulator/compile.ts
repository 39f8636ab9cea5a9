import { analyze } from '../yaral/analyze.ts';
import { firstFault, readHeader } from '../yaral/header.ts';
import { compileFault } from './compile-fault.ts';
import type { World } from './operation.ts';
import { refusal } from './refusal.ts';
import type { StoredVersion } from './stored.ts';

/** What a text comes to when it is stored. */
export type Compiled = Pick<StoredVersion, 'text' | 'name' | 'metadata' | 'multiEvent' | 'lists'>;

const MEGABYTE = 1_000_000;

/** A text as it is stored: with a line end at its end, further ones as they are (backstory-v2 §3.1). */
export function storedText(text: string, options: World['options']): string {
  return options.missingNewline === 'keep' || text.endsWith('\n') ? text : `${text}\n`;
}

/**
 * Compiles a rule text: the whole check of the language, or with `check=header` only its head, sections and lists.
 * Throws the refusal of CreateRule in the service's grammar of messages (backstory-v2 §6).
 */
export function compileRule(given: string, { state, options }: World): Compiled {
  if (options.ruleTextLimit === '1MB' && Buffer.byteLength(given) > MEGABYTE) {
    throw refusal('INVALID_ARGUMENT', 'compiling rule: : rule text is larger than 1 MB');
  }
  const source = { path: '', text: given };
  const { header, diagnostics } = readHeader(source);
  const fault =
    firstFault(source) ??
    diagnostics.find(isError) ??
    (options.check === 'full' ? analyze(source).diagnostics.find(isError) : undefined);
  if (fault !== undefined || header === undefined) throw compileFault(fault, given);
  const unknown =
    options.unknownLists === 'refuse'
      ? header.lists.find((name) => state.list(name) === undefined)
      : undefined;
  if (unknown !== undefined) {
    throw refusal(
      'INVALID_ARGUMENT',
      `compiling rule: validating rule: reference list ${unknown} not found`,
    );
  }
  return {
    text: storedText(given, options),
    name: header.name,
    metadata: [...header.meta],
    multiEvent: header.multiEvent,
    lists: header.lists,
  };
}

function isError({ severity }: { readonly severity: string }): boolean {
  return severity === 'error';
}
