# CreateRule: JSON, as the reference sends it.
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules" \
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"rule_text": "rule demoRule {\n  meta:\n    author = \"testuser\"\n    description = \"single event rule that should generate detections\"\n  events:\n    $e.metadata.event_type = \"NETWORK_DNS\"\n  condition:\n    $e\n}\n"}'
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules" \
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"ruleText": "rule demoRule {\n  events:\n    $e.metadata.event_type = \"NETWORK_DNS\"\n  condition:\n    $e\n}\n"}'
