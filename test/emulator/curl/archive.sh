# ArchiveRule and UnarchiveRule; not while the rule is live.
curl -sS -X POST "$SECOPS/v2/detect/rules/$RULE/retrohunts/$HUNT:cancelRetrohunt"
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules/$RULE:archive" -H "Authorization: Bearer $TOKEN"
curl -sS "$SECOPS/v2/detect/rules/$RULE" | grep archivedTime
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules/$RULE:unarchive" -H "Authorization: Bearer $TOKEN"
curl -sS -X POST "$SECOPS/v2/detect/rules/$RULE:enableLiveRule"
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules/$RULE:archive" -H "Authorization: Bearer $TOKEN"
