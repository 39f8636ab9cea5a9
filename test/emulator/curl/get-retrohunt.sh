# GetRetrohunt.
for id in "$HUNT" test oh_54c2f72b-7527-4f51-8d28-adb30d2d0; do
  curl -sS -w '%{http_code}\n' "$SECOPS/v2/detect/rules/$RULE/retrohunts/$id" -H "Authorization: Bearer $TOKEN"
done
