import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTableText } from '../../lib/repo/table-text.ts';
import { readTables } from '../../lib/repo/tables.ts';
import { memoryTree } from './memory-tree.ts';
import { said } from './said.ts';

const tablesOf = (files: Readonly<Record<string, string>>) =>
  readTables(
    memoryTree(
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [`rules/tables/${name}`, text]),
      ),
    ),
  );

describe('readTables', () => {
  it('reads the name from the file, columns and their types from the first line', async () => {
    const { tables, diagnostics } = await tablesOf({
      'assets.csv': '\uFEFFhost,network:cidr\r\ndb,10.0.0.0/8\r\n\r\n"the ""web""",\r\n',
      'README.md': 'no table',
    });
    expect(diagnostics).toEqual([]);
    expect(tables).toEqual([
      {
        name: 'assets',
        path: 'rules/tables/assets.csv',
        columns: [
          { name: 'host', type: 'string' },
          { name: 'network', type: 'cidr' },
        ],
        rows: [
          ['db', '10.0.0.0/8'],
          ['the "web"', ''],
        ],
      },
    ]);
  });

  it.each<[title: string, files: Record<string, string>, expected: readonly string[]]>([
    ['nothing in it', { 'a.csv': '\n' }, ['rules/tables/a.csv:1:1 table-column']],
    ['a name with a dash', { 'a-b.csv': 'x\n' }, ['rules/tables/a-b.csv:1:1 table-name']],
    ['a folder', { 'a/b.csv': 'x\n' }, ['rules/tables/a/b.csv:1:1 table-name']],
    ['a column without a name', { 'a.csv': 'x,,y\n' }, ['rules/tables/a.csv:1:3 table-column']],
    ['a column twice', { 'a.csv': 'x,y,x\n' }, ['rules/tables/a.csv:1:5 table-column']],
    ['an unknown type', { 'a.csv': 'x:cdir\n' }, ['rules/tables/a.csv:1:1 table-column']],
    ['a short row', { 'a.csv': 'x,y\n1\n1,2\n' }, ['rules/tables/a.csv:2:1 table-row']],
    ['a comma in a cell', { 'a.csv': 'x,y\n"1,2",3\n' }, ['rules/tables/a.csv:2:1 table-row']],
    ['an open quote', { 'a.csv': 'x\n"1\n' }, ['rules/tables/a.csv:2:1 table-row']],
    ['something after a quote', { 'a.csv': 'x\n"1"2\n' }, ['rules/tables/a.csv:2:1 table-row']],
  ])('names %s by its place', async (_title, files, expected) => {
    const { diagnostics } = await tablesOf(files);
    expect(said(diagnostics).map((one) => one.replace(/: .*$/, ''))).toEqual(expected);
  });
});

describe('parseTableText', () => {
  const cell = fc.string().map((text) => text.replaceAll(/[,\r\n]/g, ''));

  it('reads what was written in quotes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), (rows) => {
        const lines = rows.map((cells) =>
          cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(','),
        );
        const { rows: found, problems } = parseTableText(['a,b:number', ...lines, ''].join('\n'));
        expect({ found, problems }).toEqual({ found: rows, problems: [] });
      }),
    );
  });

  it('finds a place within the text for all that is wrong, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const { span } of parseTableText(text).problems) {
          expect(span.start).toBeLessThanOrEqual(span.end);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});
