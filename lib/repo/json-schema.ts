import { z } from 'zod';
import { noiseJsonSchema } from '../model/noise-json.ts';
import { retrohuntJsonSchema } from '../model/retrohunt-json.ts';
import { checkSchema } from './check-settings.ts';
import { environmentEditorSchema } from './gate-schema.ts';
import { ruleTestEditorSchema } from './rule-test-schema.ts';

/** The JSON schemas that editors check files with as they are typed, and those of what chron writes, by the path where they are kept. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  return new Map([
    ['environments/schema.json', schemaText('environment', environmentEditorSchema)],
    ['rules/check.schema.json', schemaText('check settings', checkSchema)],
    ['rules/test.schema.json', schemaText('rule test', ruleTestEditorSchema)],
    ['docs/noise-report-schema.json', schemaText('report.json', noiseJsonSchema)],
    ['docs/retrohunt-schema.json', schemaText('retrohunt --format json', retrohuntJsonSchema)],
  ]);
}

function schemaText(title: string, schema: z.core.$ZodType): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7' });
  return `${JSON.stringify({ $schema, title: `chron: ${title}`, ...rest }, null, 2)}\n`;
}
