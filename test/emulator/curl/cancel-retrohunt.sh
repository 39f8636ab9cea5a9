# CancelRetrohunt, twice.
for _ in 1 2; do
  curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules/$RULE/retrohunts/$HUNT:cancelRetrohunt" -H "Authorization: Bearer $TOKEN"
done
