import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../../cmd/chron.ts';
import { actionFile, isForActions } from './action-file.ts';

// Writes action.yml anew from the options that the commands have.

const commands = await Promise.all(COMMANDS.filter(isForActions).map(({ load }) => load()));
writeFileSync(join(import.meta.dirname, 'action.yml'), actionFile(commands));
