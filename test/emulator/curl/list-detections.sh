# ListDetections: of the rule, by time, and of nobody.
curl -sS -w '%{http_code}\n' "$SECOPS/v2/detect/rules/$RULE/detections?page_size=1&list_basis=CREATED_TIME" -H "Authorization: Bearer $TOKEN"
curl -sS -w '%{http_code}\n' "$SECOPS/v2/detect/rules/-/detections?alert_state=ALERTING&start_time=2025-12-01T00:00:00Z&end_time=2025-12-02T00:00:00Z" -H "Authorization: Bearer $TOKEN"
curl -sS -w '%{http_code}\n' "$SECOPS/v2/detect/rules/ru_00000000-0000-4000-8000-000000000000/detections" -H "Authorization: Bearer $TOKEN"
