# GetDetection.
curl -sS -w '%{http_code}\n' "$SECOPS/v2/detect/rules/$RULE/detections/$DETECTION" -H "Authorization: Bearer $TOKEN"
curl -sS -w '%{http_code}\n' "$SECOPS/v2/detect/rules/$OLD/detections/$DETECTION" -H "Authorization: Bearer $TOKEN"
