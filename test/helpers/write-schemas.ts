import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemas } from '../../lib/repo/json-schema.ts';

/** Writes the JSON schemas that editors use; a test says whether the committed ones are current. */
for (const [path, text] of jsonSchemas()) {
  writeFileSync(join(import.meta.dirname, '../..', path), text);
}
