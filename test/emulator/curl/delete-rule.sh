# DeleteRule, and again.
curl -sS -X POST "$SECOPS/v2/detect/rules/$RULE/retrohunts/$HUNT:cancelRetrohunt"
curl -sS -w '%{http_code}\n' -X DELETE "$SECOPS/v2/detect/rules/$RULE" -H "Authorization: Bearer $TOKEN"
curl -sS -w '%{http_code}\n' -X DELETE "$SECOPS/v2/detect/rules/$RULE" -H "Authorization: Bearer $TOKEN"
curl -sS -w '%{http_code}\n' -X DELETE "$SECOPS/v2/detect/rules/12345" -H "Authorization: Bearer $TOKEN"
