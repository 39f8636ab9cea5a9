/** What is wrong with a range of addresses: the address, the length of the prefix, or that there is none. */
export type RangeFault = 'address' | 'length' | 'form';

/** Checks a range in CIDR notation. Bits after the prefix may be set: `192.0.2.0/8` is a range (yara-l §5.6). */
export function rangeFault(text: string): RangeFault | undefined {
  const [, address, , prefix] = /^([^/]*)(\/(\d{1,3}))?$/.exec(text) ?? [];
  if (address === undefined) return 'address';
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : undefined;
  if (bits === undefined) return 'address';
  if (prefix === undefined) return 'form';
  return Number(prefix) > bits ? 'length' : undefined;
}

function isIPv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

/** Eight groups of up to four hexadecimal digits, `::` for a run of zero groups, the last two as IPv4 if so written. */
function isIPv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2 || !text.includes(':')) return false;
  const counts = halves.map((half, at) => countGroups(half, at === halves.length - 1));
  const groups = counts.reduce((sum, count) => sum + count, 0);
  return halves.length === 2 ? groups <= 7 : groups === 8;
}

/** The groups of one half; not a number where one is none. */
function countGroups(half: string, last: boolean): number {
  if (half === '') return 0;
  const groups = half.split(':');
  const tail = groups.at(-1) ?? '';
  const mapped = last && isIPv4(tail);
  const hex = mapped ? groups.slice(0, -1) : groups;
  return hex.every((group) => /^[\da-f]{1,4}$/i.test(group)) ? hex.length + (mapped ? 2 : 0) : NaN;
}
