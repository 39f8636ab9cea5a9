/** An address of the internet. Families are kept apart: an IPv4 address within IPv6 is none of IPv4 (yara-l §5.6). */
export interface Address {
  readonly family: '4' | '6';
  readonly bits: 32 | 128;
  readonly number: bigint;
}

/** Reads an address; undefined for what is none. */
export function addressOf(text: string): Address | undefined {
  return text.includes(':') ? six(text) : four(text);
}

/** The family and the address in fixed-width hexadecimal, so that the order of texts is that of addresses. */
export function addressKey({ family, bits, number }: Address): string {
  return family + number.toString(16).padStart(bits / 4, '0');
}

function four(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return {
    family: '4',
    bits: 32,
    number: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n),
  };
}

function six(text: string): Address | undefined {
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
    family: '6',
    bits: 128,
    number: groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n),
  };
}
