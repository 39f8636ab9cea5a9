import type { Reporter } from '../diagnostics/reporter.ts';
import type { Path, Rule } from './ast.ts';
import { damageOf, type Damage } from './check-damage.ts';
import { VALIDATIONS } from './check-table.ts';
import { collectSymbols, type Symbols } from './symbols.ts';
import { typesIn } from './types-all.ts';
import { inferTypes } from './types-infer.ts';
import type { FieldOf, TypeOf, Types } from './types.ts';
import { joinGraph, type JoinGraph } from './validations/joins-graph.ts';

/** What a validation looks at and speaks to. */
export interface CheckContext extends Damage {
  readonly rule: Rule;
  readonly symbols: Symbols;
  readonly typeOf: TypeOf;
  readonly fieldOf: FieldOf;
  /** The few paths of which there may be something to say, in the order of the text. */
  readonly oddPaths: readonly Path[];
  /** How the events are joined, laid out once for all that ask. */
  readonly joins: () => JoinGraph;
  readonly reporter: Reporter;
  /** Limits on which Google's own pages disagree are errors, not warnings. */
  readonly strict: boolean;
}

/** One check of the catalogue (yara-l §3.3), or a few that go together. It reports, and changes nothing. */
export type Validation = (context: CheckContext) => void;

export interface Checked {
  readonly symbols: Symbols;
  /** Of all expressions, found when somebody asks. */
  readonly types: () => Types;
}

/** Checks a parsed rule against the catalogue. `reporter` holds what lexer and parser have found in it. */
export function check(
  rule: Rule,
  { reporter, strict }: { readonly reporter: Reporter; readonly strict: boolean },
): Checked {
  const symbols = collectSymbols(rule);
  const { typeOf, fieldOf } = inferTypes(symbols);
  const { damaged, whole } = damageOf(rule, { symbols, reporter });
  const oddPaths = symbols.index.of('path').filter((path) => fieldOf(path).odd);
  let graph: JoinGraph | undefined;
  const context: CheckContext = {
    rule,
    symbols,
    typeOf,
    fieldOf,
    oddPaths,
    joins: () => (graph ??= joinGraph(symbols)),
    reporter,
    strict,
    damaged,
    whole,
  };
  for (const validate of VALIDATIONS) validate(context);
  let types: Types | undefined;
  return { symbols, types: () => (types ??= typesIn(rule, typeOf)) };
}
