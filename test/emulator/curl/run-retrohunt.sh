# RunRetrohunt: of the newest version, of an old one, and a range that is none.
for id in "$RULE" "$OLD"; do
  curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules/$id:runRetrohunt" \
    -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
    -d '{"startTime": "2025-12-01T00:00:00Z", "endTime": "2025-12-15T01:01:01Z"}'
done
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules/$RULE:runRetrohunt" \
  -H "Authorization: Bearer $TOKEN" -d '{"start_time": "2025-12-15T00:00:00Z", "end_time": "2025-12-01T00:00:00Z"}'
