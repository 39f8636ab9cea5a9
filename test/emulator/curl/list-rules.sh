# ListRules: two pages.
curl -sS -w '%{http_code}\n' "$SECOPS/v2/detect/rules?page_size=1" -H "Authorization: Bearer $TOKEN"
TOKEN_OF_PAGE=$(curl -sS "$SECOPS/v2/detect/rules?page_size=1" | sed -n 's/.*"nextPageToken": "\(.*\)".*/\1/p')
curl -sS -w '%{http_code}\n' -G "$SECOPS/v2/detect/rules" --data-urlencode "page_token=$TOKEN_OF_PAGE" \
  -d page_size=1 -d state=ALL -H "Authorization: Bearer $TOKEN"
