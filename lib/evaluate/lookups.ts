import type { Lookup } from '../model/compiled-query.ts';
import type { DataTable } from '../model/data-table.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import type { ListReference } from '../yaral/ast.ts';
import { mergeRanges, rangeOf, type AddressRange } from './cidr.ts';
import { listValues } from './list-values.ts';
import type { EvaluateOptions } from './options.ts';
import { missing, type Unsupported } from './value.ts';

/** What stands behind a `%name` in a test of membership. */
export interface ListContent {
  readonly kind: 'string' | 'regex' | 'cidr';
  readonly values: readonly string[];
}

/** The lists and tables of a rule, and the relations that its query needs of them. */
export interface Lookups {
  readonly content: (node: ListReference) => ListContent;
  readonly table: (name: string, span: Span) => DataTable;
  /** The name of a relation with the values as its only column, `v`. */
  readonly relation: (values: readonly string[]) => string;
  /** The name of a relation with the rows of a data table, its columns as `c0`, `c1`. */
  readonly rows: (table: DataTable) => string;
  readonly all: () => readonly Lookup[];
}

export function makeLookups({ lists, tables }: EvaluateOptions): Lookups {
  const made: Lookup[] = [];
  const table = (name: string, span: Span): DataTable => {
    const found = tables.find((one) => one.name === name);
    if (found !== undefined) return found;
    throw missing(`there is no data table %${name} here`, span, `add rules/tables/${name}.csv`);
  };
  return {
    table,
    content: (node) => {
      if (node.column === undefined) {
        const list = lists.find(({ name }) => name === node.name);
        if (list !== undefined) return { kind: list.kind, values: listValues(list) };
        throw missing(
          `there is no reference list %${node.name} here`,
          node.span,
          `add rules/lists/${node.name}.string.txt, or give the list in the test`,
        );
      }
      const { columns, rows } = table(node.name, node.span);
      const at = columns.findIndex(({ name }) => name === node.column);
      const column = columns[at];
      if (column === undefined) throw missingColumn(node);
      const kind = column.type === 'number' ? 'string' : column.type;
      return { kind, values: rows.flatMap((row) => row[at] ?? []).filter((one) => one !== '') };
    },
    relation: (values) => {
      const name = `list${made.length}`;
      made.push({ name, columns: ['v'], rows: values.map((one) => [one]) });
      return name;
    },
    rows: ({ columns, rows }) => {
      const name = `list${made.length}`;
      made.push({
        name,
        columns: columns.flatMap(({ type }, at) =>
          type === 'cidr' ? [`c${at}`, `l${at}`, `h${at}`] : [`c${at}`],
        ),
        rows: rows.map((row) => columns.flatMap(({ type }, at) => cellOf(type, row[at] ?? ''))),
      });
      return name;
    },
    all: () => made,
  };
}

/** A range stands with its bounds beside it; what is none has bounds that no address lies between. */
function cellOf(type: DataTable['columns'][number]['type'], cell: string): readonly string[] {
  if (type !== 'cidr') return [cell];
  const { low = '', high = '' } = rangeOf(cell) ?? {};
  return [cell, low, high];
}

export function missingColumn(node: ListReference): Unsupported {
  return missing(
    `the data table %${node.name} has no column ${node.column ?? ''}`,
    node.span,
    'name one of its columns',
  );
}

/** The ranges of a list; lines that are none are skipped (yara-l §4.12). */
export function rangesOf(values: readonly string[]): readonly AddressRange[] {
  return mergeRanges(values.flatMap((value) => rangeOf(value) ?? []));
}
