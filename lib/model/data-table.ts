export const COLUMN_TYPES = ['string', 'regex', 'cidr', 'number'] as const;

/** What the cells of a column are, and so how a rule may use it (chronicle-v1 §13). */
export type ColumnType = (typeof COLUMN_TYPES)[number];

/** A table that rules name with `%table.column`. */
export interface DataTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  /** Cells in the order of the columns. */
  readonly rows: readonly (readonly string[])[];
}

/** A table as the repository has it. */
export interface TableFile extends DataTable {
  readonly path: string;
}
