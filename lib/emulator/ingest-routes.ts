import { IMPORT_BODY, importEvents } from './ingest.ts';
import type { Route } from './route.ts';

const WORK = { method: 'POST', operation: 'ImportEvents', wait: importEvents } as const;

/** How events come in: the one method of the Chronicle API that the emulator has, for any instance (chronicle-v1 §15). */
// prettier-ignore
export const INGEST_ROUTES = [
  { ...WORK, path: '/v1alpha/{instance=projects/*/locations/*/instances/*}/events:import', query: {}, body: IMPORT_BODY, quota: 'none' },
  { ...WORK, path: '/v1beta/{instance=projects/*/locations/*/instances/*}/events:import',  query: {}, body: IMPORT_BODY, quota: 'none' },
] as const satisfies readonly Route[];
