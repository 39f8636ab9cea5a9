import type { ScaffoldFile } from '../model/scaffold.ts';
import { jsonSchemas } from './json-schema.ts';

/** Where the example stands; in a repository that has rules of its own it is not written. */
export const EXAMPLE_RULE = 'rules/windows/windows_security_log_cleared.yaral';

/** Everything below rules/. Rules that are there already are not told all at once that they have no tests. */
export function ruleFiles(ownRules: boolean): readonly ScaffoldFile[] {
  return [
    { path: 'rules/check.yaml', text: checkText(ownRules ? 0 : 1) },
    ...['rules/check.schema.json', 'rules/test.schema.json'].map((path) => ({
      path,
      text: jsonSchemas().get(path) ?? '',
    })),
    ...(ownRules
      ? []
      : [
          { path: EXAMPLE_RULE, text: RULE },
          { path: EXAMPLE_RULE.replace(/\.yaral$/, '.test.yaml'), text: TEST },
        ]),
  ];
}

function checkText(cases: number): string {
  return `# yaml-language-server: $schema=./check.schema.json
# How strict chron is with the rules of this folder.

# Advice by its id: off, info, warning or error, such as CHR110: error. \`chron explain CHR110\` says what it is about.
lints: {}

# Ids of language checks that are only warnings here, for rules taken over from elsewhere.
lenient: []

# Test cases that every rule must have: so many that give a detection, and so many that give none.
minCases: { firing: ${cases}, silent: ${cases} }
`;
}

const RULE = `// An example: somebody clears the Security log of a Windows machine. Change it, or delete it with its test.
rule windows_security_log_cleared {

  meta:
    author = "detection engineering"
    description = "The Security event log of a Windows machine is cleared."
    rule_id = "mr_d4488861-a56f-4272-8b58-d8c3b09e6852"
    severity = "HIGH"
    priority = "HIGH"
    data_source = "Windows Event Log"
    mitre_attack_tactic = "Defense Evasion"
    mitre_attack_technique = "T1070.001"
    reference = "https://attack.mitre.org/techniques/T1070/001/"
    false_positives = "Machines that are prepared as images, whose logs are cleared before they are copied."
    type = "alert"

  events:
    $e.metadata.log_type = "WINEVTLOG"
    $e.metadata.product_event_type = "1102"

  outcome:
    $risk_score = 75
    $host = $e.principal.hostname
    $user = $e.principal.user.userid

  condition:
    $e
}
`;

const TEST = `# Given these events, expect these detections: \`chron test\` runs the cases on your machine.
rule: windows_security_log_cleared
defaults:
  metadata: { log_type: WINEVTLOG, event_type: SYSTEM_AUDIT_LOG_WIPE, product_event_type: "1102" }
  principal: { hostname: dc01, user: { userid: mallory } }

cases:
  - name: the log is cleared
    events:
      - { at: +0m }
    expect:
      - outcomes: { risk_score: 75, host: dc01, user: mallory }

  - name: another event of the same log
    events:
      - { at: +0m, metadata: { event_type: USER_LOGIN, product_event_type: "4624" } }
    expect: 0
`;
