import { refusal } from './refusal.ts';
import type { EmulatorState, Found } from './state.ts';

const RULE_ID = /^ru_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const VERSION_ID = /^(ru_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@v_\d{10}_\d{9}$/;

/** The rule of an endpoint that takes a bare rule id only; a version id is refused (backstory-v2 §2). */
export function ruleById(ruleId: string, state: EmulatorState): Found {
  if (!RULE_ID.test(ruleId)) {
    throw refusal('INVALID_ARGUMENT', `provided rule ID ${ruleId} is not valid`);
  }
  return known(ruleId, state);
}

/** The rule and version of an endpoint that takes either id; a bare rule id means the newest version. */
export function versionById(id: string, state: EmulatorState): Found {
  if (RULE_ID.test(id)) return known(id, state);
  const ruleId = VERSION_ID.exec(id)?.[1];
  if (ruleId === undefined) {
    throw refusal(
      'INVALID_ARGUMENT',
      'version ID must be in format {rule_id} or {rule_id}@v_{version_timestamp.seconds}_{version_timestamp.nanos}',
    );
  }
  const found = known(ruleId, state);
  const version = found.versions.find((one) => one.versionId === id);
  if (version === undefined) {
    // The text is UNCONFIRMED (backstory-v2 §4.2).
    throw refusal('NOT_FOUND', `rule with version ID ${id} could not be found`);
  }
  return { ...found, version };
}

function known(ruleId: string, state: EmulatorState): Found {
  const found = state.rule(ruleId);
  if (found === undefined) throw refusal('NOT_FOUND', `rule with ID ${ruleId} could not be found`);
  return found;
}

const CURATED_ID = /^ur_[A-Za-z0-9_]+$/;

/**
 * The versions that an endpoint with wildcards means (backstory-v2 §2): `-` all of all rules, `ru_…@-` all of a rule,
 * a bare rule id the newest one only.
 */
export function versionsByWildcard(id: string, state: EmulatorState): readonly Found[] {
  if (id === '-') return state.rules().flatMap(allVersions);
  const [ruleId = '', version] = id.split('@');
  if (!RULE_ID.test(ruleId) && !CURATED_ID.test(ruleId)) {
    throw refusal(
      'INVALID_ARGUMENT',
      `invalid wildcard version ID: invalid rule_id: invalid rule_id ${ruleId}, must be either a user rule_id or an uppercase rule_id`,
    );
  }
  if (version === '-') return allVersions(known(ruleId, state));
  return [version === undefined ? known(ruleId, state) : versionById(id, state)];
}

function allVersions(found: Found): readonly Found[] {
  return found.versions.map((version) => ({ ...found, version }));
}
