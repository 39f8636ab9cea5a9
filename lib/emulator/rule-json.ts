import type { Answer } from './operation.ts';
import type { EmulatorOptions } from './options.ts';
import type { Found } from './state.ts';
import { timestamp } from './time.ts';

/** A rule as the wire has it: what is false, empty or unset is missing (backstory-v2 §1.4, §3.1). */
export function ruleJson({ rule, versions, version }: Found, options: EmulatorOptions): Answer {
  const newest = version.versionId === versions[0]?.versionId;
  const flags = newest || options.oldVersionFlags === 'shown';
  return {
    ruleId: rule.ruleId,
    versionId: version.versionId,
    ruleName: version.name,
    ...(version.metadata.length > 0 && { metadata: Object.fromEntries(version.metadata) }),
    ruleText: version.text,
    ...(newest && rule.live && { liveRuleEnabled: true }),
    ...(flags && rule.alerting && { alertingEnabled: true }),
    versionCreateTime: timestamp(version.createTime),
    compilationState: version.compileError === undefined ? 'SUCCEEDED' : 'FAILED',
    ...(version.compileError !== undefined && { compilationError: version.compileError }),
    ruleType: version.multiEvent ? 'MULTI_EVENT' : 'SINGLE_EVENT',
    ...(flags && rule.archivedTime !== undefined && { archivedTime: timestamp(rule.archivedTime) }),
    ...(options.alertStatusTime === 'shown' && {
      lastAlertStatusChangeTime: timestamp(rule.alertingTime),
    }),
  };
}
