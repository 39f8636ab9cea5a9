# StreamDetectionAlerts: it never ends by itself.
curl -sS --no-buffer --max-time 2 -X POST "$SECOPS/v2/detect/rules:streamDetectionAlerts" \
  -H "Authorization: Bearer $TOKEN" -d continuationTime=2026-01-01T00:00:00Z 2>&1 | grep -v 'timed out'
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules:streamDetectionAlerts" \
  -H "Authorization: Bearer $TOKEN" -d '{"continuationTime": "2025-12-01T00:00:00Z"}'
