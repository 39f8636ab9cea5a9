# StreamTestRule: a dotted form and JSON; refusals come in an array, too.
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules:streamTestRule" -H "Authorization: Bearer $TOKEN" \
  --data-urlencode "rule.rule_text=$TEXT" -d start_time=2025-12-20T00:00:00Z -d end_time=2026-01-01T00:00:00Z -d max_results=0
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules:streamTestRule" \
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"rule": {"ruleText": "rule demoRule {"}, "startTime": "2025-12-20T00:00:00Z", "endTime": "2026-01-01T00:00:00Z"}'
