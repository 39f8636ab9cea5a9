#!/usr/bin/env node
import { main } from './chron.ts';
import { processContext } from './process-context.ts';

process.exitCode = await main(process.argv.slice(2), processContext(process.env));
