# ListRuleVersions: a GET with a verb; the key is rules.
curl -sS -w '%{http_code}\n' "$SECOPS/v2/detect/rules/$RULE:listVersions" -H "Authorization: Bearer $TOKEN"
curl -sS -w '%{http_code}\n' "$SECOPS/v2/detect/rules/$OLD:listVersions" -H "Authorization: Bearer $TOKEN"
