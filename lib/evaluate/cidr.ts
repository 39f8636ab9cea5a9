import { addressKey, addressOf } from '../udm/address.ts';

/** A range of addresses as keys: a digit for the family and the address in fixed-width hexadecimal, so that text order is theirs. */
export interface AddressRange {
  readonly low: string;
  readonly high: string;
}

/** A range in CIDR notation; an address alone is one too. Bits after the prefix may be set (yara-l §5.6). */
export function rangeOf(text: string): AddressRange | undefined {
  const [, address = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const found = addressOf(address);
  if (found === undefined) return undefined;
  const { family, bits, number } = found;
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits) return undefined;
  const hosts = (1n << BigInt(bits - length)) - 1n;
  const key = (one: bigint): string => addressKey({ family, bits, number: one });
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
