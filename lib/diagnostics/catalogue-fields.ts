import type { Entries } from './catalogue-entry.ts';
import type { FieldParams } from './messages-fields.ts';
import { snippet } from './snippet.ts';

/** What is wrong with fields, enums and maps (yara-l §3.3, FLD). */
export const FIELD_ENTRIES: Entries<FieldParams> = {
  FLD001: {
    title: 'an unknown field',
    text: 'The Unified Data Model has no field of this name here. chron knows the public schema; a field that Google has added since is found by the service all the same.',
    bad: snippet`
      events:
        $e.principal.hostnam = "db-1"
    `,
    good: snippet`
      events:
        $e.principal.hostname = "db-1"
    `,
  },
  FLD002: {
    title: 'a path that stops too early',
    text: 'A message has fields and no value of its own. Of a time take .seconds.',
    bad: snippet`
      events:
        $e.principal = "db-1"
    `,
    good: snippet`
      events:
        $e.principal.hostname = "db-1"
    `,
  },
  FLD003: {
    title: 'a path that goes on behind a value',
    text: 'A value has no fields.',
    bad: snippet`
      events:
        $e.principal.hostname.value = "db-1"
    `,
    good: snippet`
      events:
        $e.principal.hostname = "db-1"
    `,
  },
  FLD004: {
    title: 'a deprecated field',
    text: 'New parsers do not fill this field any more, so the rule sees less and less.',
    bad: snippet`
      events:
        $e.about.labels["team"] = "red"
    `,
    good: snippet`
      events:
        $e.additional.fields["team"] = "red"
    `,
  },
  FLD005: {
    title: 'an index that cannot be one',
    text: 'An index is a whole number, 0 or more, behind a repeated field.',
    bad: snippet`
      events:
        $e.principal.hostname[0] = "db-1"
    `,
    good: snippet`
      events:
        $e.principal.ip[0] = "192.0.2.1"
    `,
  },
  FLD006: {
    title: 'only some repeated fields of a path have an index',
    text: 'Either each repeated field of a path has an index, or none.',
    bad: snippet`
      events:
        $e.intermediary.ip[0] = "192.0.2.1"
    `,
    good: snippet`
      events:
        $e.intermediary[0].ip[0] = "192.0.2.1"
    `,
  },
  FLD007: {
    title: 'a key behind something that is no map',
    text: 'A key in brackets stands behind labels, behind fields of additional and the like, and behind other maps.',
    bad: snippet`
      events:
        $e.principal["hostname"] = "db-1"
    `,
    good: snippet`
      events:
        $e.additional.fields["hostname"] = "db-1"
    `,
  },
  FLD008: {
    title: 'an index and a key together',
    text: 'A key looks through all entries, so there is no index beside it.',
    bad: snippet`
      events:
        $e.security_result.detection_fields[0]["team"] = "red"
    `,
    good: snippet`
      events:
        $e.security_result.detection_fields["team"] = "red"
    `,
  },
  FLD009: {
    title: 'any or all before a single value',
    text: 'With a key or an index the path is one value, so any and all have nothing to choose from.',
    bad: snippet`
      events:
        all $e.additional.fields["team"] = "red"
    `,
    good: snippet`
      events:
        $e.additional.fields["team"] = "red"
    `,
  },
  FLD010: {
    title: 'any or all before a field that is not repeated',
    text: 'any and all go over the values of a repeated field.',
    bad: snippet`
      events:
        any $e.principal.hostname = "db-1"
    `,
    good: snippet`
      events:
        any $e.principal.ip = "192.0.2.1"
    `,
  },
  FLD011: {
    title: 'any or all in a join or a binding',
    text: 'A join and a placeholder take the values one by one already; any and all would be a second way to do it.',
    bad: snippet`
      events:
        any $e.principal.ip = $address
      match:
        $address over 1h
    `,
    good: snippet`
      events:
        $e.principal.ip = $address
      match:
        $address over 1h
    `,
  },
  FLD012: {
    title: 'any or all with a list test',
    text: 'in goes over the values of a repeated field by itself.',
    bad: snippet`
      events:
        any $e.principal.ip in %suspicious_addresses
    `,
    good: snippet`
      events:
        $e.principal.ip in %suspicious_addresses
    `,
  },
  FLD013: {
    title: 'any or all before a function',
    text: 'any and all stand before the field whose values they go over, inside the function.',
    bad: snippet`
      events:
        any re.regex($e.about.hostname, \`^db-\`)
    `,
    good: snippet`
      events:
        re.regex(any $e.about.hostname, \`^db-\`)
    `,
  },
  FLD014: {
    title: 'an unknown value of an enum',
    text: 'A field of an enum type has one of the values that its type lists, in capitals.',
    bad: snippet`
      events:
        $e.metadata.event_type = "LOGIN"
    `,
    good: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
    `,
  },
  FLD015: {
    title: 'a deprecated value of an enum',
    text: 'New parsers do not give this value any more.',
    bad: snippet`
      events:
        $e.metadata.event_type = "USER_STATS"
    `,
    good: snippet`
      events:
        $e.metadata.event_type = "USER_RESOURCE_ACCESS"
    `,
  },
};
