# VerifyRule: a text that does not compile is a 200, too.
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules:verifyRule" \
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"ruleText": "rule demoRule {\n  meta:\n    author = \"testuser\"\n  events:\n    $e.metadata.event_type = \"NETWORK_DNS\"\n  condition:\n    $e\n}\n"}'
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules:verifyRule" \
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"ruleText": "rule demoRule {"}'
