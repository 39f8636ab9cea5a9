import { mayTake, plain, takes, type Signature } from './functions-signature.ts';

const LIST = takes('list', 'list');

/** Lists, yara-l §5.4. */
export const ARRAY_FUNCTIONS = {
  'arrays.concat': plain(
    [takes('list of strings', 'first'), takes('list of strings', 'second')],
    'list of strings',
    {
      doc: 'both lists, one after the other',
      example: 'arrays.concat($e.principal.ip, $e.target.ip)',
    },
  ),
  'arrays.contains': plain([LIST, takes('value', 'value')], 'bool', {
    places: ['events', 'outcome', 'condition'],
    doc: 'whether the value is in the list; how conditions look into a list of outcomes',
    example: 'arrays.contains($ips, "10.0.0.1")',
  }),
  'arrays.index_to_float': plain([LIST, takes('int', 'index')], 'float', {
    doc: 'the element at the index as a number, counted from 0, from the end if below; 0 if there is none',
    example: 'arrays.index_to_float(strings.split($e.metadata.description), 0)',
  }),
  'arrays.index_to_int': plain([LIST, takes('int', 'index')], 'int', {
    doc: 'the element at the index as a whole number, counted from 0, from the end if below; 0 if there is none',
    example: 'arrays.index_to_int(strings.split($e.metadata.description), 0)',
  }),
  'arrays.index_to_str': plain([LIST, takes('int', 'index')], 'string', {
    doc: 'the element at the index as text, counted from 0, from the end if below; empty if there is none',
    example: 'arrays.index_to_str(strings.split($e.metadata.description), 0)',
  }),
  'arrays.join_string': plain(
    [takes('list of strings', 'list'), mayTake('string', 'delimiter')],
    'string',
    {
      doc: 'the elements one after another, with the delimiter between them',
      example: 'arrays.join_string($e.principal.ip, ",")',
    },
  ),
  'arrays.length': plain([takes('repeated field', 'field')], 'int', {
    doc: 'how many elements a repeated field has in the whole event',
    example: 'arrays.length($e.principal.ip) = 2',
  }),
  'arrays.max': plain([takes('list of numbers', 'list')], 'float', {
    doc: 'the greatest element; 0 of an empty list',
    example: 'arrays.max($e.network.dns.questions.type)',
  }),
  'arrays.min': plain(
    [takes('list of numbers', 'list'), mayTake('bool', 'ignore_zeros')],
    'float',
    {
      doc: 'the least element; 0 of an empty list',
      example: 'arrays.min($e.network.dns.questions.type, true)',
    },
  ),
  'arrays.size': plain([LIST], 'int', {
    doc: 'how many elements a list has',
    example: 'arrays.size(strings.split($e.metadata.description)) > 3',
  }),
} as const satisfies Readonly<Record<string, Signature>>;
