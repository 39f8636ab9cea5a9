/** A range of addresses as keys: a digit for the family and the address in fixed-width hexadecimal, so that text order is theirs. */
export interface AddressRange {
  readonly low: string;
  readonly high: string;
}

/** A range in CIDR notation; an address alone is one too. Bits after the prefix may be set (yara-l §5.6). */
export function rangeOf(text: string): AddressRange | undefined {
  const [, address = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const found = four(address) ?? six(address);
  if (found === undefined) return undefined;
  const { tag, bits, number } = found;
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits) return undefined;
  const hosts = (1n << BigInt(bits - length)) - 1n;
  const key = (one: bigint): string => tag + one.toString(16).padStart(bits / 4, '0');
  return { low: key(number & ~hosts), high: key(number | hosts) };
}

/** The same addresses in as few ranges as possible, sorted. */
export function mergeRanges(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const merged: AddressRange[] = [];
  for (const range of ranges.toSorted((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0))) {
    const last = merged.at(-1);
    if (last === undefined || range.low > last.high) merged.push(range);
    else if (range.high > last.high) {
      merged[merged.length - 1] = { low: last.low, high: range.high };
    }
  }
  return merged;
}

interface Address {
  readonly tag: '4' | '6';
  readonly bits: 32 | 128;
  readonly number: bigint;
}

function four(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return { tag: '4', bits: 32, number: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
}

function six(text: string): Address | undefined {
  if (!text.includes(':')) return undefined;
  const tail = /^(.*:)([^:]*\..*)$/.exec(text);
  const mapped = tail === null ? undefined : four(tail[2] ?? '');
  if (tail !== null && mapped === undefined) return undefined;
  const plain =
    mapped === undefined
      ? text
      : `${tail?.[1] ?? ''}${(mapped.number >> 16n).toString(16)}:${(mapped.number & 0xffffn).toString(16)}`;
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const [front = [], back = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - front.length - back.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...front, ...Array.from({ length: missing }, () => '0'), ...back];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return {
    tag: '6',
    bits: 128,
    number: groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n),
  };
}
