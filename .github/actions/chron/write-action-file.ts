import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../../cmd/chron.ts';
import { actionFile } from './action-file.ts';

// Writes action.yml anew from the options that the commands have.

// `emulate` runs until it is stopped, which no step can do; `init` is for a desk.
const names = COMMANDS.filter(({ name }) => name !== 'emulate' && name !== 'init');
const commands = await Promise.all(names.map(({ load }) => load()));
writeFileSync(join(import.meta.dirname, 'action.yml'), actionFile(commands));
