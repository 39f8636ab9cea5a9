/**
 * Whether the service knows a time zone: an IANA name of a place, `UTC`, `GMT`, or an offset as `+1` or `-08:00`
 * (yara-l §5.7). Abbreviations as `EST` are none, although IANA keeps some.
 */
export function isTimeZone(text: string): boolean {
  const [, hours, minutes = '0'] = OFFSET.exec(text) ?? [];
  if (hours !== undefined) return Number(hours) <= 14 && Number(minutes) <= 59;
  if (ABBREVIATION.test(text)) return text === 'UTC' || text === 'GMT';
  const known = ZONES.get(text) ?? isKnown(text);
  if (ZONES.size < MOST_ZONES) ZONES.set(text, known);
  return known;
}

const OFFSET = /^[+-](\d{1,2})(?::(\d{1,2}))?$/;
const ABBREVIATION = /^[A-Z]{3,4}(\d[A-Z]{3})?$/;

const ZONES = new Map<string, boolean>();
const MOST_ZONES = 1000;

function isKnown(timeZone: string): boolean {
  if (!/^[A-Za-z][\w+/-]{0,60}$/.test(timeZone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The place whose time an abbreviation means. */
export function placeOf(abbreviation: string): string | undefined {
  return PLACES[abbreviation.toUpperCase()];
}

const PLACES: Readonly<Record<string, string>> = {
  PST: 'America/Los_Angeles',
  PDT: 'America/Los_Angeles',
  MST: 'America/Denver',
  MDT: 'America/Denver',
  CST: 'America/Chicago',
  CDT: 'America/Chicago',
  EST: 'America/New_York',
  EDT: 'America/New_York',
  BST: 'Europe/London',
  CET: 'Europe/Berlin',
  CEST: 'Europe/Berlin',
  IST: 'Asia/Kolkata',
  JST: 'Asia/Tokyo',
};

/** Whether a text is a format of times: a word for a precision, or elements as BigQuery has them (yara-l §5.7). */
export function isTimeFormat(text: string): boolean {
  if (PRECISIONS.includes(text)) return true;
  const elements = [...text.matchAll(/%(E\d[SY]|E\*S|E[#zS]|.?)/gsu)];
  return elements.length > 0 && elements.every(([, letter]) => isElement(letter ?? ''));
}

export const PRECISIONS = ['SECOND', 'MINUTE', 'HOUR', 'DATE', 'WEEK', 'MONTH', 'YEAR'];

function isElement(letter: string): boolean {
  if (/^(E[#zS]|E\dS|E4Y|E\*S)$/.test(letter)) return true;
  return letter.length === 1 && LETTERS.includes(letter);
}

const LETTERS = 'AaBbCcDdeFGgHhIJjkLlMmnPpQRSsTtUuVWwXxYyZz%';
