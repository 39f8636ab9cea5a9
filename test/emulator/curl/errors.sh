# ListErrors and GetError, under /v2/health.
curl -sS -w '%{http_code}\n' "$SECOPS/v2/health/errors?category=RULES_EXECUTION_ERROR&rule_filter.version_id=$RULE" -H "Authorization: Bearer $TOKEN"
curl -sS -w '%{http_code}\n' "$SECOPS/v2/health/errors/$ERROR" -H "Authorization: Bearer $TOKEN"
