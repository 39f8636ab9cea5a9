/**
 * The part of SARIF 2.1.0 that chron writes, as the standard defines it (sections 3.13 to 3.58): which keys an object
 * has and must have, and what they hold. Keys that the standard allows and chron does not write are left out, so that
 * a misspelt one is found.
 */
const text = { type: 'string' };
const index = { type: 'integer', minimum: -1 };
const place = { type: 'integer', minimum: 1 };
const level = { enum: ['none', 'note', 'warning', 'error'] };

const object = (
  properties: Readonly<Record<string, object>>,
  required: readonly string[] = [],
): object => ({ type: 'object', additionalProperties: false, properties, required });

const array = (items: object): object => ({ type: 'array', items });
const ref = (name: string): object => ({ $ref: `#/$defs/${name}` });

export const SARIF_SCHEMA = {
  ...object({ $schema: text, version: { const: '2.1.0' }, runs: array(ref('run')) }, [
    'version',
    'runs',
  ]),
  $defs: {
    run: object(
      {
        tool: object({ driver: ref('toolComponent') }, ['driver']),
        columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
        invocations: array(ref('invocation')),
        results: array(ref('result')),
      },
      ['tool'],
    ),
    toolComponent: object(
      { name: text, semanticVersion: text, rules: array(ref('reportingDescriptor')) },
      ['name'],
    ),
    reportingDescriptor: object(
      {
        id: text,
        shortDescription: ref('multiformatMessageString'),
        fullDescription: ref('multiformatMessageString'),
        help: ref('multiformatMessageString'),
        defaultConfiguration: object({ level }),
        properties: object({ tags: array(text) }),
      },
      ['id'],
    ),
    multiformatMessageString: object({ text, markdown: text }, ['text']),
    invocation: object(
      {
        executionSuccessful: { type: 'boolean' },
        toolExecutionNotifications: array(ref('notification')),
      },
      ['executionSuccessful'],
    ),
    notification: object({ level, message: ref('message') }, ['message']),
    message: object({ text }, ['text']),
    result: object(
      {
        ruleId: text,
        ruleIndex: index,
        level,
        message: ref('message'),
        locations: array(object({ physicalLocation: ref('physicalLocation') })),
      },
      ['message'],
    ),
    physicalLocation: object({
      artifactLocation: object({
        // A URI reference: what is not allowed in one is written in percent signs.
        uri: { type: 'string', pattern: "^[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+$" },
        uriBaseId: text,
      }),
      region: object({ startLine: place, startColumn: place, endLine: place, endColumn: place }),
    }),
  },
};
