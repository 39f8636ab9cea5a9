# ListCuratedRules and ListCuratedRuleDetections.
curl -sS -w '%{http_code}\n' "$SECOPS/v2/detect/curatedRules?page_size=1" -H "Authorization: Bearer $TOKEN"
curl -sS -w '%{http_code}\n' "$SECOPS/v2/detect/curatedRules/-/detections" -H "Authorization: Bearer $TOKEN"
