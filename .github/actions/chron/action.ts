import { processContext } from '../../../cmd/process-context.ts';
import { runStep } from './step.ts';

// What the runner starts: one step, in the world of this process.

process.exitCode = await runStep(processContext(process.env));
