import { describe, expect, it } from 'vitest';
import { readFixture } from '../../lib/udm/fixture.ts';

describe('readFixture', () => {
  it('takes both spellings, and gives the names of JSON', () => {
    const written = {
      metadata: {
        event_type: 'USER_LOGIN',
        productName: 'Okta',
        event_timestamp: '2026-01-01T00:00:00.5Z',
      },
      security_result: [{ action: ['ALLOW'], detectionFields: [{ key: 'a', value: 'b' }] }],
      additional: { fields: { owner: 'x' } },
      network: { sent_bytes: '18446744073709551615', session_duration: '90s' },
    };
    expect(readFixture(written, 'UDM')).toEqual({
      event: {
        metadata: {
          eventType: 'USER_LOGIN',
          productName: 'Okta',
          eventTimestamp: '2026-01-01T00:00:00.5Z',
        },
        securityResult: [{ action: ['ALLOW'], detectionFields: [{ key: 'a', value: 'b' }] }],
        additional: { fields: { owner: 'x' } },
        network: { sentBytes: '18446744073709551615', sessionDuration: '90s' },
      },
      misfits: [],
    });
  });

  it.each<[title: string, event: unknown, misfit: string]>([
    [
      'an unknown field',
      { principal: { hostnam: 'a' } },
      'principal.hostnam key "hostnam" is not a field of principal (did you mean hostname?)',
    ],
    [
      'an unknown field at the top',
      { principle: {} },
      'principle key "principle" is not a field of an event (did you mean principal?)',
    ],
    [
      'a field of nothing near',
      { xyzzy: 1 },
      'xyzzy key "xyzzy" is not a field of an event (see the fields of UDM)',
    ],
    [
      'two spellings',
      { metadata: { eventType: 'USER_LOGIN', event_type: 'USER_LOGIN' } },
      'metadata.event_type key event_type stands twice, in two spellings (keep one of them)',
    ],
    [
      'an unknown enumerator',
      { metadata: { event_type: 'USER_LOGON' } },
      'metadata.event_type value expected a value of Metadata.EventType, but this is "USER_LOGON" (did you mean USER_LOGIN?)',
    ],
    [
      'a number for text',
      { principal: { user: { userid: 7 } } },
      'principal.user.userid value expected text, but this is 7 (put it in quotes)',
    ],
    [
      'text for a number',
      { principal: { port: 'ssh' } },
      'principal.port value expected a whole number, but this is "ssh" (put a number of more than 15 digits in quotes)',
    ],
    [
      'a number that lost digits',
      { network: { sent_bytes: 2 ** 60 } },
      'network.sent_bytes value expected a whole number, but this is 1152921504606847000 (put a number of more than 15 digits in quotes)',
    ],
    [
      'text for a list',
      { principal: { ip: '10.0.0.1' } },
      'principal.ip value expected a list, but this is "10.0.0.1" (ip is repeated: write [ … ] around it)',
    ],
    [
      'a list for text',
      { principal: { hostname: ['a'] } },
      'principal.hostname value expected text, but this is a list (put it in quotes)',
    ],
    [
      'a time that is none',
      { metadata: { event_timestamp: '2026-13-01T00:00:00Z' } },
      'metadata.event_timestamp value expected a time such as 2026-01-01T00:00:00Z, but this is "2026-13-01T00:00:00Z"',
    ],
    [
      'a duration that is none',
      { network: { session_duration: '5m' } },
      'network.session_duration value expected a duration such as 90s, but this is "5m"',
    ],
    [
      'nothing',
      { principal: { hostname: null } },
      'principal.hostname value expected text, but this is empty (put it in quotes)',
    ],
    [
      'a scalar for a message',
      { principal: 'host' },
      'principal value expected a map of fields, but this is "host"',
    ],
    [
      'truth in words',
      { security_result: [{ first_discovered_time: true }] },
      'security_result.0.first_discovered_time value expected a time such as 2026-01-01T00:00:00Z, but this is true',
    ],
  ])('refuses %s', (_title, event, misfit) => {
    const said = readFixture(event, 'UDM').misfits.map(
      ({ path, part, message, hint }) =>
        `${path.join('.')} ${part} ${message}${hint === undefined ? '' : ` (${hint})`}`,
    );
    expect(said).toEqual([misfit]);
  });

  it('knows entities', () => {
    const entity = { entity: { ip: ['10.0.0.1'] }, metadata: { entity_type: 'ASSET' } };
    expect(readFixture(entity, 'Entity').misfits).toEqual([]);
    expect(readFixture(entity, 'UDM').misfits).not.toEqual([]);
  });
});
