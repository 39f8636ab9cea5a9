# EnableLiveRule, EnableAlerting, and back: POST without a body.
for verb in enableLiveRule enableAlerting disableAlerting disableLiveRule; do
  curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules/$RULE:$verb" -H "Authorization: Bearer $TOKEN"
  curl -sS "$SECOPS/v2/detect/rules/$RULE" | grep Enabled
done
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/detect/rules/dummy:enableAlerting" -H "Authorization: Bearer $TOKEN"
