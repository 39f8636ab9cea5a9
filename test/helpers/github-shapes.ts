import { Ajv, type ValidateFunction } from 'ajv';
import description from './github-openapi.json' with { type: 'json' };

/** The operations of the extract, as its paths have them. */
export type Operation =
  | 'GET /user'
  | 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'
  | 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'
  | 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}'
  | 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}'
  | 'GET /repos/{owner}/{repo}/issues'
  | 'POST /repos/{owner}/{repo}/issues'
  | 'PATCH /repos/{owner}/{repo}/issues/{issue_number}'
  | 'GET /repos/{owner}/{repo}/pulls/{pull_number}'
  | 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls';

type Tree = Readonly<Record<string, unknown>>;

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(nullable({ $id: 'github', ...description }), 'github');

const compiled = new Map<string, ValidateFunction | undefined>();

/** What is wrong with the body of a request, by the published description; empty where nothing is. */
export function requestFaults(operation: Operation, body: unknown): readonly string[] {
  return faultsOf([...pointer(operation), 'requestBody', 'content', 'application/json'], body);
}

/** What is wrong with an answer: a status that is not described, or a body of another shape. */
export function answerFaults(
  operation: Operation,
  status: number,
  body: unknown,
): readonly string[] {
  const answers = at([...pointer(operation), 'responses']);
  const described = answers[String(status)];
  // Every operation may be answered so; the description names the cases of each only.
  if (described === undefined) {
    return status < 400 ? [`${operation} is not answered with ${status}`] : [];
  }
  const { $ref } = tree(described);
  const path =
    typeof $ref === 'string'
      ? $ref.slice(2).split('/')
      : [...pointer(operation), 'responses', String(status)];
  return faultsOf([...path, 'content', 'application/json'], body);
}

/** A query parameter that the description does not know. */
export function queryFaults(operation: Operation, query: URLSearchParams): readonly string[] {
  const { parameters = [] } = at(pointer(operation));
  const known = list(parameters)
    .map(tree)
    .map((one) => {
      const ref = one['$ref'];
      return String((typeof ref === 'string' ? at(ref.slice(2).split('/')) : one)['name']);
    });
  return [...query.keys()].filter((name) => !known.includes(name));
}

/** A value of a named schema with everything that it requires, and what is given instead. */
export function shaped(schema: string, given: Tree): Tree {
  const sample = sampleOf(at(['components', 'schemas', schema]));
  return { ...tree(sample), ...given };
}

function sampleOf(schema: Tree): unknown {
  const { $ref, allOf, anyOf, oneOf, type, enum: values, format, required = [] } = schema;
  if (typeof $ref === 'string') return sampleOf(at($ref.slice(2).split('/')));
  if (schema['nullable'] === true) return null;
  if (Array.isArray(values)) return list(values)[0];
  const [part] = [allOf, anyOf, oneOf].flatMap(list);
  if (part !== undefined && type === undefined) return sampleOf(tree(part));
  switch (type) {
    case 'string':
      return format === 'date-time' ? '2026-01-01T00:00:00Z' : 'https://api.github.com/';
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return false;
    case 'array':
      return [];
    default: {
      const properties = tree(schema['properties'] ?? {});
      return Object.fromEntries(
        list(required).map((name) => [
          String(name),
          sampleOf(tree(properties[String(name)] ?? {})),
        ]),
      );
    }
  }
}

function faultsOf(path: readonly string[], body: unknown): readonly string[] {
  const key = path.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
  if (!compiled.has(key)) {
    const schema = at(path)['schema'];
    const ref = `github#/${encodeURI(key)}/schema`;
    compiled.set(key, schema === undefined ? undefined : ajv.compile({ $ref: ref }));
  }
  const validate = compiled.get(key);
  if (validate === undefined || validate(body)) return [];
  return (validate.errors ?? []).map((one) => `${one.instancePath}: ${one.message ?? ''}`);
}

function pointer(operation: Operation): readonly string[] {
  const [method = '', path = ''] = operation.split(' ');
  return ['paths', path, method.toLowerCase()];
}

function at(path: readonly string[]): Tree {
  let value: unknown = description;
  for (const part of path) value = tree(value)[part] ?? {};
  return tree(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function tree(value: unknown): Tree {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** OpenAPI 3.0 says `nullable` where JSON Schema says `type: [T, "null"]`; references within it are made absolute. */
function nullable(value: unknown): Tree {
  const walk = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one !== 'object' || one === null) return one;
    const { nullable: orNull, ...rest } = Object.fromEntries(
      Object.entries(one).map(([key, part]) => [key, walk(part)]),
    );
    if (orNull !== true) return rest;
    return { anyOf: [{ type: 'null' }, rest] };
  };
  return tree(walk(value));
}
