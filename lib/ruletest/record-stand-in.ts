/** Gives texts that say nothing in place of those that may: the same for the same, so that what was equal stays equal. */
export interface StandIns {
  /** In the place of a whole value of the field with this name, in snake_case. */
  readonly whole: (value: string, field: string, bytes: boolean) => string;
  /** In the place of one word of a value. */
  readonly word: (word: string) => string;
  /** The same, as long as the word, with letters and digits where it has them: some rules only ask for those. */
  readonly likeness: (word: string) => string;
}

const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const IPV6 = /^(?=.*:.*:)[0-9a-f:.]+$/i;
const PRIVATE = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/;
const MAC = /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i;
const EMAIL = /^([^@\s]+)@[^@\s]+$/;
const ACCOUNT = /^[^\\/\s]+\\([^\\/\s]+)$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;
const PEOPLE =
  /^(?:userid|user_display_name|user_names?|first_name|middle_name|last_name|employee_id|email_addresses|phone_numbers|windows_sid)$/;
const HOSTS = /^(?:hostname|fqdn|asset|asset_id|.*domain.*|dns_names?|host)$/;
const PLAIN_HOST = /^[a-z0-9_-]+$/i;

/**
 * Opens one: stand-ins count from 1 in the order in which they are asked for. They are of what is kept free for examples
 * and benchmarks: RFC 5737, RFC 2544, RFC 3849, RFC 7042, RFC 2606.
 */
export function openStandIns(): StandIns {
  const numbers = new Map<string, Map<string, number>>();
  /** The number of a value among its kind, letter case aside. */
  const numberOf = (kind: string, value: string): number => {
    const known = numbers.get(kind) ?? new Map<string, number>();
    numbers.set(kind, known);
    const key = value.toLowerCase();
    const number = known.get(key) ?? known.size + 1;
    known.set(key, number);
    return number;
  };
  const person = (value: string): string => `user${numberOf('person', value)}`;
  const host = (value: string): string => {
    const [first = '', ...others] = value.split('.');
    const name = `host${numberOf('host', first)}`;
    return others.length === 0 ? name : `${name}.example.com`;
  };
  const ipv4 = (value: string): string => {
    if (PRIVATE.test(value)) return `10.0.${octets(numberOf('private', value))}`;
    const number = numberOf('ipv4', value);
    return number <= 254 ? `203.0.113.${number}` : `198.18.${octets(number)}`;
  };
  const whole = (value: string, field: string): string => {
    if (IPV4.test(value)) return ipv4(value);
    if (IPV6.test(value) && !MAC.test(value)) {
      return `2001:db8::${numberOf('ipv6', value).toString(16)}`;
    }
    if (MAC.test(value)) return `00:00:5e:00:53:${hex(numberOf('mac', value), 2)}`;
    if (/^S-1-5-21-/i.test(value)) return `S-1-5-21-0-0-0-${1000 + numberOf('sid', value)}`;
    if (UUID.test(value)) return `00000000-0000-4000-8000-${hex(numberOf('uuid', value), 12)}`;
    if (HASH.test(value)) return hex(numberOf('hash', value), value.length);
    if (/^\d+$/.test(value)) return String(1000 + numberOf('number', value));
    const [, mailbox] = EMAIL.exec(value) ?? [];
    if (mailbox !== undefined) return `${person(mailbox)}@example.com`;
    const [, account] = ACCOUNT.exec(value) ?? [];
    if (account !== undefined) return `EXAMPLE\\${person(account)}`;
    if (PEOPLE.test(field)) return person(value);
    if (/^https?:\/\//i.test(value)) return `https://example.com/${numberOf('url', value)}`;
    const named = value.split('.').every((label) => PLAIN_HOST.test(label));
    if (HOSTS.test(field) && named) return host(value);
    return `text${numberOf('text', value)}`;
  };
  return {
    whole: (value, field, bytes) =>
      bytes ? base64(`value${numberOf('bytes', value)}`) : whole(value, field),
    word: (word) => {
      const digits = /^\d+$/.test(word);
      const number = numberOf(digits ? 'digits' : 'word', word);
      return digits ? String(number) : `x${number}`;
    },
    likeness: (word) => alike(word, numberOf('likeness', word)),
  };
}

/** A word of letters x and digits 0, but for its end, which counts. */
function alike(word: string, number: number): string {
  let left = number;
  let made = '';
  for (const sign of Array.from(word).toReversed()) {
    const digit = left % 10;
    left = Math.floor(left / 10);
    const blank = digit === 0 && left === 0;
    const letter = blank ? 'x' : 'abcdefghij'.charAt(digit);
    if (/\d/.test(sign)) made = `${digit}${made}`;
    else made = `${sign === sign.toLowerCase() ? letter : letter.toUpperCase()}${made}`;
  }
  return made;
}

function octets(number: number): string {
  return `${(number >> 8) & 255}.${number & 255}`;
}

function hex(number: number, length: number): string {
  return number.toString(16).padStart(length, '0');
}

function base64(text: string): string {
  return btoa(text);
}
