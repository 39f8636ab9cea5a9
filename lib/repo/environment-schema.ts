import { z } from 'zod';
import { TIERS } from '../model/environment.ts';
import { DURATION_TEXT } from './duration.ts';
import { GLOB_CHARACTERS } from './globs.ts';

/** Where Backstory runs (backstory-v2 §1.1): `us` has the host without a prefix, `eu` is another name of `europe`. */
export const REGIONS = [
  'us',
  'europe',
  'eu',
  'africa-south1',
  'asia-northeast1',
  'asia-south1',
  'asia-southeast1',
  'asia-southeast2',
  'australia-southeast1',
  'europe-central2',
  'europe-west2',
  'europe-west3',
  'europe-west6',
  'europe-west9',
  'europe-west12',
  'me-central1',
  'me-central2',
  'me-west1',
  'northamerica-northeast2',
  'southamerica-east1',
] as const;

const GLOB = z.string().min(1).max(GLOB_CHARACTERS);
const GLOBS = z.union([GLOB, z.array(GLOB).min(1)]);
const WORDS = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
/** A secret of Secret Manager, or one of its versions; `latest` where none is named. */
const SECRET = z
  .string()
  .regex(
    /^projects\/[a-z0-9][a-z0-9.:-]*\/secrets\/[\w-]{1,255}(?:\/versions\/(?:latest|[1-9]\d*))?$/,
  );
/** No slash, no colon, no bracket: neither a path nor a URL nor a placeholder gets through. */
const ACCOUNT = z.string().regex(/^[^@\s/\\:<>]+@[^@\s/\\:<>]+\.[A-Za-z]+$/);
const SHARE = z.string().regex(/^(?:100|\d{1,2}(?:\.\d+)?)%$/);
const DURATION = z.string().regex(DURATION_TEXT);

const match = z.strictObject({
  name: GLOBS.optional().describe('Globs over the name of the rule.'),
  path: GLOBS.optional().describe('Globs over the path below rules/, such as kubernetes/**.'),
  severity: WORDS.optional().describe('meta.severity is one of these; case does not matter.'),
  meta: z
    .record(z.string().min(1), WORDS)
    .optional()
    .describe('For every key named here, the value in meta is one of these; case does not matter.'),
});

const entry = z.strictObject({
  match: match
    .optional()
    .describe('Which rules the entry is about; every key must match. Without it: all rules.'),
  enabled: z.boolean().optional().describe('Whether these rules run on new events.'),
  alerting: z.boolean().optional().describe('Whether their detections alert; needs enabled.'),
});

/**
 * The shape of environments/<name>.yaml, as written. Every key may be missing, for another file may bring it by
 * `extends`; defaults are filled in once all files are laid over each other, never here.
 */
export const environmentSchema = z
  .strictObject({
    example: z
      .literal(true)
      .optional()
      .describe('This file is an example and is refused until the line is deleted.'),
    extends: z
      .string()
      .regex(/^[A-Za-z0-9_][A-Za-z0-9_./-]*\.yaml$/)
      .optional()
      .describe('Another file below environments/ that this one is laid over.'),
    api: z
      .enum(['backstory', 'embedded'])
      .optional()
      .describe('backstory: the Detection Engine API v2; embedded: the emulator inside chron.'),
    region: z
      .enum(REGIONS)
      .optional()
      .describe('Where the tenant is; the host follows from it. Needed for backstory.'),
    credentials: z
      .strictObject({
        ambient: z
          .literal(true)
          .optional()
          .describe('Use the credentials that the machine has (workload identity, gcloud, a key).'),
        impersonate: ACCOUNT.optional().describe('A service account to act as.'),
        secret: SECRET.optional().describe(
          'Where Secret Manager keeps the service-account key; the credentials of the machine read it.',
        ),
        expect: ACCOUNT.optional().describe(
          'The identity that must be in use before the first call: nothing else tells which tenant it is.',
        ),
      })
      .optional()
      .describe('How chron proves who it is: exactly one of ambient, impersonate and secret.'),
    tier: z.enum(TIERS).optional().describe('The licence, which limits how many rules may run.'),
    rules: z
      .strictObject({
        include: z.array(GLOB).min(1).optional().describe('Globs over paths below rules/.'),
        exclude: z.array(GLOB).optional().describe('Globs over paths below rules/; they win.'),
      })
      .optional()
      .describe('Which rules this environment is given.'),
    deployment: z
      .array(entry)
      .min(1)
      .optional()
      .describe('In order; later entries override earlier ones field by field.'),
    removed: z
      .enum(['archive', 'disable', 'keep'])
      .optional()
      .describe('What happens to a rule that is no longer declared.'),
    drift: z
      .enum(['hold', 'revert'])
      .optional()
      .describe('What happens to what was changed outside chron.'),
    // Looked at by itself (gate.ts), since one of its files may say off and another a policy.
    gate: z.unknown().optional().describe('off, or how loud rules may be.'),
    safety: z
      .strictObject({
        maxChanged: SHARE.optional().describe('Largest share of managed rules to change at once.'),
        maxArchived: SHARE.optional().describe(
          'Largest share of managed rules to archive at once.',
        ),
        minRules: z
          .int()
          .min(0)
          .optional()
          .describe('Below so many managed rules no share counts.'),
        planMaxAge: DURATION.optional().describe('How old a saved plan may be when it is applied.'),
      })
      .optional()
      .describe('How much may change at once before somebody has to say so.'),
    rates: z
      .enum(['published', 'none'])
      .optional()
      .describe('published: one call a second for each method; none: as fast as it goes.'),
  })
  .describe('One Google SecOps instance, and what it is given.');

/** An environment file as written, after its shape was checked. */
export type EnvironmentShape = z.infer<typeof environmentSchema>;
