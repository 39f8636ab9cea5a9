#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { main } from './chron.ts';
import { processContext } from './process-context.ts';

// A command is over in a second or two. By default the engine compiles every function that ran for a moment with its
// slowest compiler, and that costs more than the code ever gains: let a function run seven times as long before.
setFlagsFromString('--interrupt-budget=1000000');

process.exitCode = await main(process.argv.slice(2), processContext(process.env));
