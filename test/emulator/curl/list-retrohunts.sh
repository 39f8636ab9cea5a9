# ListRetrohunts: of the tenant, and by state.
curl -sS -w '%{http_code}\n' "$SECOPS/v2/detect/rules/-/retrohunts" -H "Authorization: Bearer $TOKEN"
curl -sS -w '%{http_code}\n' "$SECOPS/v2/detect/rules/$RULE@-/retrohunts/?state=RUNNING" -H "Authorization: Bearer $TOKEN"
curl -sS -w '%{http_code}\n' "$SECOPS/v2/detect/rules/ru_f04b9ef9-bd49/retrohunts" -H "Authorization: Bearer $TOKEN"
