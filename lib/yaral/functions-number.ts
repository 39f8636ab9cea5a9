import { mayTake, plain, takes, type Signature } from './functions-signature.ts';

const NUMBER = takes('number', 'number');

/** Numbers, yara-l §5.3. */
export const MATH_FUNCTIONS = {
  'math.abs': plain([NUMBER], 'as argument', {
    doc: 'the number without its sign',
    example: 'math.abs($e.metadata.event_timestamp.seconds - 86400)',
  }),
  'math.ceil': plain([NUMBER], 'int', {
    doc: 'the least whole number that is not below it',
    example: 'math.ceil(cast.as_float($e.additional.fields["ratio"]))',
  }),
  'math.floor': plain([NUMBER], 'int', {
    doc: 'the greatest whole number that is not above it',
    example: 'math.floor(cast.as_float($e.additional.fields["ratio"]))',
  }),
  'math.geo_distance': plain(
    [
      takes('number', 'longitude1'),
      takes('number', 'latitude1'),
      takes('number', 'longitude2'),
      takes('number', 'latitude2'),
    ],
    'float',
    {
      doc: 'metres between two places, longitude first; -1 for places that do not exist',
      example:
        'math.geo_distance($e.principal.location.region_coordinates.longitude, $e.principal.location.region_coordinates.latitude, 13.4, 52.5)',
    },
  ),
  'math.is_increasing': plain(
    [takes('number', 'first'), takes('number', 'second'), takes('number', 'third')],
    'bool',
    {
      doc: 'whether each number is greater than the one before',
      example: 'math.is_increasing(1, $e.principal.port, $e.target.port)',
    },
  ),
  'math.log': plain([NUMBER], 'float', {
    doc: 'the natural logarithm',
    example: 'math.log($e.network.sent_bytes)',
  }),
  'math.pow': plain([takes('number', 'base'), takes('number', 'exponent')], 'float', {
    doc: 'the base to the power of the exponent; 0 if that is too large',
    example: 'math.pow($e.principal.port, 2)',
  }),
  'math.random': plain([], 'float', {
    doc: 'a number from 0 up to 1, another one each time',
    example: 'math.random() < 0.1',
  }),
  'math.round': plain([NUMBER, mayTake('int', 'places')], 'number', {
    doc: 'the nearest number with so many places, half away from zero',
    example: 'math.round(cast.as_float($e.additional.fields["ratio"]), 2)',
  }),
  'math.sqrt': plain([NUMBER], 'float', {
    doc: 'the square root; 0 of a negative number',
    example: 'math.sqrt($e.network.sent_bytes)',
  }),
} as const satisfies Readonly<Record<string, Signature>>;

/** From one type to another, hashes and addresses, yara-l §5.5 and §5.6. */
export const CAST_FUNCTIONS = {
  'bytes.to_base64': plain([takes('bytes', 'bytes'), mayTake('string', 'otherwise')], 'string', {
    doc: 'bytes written as base64',
    example: 'bytes.to_base64($e.metadata.id)',
  }),
  'cast.as_bool': plain([takes('string or int', 'value')], 'bool', {
    doc: 'true for 1 and "true" in any case, else false',
    example: 'cast.as_bool($e.additional.fields["mfa"])',
  }),
  'cast.as_float': plain([takes('text', 'value')], 'float', {
    doc: 'the number that is written there; 0 if it is none',
    example: 'cast.as_float($e.additional.fields["score"])',
  }),
  'cast.as_int': plain([takes('text', 'value')], 'int', {
    doc: 'the whole number that is written there, without decimals; 0 if it is none',
    example: 'cast.as_int($e.additional.fields["count"])',
  }),
  'cast.as_string': plain([takes('value', 'value'), mayTake('string', 'otherwise')], 'string', {
    doc: 'the value as text; the second argument, or empty, if that fails',
    example: 'cast.as_string($e.metadata.id)',
  }),
  'hash.fingerprint2011': plain([takes('string or bytes', 'value')], 'int', {
    doc: 'a 64-bit fingerprint, the same everywhere',
    example: 'hash.fingerprint2011($e.principal.user.userid)',
  }),
  'hash.sha256': plain([takes('string', 'text')], 'string', {
    doc: 'the SHA-256 hash in lower-case hexadecimal',
    example: 'hash.sha256($e.principal.user.userid)',
  }),
  'net.ip_in_range_cidr': plain(
    [takes('string', 'address'), takes('string', 'range', 'cidr')],
    'bool',
    {
      doc: 'whether the address lies in the range, IPv4 or IPv6',
      example: 'net.ip_in_range_cidr($e.principal.ip, "10.0.0.0/8")',
    },
  ),
  'optimization.sample_rate': plain(
    [takes('string or bytes', 'value'), takes('int', 'part'), takes('int', 'whole')],
    'bool',
    {
      doc: 'true for so large a part of all values, and always for the same ones',
      example: 'optimization.sample_rate($e.metadata.id, 1, 10)',
    },
  ),
} as const satisfies Readonly<Record<string, Signature>>;
