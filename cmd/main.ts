#!/usr/bin/env node
import { main } from './chron.ts';
import { suitV8 } from './v8-flags.ts';
import { processContext } from './process-context.ts';

suitV8('short-lived');
process.exitCode = await main(process.argv.slice(2), processContext(process.env));
