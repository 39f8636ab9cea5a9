# GetRule: by rule, by version, and what is none.
for id in "$RULE" "$OLD" 12345 ru_00000000-0000-4000-8000-000000000000; do
  curl -sS -w '%{http_code}\n' "$SECOPS/v2/detect/rules/$id" -H "Authorization: Bearer $TOKEN"
done
