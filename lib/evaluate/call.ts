import type { Call, Expression } from '../yaral/ast.ts';
import { ungrouped } from '../yaral/symbols-names.ts';
import { FUNCTIONS, type FunctionName } from '../yaral/functions.ts';
import { plainArguments } from '../yaral/types-call.ts';
import type { Emit, Emitter } from './emitter.ts';
import { ARRAY_EMITS } from './functions-array.ts';
import { NUMBER_EMITS } from './functions-number.ts';
import { TEXT_EMITS } from './functions-text.ts';
import { TIME_EMITS } from './functions-time.ts';
import { sql } from './sql.ts';
import { Unsupported, asText, numeric, type Value } from './value.ts';

/** Functions by name; those over the rows of a detection are with the scope that has such rows. */
const EMITS: Readonly<Record<string, Emit>> = {
  ...TEXT_EMITS,
  ...NUMBER_EMITS,
  ...ARRAY_EMITS,
  ...TIME_EMITS,
};

/** Whether a function of the language is an aggregate. */
export function isAggregate(call: Call): boolean {
  return signatureOf(call.name)?.kind === 'aggregate';
}

function signatureOf(called: string): (typeof FUNCTIONS)[FunctionName] | undefined {
  return Object.entries(FUNCTIONS).find(([known]) => known === called)?.[1];
}

export function emitCall(self: Emitter, call: Call, fold: boolean): Value {
  if (call.name.startsWith('metrics.') || call.name.startsWith('period_start_for_')) {
    throw new Unsupported(
      `${call.name}, which reads what the service has counted before,`,
      call.nameSpan,
      'run it on the service',
    );
  }
  if (isAggregate(call)) {
    if (self.scope.aggregate !== undefined) return self.scope.aggregate(call, call.name);
    throw new Unsupported(`${call.name} here`, call.nameSpan, 'aggregates stand in outcome');
  }
  const emit = Object.hasOwn(EMITS, call.name) ? EMITS[call.name] : undefined;
  if (emit === undefined) {
    throw new Unsupported(`the function ${call.name}`, call.nameSpan, 'run it on the service');
  }
  const given = plainArguments(call);
  const node = (at: number): Expression => {
    const one = given[at];
    if (one !== undefined) return one;
    throw new Unsupported(`${call.name} without that argument`, call.span, 'give all arguments');
  };
  return emit({
    self,
    call,
    fold,
    size: given.length,
    node: (at) => given[at],
    value: (at) => self.emit(node(at)),
    text: (at) => asText(self.emit(node(at))),
    number: (at) => numeric(self.emit(node(at))),
    integer: (at) => sql`coalesce(try_cast(${numeric(self.emit(node(at))).sql} AS BIGINT), 0)`,
    list: (at) => self.emitList(node(at)),
    literal: (at) => {
      const here = given[at] === undefined ? undefined : ungrouped(given[at]);
      if (here?.kind === 'string') return here.value;
      return here?.kind === 'regex' ? here.pattern : undefined;
    },
  });
}
