import { describe, expect, it } from 'vitest';
import { fieldsNear, valuesNear } from '../../lib/udm/near.ts';
import { findPath, type PathStep } from '../../lib/udm/path.ts';
import { allEnums, allMessages, enumNamed, messageNamed } from '../../lib/udm/schema.ts';

describe('the schema', () => {
  it('holds the members that the protos have, and those that Google documents besides', () => {
    const fields = allMessages().flatMap(({ fields: own }) => [...own.values()]);
    const values = allEnums().flatMap(({ values: own }) => [...own.keys()]);
    expect(allMessages()).toHaveLength(148);
    expect(fields).toHaveLength(1098 + 35);
    expect(fields.filter(({ deprecated }) => deprecated)).toHaveLength(40);
    expect(allEnums()).toHaveLength(78);
    expect(values).toHaveLength(1032 + 33);
  });

  it('knows each type that it names', () => {
    const unknown = allMessages().flatMap(({ name, fields }) =>
      [...fields.values()]
        .filter(({ type }) =>
          type.kind === 'message'
            ? messageNamed(type.name) === undefined
            : type.kind === 'enum' && enumNamed(type.name) === undefined,
        )
        .map((field) => `${name}.${field.name}`),
    );
    expect(unknown).toEqual([]);
  });

  it('gives every enum exactly one name for zero first', () => {
    expect(
      allEnums()
        .filter(({ zero }) => zero === '')
        .map(({ name }) => name),
    ).toEqual([]);
    expect(enumNamed('Metadata.EventType')?.zero).toBe('EVENTTYPE_UNSPECIFIED');
    expect(enumNamed('SecurityResult.Action')?.zero).toBe('UNKNOWN_ACTION');
  });

  it.each([
    ['Metadata.EventType', 'USER_LOGIN', 15001],
    ['Metadata.EventType', 'NETWORK_DNS', 16005],
    ['Network.ApplicationProtocol', 'SFTP', 80],
  ])('numbers %s %s as the proto does', (name, value, number) => {
    expect(enumNamed(name)?.values.get(value)).toBe(number);
  });

  it('marks deprecated values', () => {
    expect(enumNamed('Metadata.EventType')?.deprecated.has('USER_STATS')).toBe(true);
    expect(enumNamed('Metadata.EventType')?.deprecated.has('USER_LOGIN')).toBe(false);
  });
});

/** `principal.ip[0]` and `labels["k"]` as steps. */
function stepsOf(path: string): readonly PathStep[] {
  return [...path.matchAll(/\[\d+\]|\["[^"]*"\]|\w+/g)].map(([word]) =>
    word.startsWith('["')
      ? { kind: 'key' }
      : word.startsWith('[')
        ? { kind: 'index' }
        : { kind: 'field', name: word },
  );
}

function told(path: string): string {
  const found = findPath(stepsOf(path));
  if (found.fault !== undefined) return `${found.fault} at ${found.step}`;
  const { root, type, repeated, indexed, keyed } = found;
  const marks = [indexed ? 'indexed' : '', keyed ? 'keyed' : ''].filter((mark) => mark !== '');
  return [root, type.name, repeated, ...marks].join(' ');
}

describe('findPath', () => {
  it.each([
    ['principal.hostname', 'udm string 0'],
    ['udm.principal.hostname', 'udm string 0'],
    ['principal.ip', 'udm string 1'],
    ['about.ip', 'udm string 2'],
    ['about[0].ip[1]', 'udm string 0 indexed'],
    ['metadata.event_type', 'udm Metadata.EventType 0'],
    ['metadata.event_timestamp', 'udm google.protobuf.Timestamp 0'],
    ['metadata.event_timestamp.seconds', 'udm int64 0'],
    ['metadata.id', 'udm bytes 0'],
    ['network.sent_bytes', 'udm uint64 0'],
    ['network.http.parsed_user_agent.os', 'udm string 0'],
    ['graph.entity.hostname', 'graph string 0'],
    ['graph.metadata.interval.start_time.seconds', 'graph int64 0'],
    ['detection.detection.rule_name', 'detection string 1'],
    ['detection.time_window.start_time.seconds', 'detection int64 0'],
    ['additional.fields["k"]', 'udm string 0 keyed'],
    ['target.resource.attribute.labels["k"]', 'udm string 0 keyed'],
    ['target.resource.attribute.labels.value', 'udm string 1'],
    ['security_result.detection_fields["k"]', 'udm string 0 keyed'],
    ['detection.detection.variables["k"].int64_val', 'detection int64 0 keyed'],
    [
      'detection.detection.variables["k"].string_seq.string_vals[0]',
      'detection string 0 indexed keyed',
    ],
    ['detection.detection.variables["k"].string_seq.string_vals', 'detection string 1 keyed'],
    ['additional.fields.key', 'udm string 0'],
    ['additional.fields.value.string_value', 'udm string 0'],
    ['principal.hostnam', 'unknown-field at 1'],
    ['graph.principal', 'unknown-field at 1'],
    ['principal.hostname.value', 'past-scalar at 2'],
    ['additional.fields["k"].value', 'past-scalar at 3'],
    ['principal.hostname[0]', 'not-repeated at 2'],
    ['principal.ip[0][0]', 'not-repeated at 3'],
    ['intermediary.ip[0]', 'unindexed at 0'],
    ['intermediary[0].ip', 'unindexed at 2'],
    ['principal["x"]', 'not-a-map at 1'],
    ['principal.ip["x"]', 'not-a-map at 2'],
    ['additional["x"]', 'not-a-map at 1'],
    ['additional.fields[0]["key"]', 'not-repeated at 2'],
    ['about[0].labels["key"]', 'index-and-key at 3'],
    ['graph', 'empty at 0'],
  ])('finds that %s is %s', (path, what) => {
    expect(told(path)).toBe(what);
  });

  it('names each field on the way, with the message it belongs to', () => {
    const found = findPath(stepsOf('about.labels["k"]'));
    if (found.fault !== undefined) throw new Error(found.fault);
    expect(
      found.fields.map(({ message, field, step }) => `${step} ${message}.${field.name}`),
    ).toEqual(['0 UDM.about', '1 Noun.labels']);
    expect(found.fields.map(({ field }) => field.deprecated)).toEqual([false, true]);
  });
});

describe('near matches', () => {
  it.each([
    ['Noun', 'hostnam', ['hostname']],
    ['Noun', 'Hostname', ['hostname']],
    ['Noun', 'userid', ['user.userid']],
    ['User', 'emailAddresses', ['email_addresses']],
    ['UDM', 'hostname', ['principal.hostname', 'src.hostname', 'target.hostname']],
    ['UDM', 'zzzzzz', []],
  ])('of %s for %s are %j', (message, name, near) => {
    expect(fieldsNear(message, name)).toEqual(near);
  });

  it.each([
    ['Network.Direction', 'outbound', ['OUTBOUND']],
    ['SecurityResult.Action', 'allowed', ['ALLOW']],
    ['SecurityResult.Action', '1', ['ALLOW']],
    ['Metadata.EventType', 'USER_LOGN', ['USER_LOGIN']],
    ['Metadata.EventType', 'LOGIN', ['USER_LOGIN']],
    ['Network.Direction', 'xyz', ['UNKNOWN_DIRECTION', 'INBOUND', 'OUTBOUND', 'BROADCAST']],
    ['Metadata.EventType', 'xyz', []],
    ['Metadata.EventType', '', []],
  ])('of %s for %j are %j', (name, value, near) => {
    expect(valuesNear(name, value)).toEqual(near);
  });
});
