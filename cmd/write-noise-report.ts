import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { UserError } from '../lib/errors.ts';
import { openRedactor } from '../lib/gate/redact.ts';
import type { NoiseReport } from '../lib/model/noise-report.ts';
import { openReportFolder } from '../lib/store/report-folder.ts';
import type { Context, OptionTable } from './command.ts';
import { sayLines } from './say.ts';

/** Where reports go; for every command that measures. */
export const REPORT_OPTIONS = {
  report: {
    type: 'string',
    describe: 'write report.html, report.md and report.json into this folder',
    requiresArg: true,
  },
  reveal: {
    type: 'boolean',
    default: false,
    describe: 'with --report: detections.ndjson too, as they are, for this desk only',
  },
} as const satisfies OptionTable;

/** Throws UserError for `--reveal` without a folder to write to. */
export function needReport(args: {
  readonly report?: string | undefined;
  readonly reveal: boolean;
}): void {
  if (!args.reveal || args.report !== undefined) return;
  throw new UserError('--reveal says what --report writes beside it', {
    hint: 'name a folder: --report noise --reveal',
  });
}

/** Names entities without saying who they are. The salt is forgotten with the run (gate/redact.ts). */
export function freshRedactor(): ReturnType<typeof openRedactor> {
  return openRedactor(randomBytes(32).toString('hex'));
}

/**
 * Writes a report into a folder, which is made: report.html, report.md and report.json, redacted alike; with `reveal`
 * detections.ndjson as well, which is not. Of several environments each has a folder of its name in it. Throws UserError
 * where the folder cannot be written to.
 */
export async function writeNoiseReport(
  report: NoiseReport,
  {
    folder,
    several,
    reveal,
    redact = freshRedactor(),
  }: {
    /** As it was typed. */
    readonly folder: string;
    /** There is more than one environment. */
    readonly several: boolean;
    readonly reveal: boolean;
    /** The one that other texts of the same run were made with. */
    readonly redact?: ReturnType<typeof openRedactor>;
  },
  context: Context,
): Promise<void> {
  const [{ noiseHtml }, { noiseMarkdown }, { noiseJson }, { detectionLines }] = await Promise.all([
    import('../lib/report/noise-html.ts'),
    import('../lib/report/noise-markdown.ts'),
    import('../lib/report/noise-json.ts'),
    import('../lib/report/noise-detections.ts'),
  ]);
  const path = several ? join(folder, report.environment) : folder;
  const files = openReportFolder(resolve(context.cwd, path));
  files.write('report.json', noiseJson(report, redact));
  files.write('report.md', noiseMarkdown(report, redact));
  files.write('report.html', await noiseHtml(report, redact));
  if (reveal) files.writeLines('detections.ndjson', detectionLines(report));
  const raw = reveal ? '; detections.ndjson is not redacted, and stays at this desk' : '';
  sayLines(context, `${report.environment}: the report is in ${path}${raw}`);
}
