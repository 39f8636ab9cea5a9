#!/usr/bin/env node
import { main } from './chron.ts';
import { suitEngine } from './engine.ts';
import { processContext } from './process-context.ts';

suitEngine('short-lived');
process.exitCode = await main(process.argv.slice(2), processContext(process.env));
