# CreateRuleVersion.
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules/$RULE:createVersion" \
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"ruleText": "rule demoRuleNewVersion {\n  meta:\n    author = \"testuser\"\n  events:\n    $e.metadata.event_type = \"NETWORK_DNS\"\n  condition:\n    $e\n}\n"}'
