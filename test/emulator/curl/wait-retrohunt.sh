# WaitRetrohunt of a hunt that has ended.
curl -sS -X POST "$SECOPS/v2/detect/rules/$RULE/retrohunts/$HUNT:cancelRetrohunt"
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules/$RULE/retrohunts/$HUNT:wait" \
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"timeout": "30s"}'
