# CreateReferenceList, GetReferenceList, ListReferenceLists, UpdateReferenceList, VerifyReferenceList.
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/lists" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"name": "networks", "description": "ours", "lines": ["192.0.2.0/24", "// documentation"], "content_type": "CIDR"}'
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/lists" -H "Authorization: Bearer $TOKEN" \
  -d '{"name": "bad", "description": "none", "lines": ["dummy_lines"], "content_type": "CIDR"}'
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/lists" -H "Authorization: Bearer $TOKEN" -d '{"name": "watched", "description": "again", "lines": ["x"]}'
curl -sS -w '%{http_code}\n' "$SECOPS/v2/lists/networks" -H "Authorization: Bearer $TOKEN"
curl -sS -w '%{http_code}\n' "$SECOPS/v2/lists/dummy" -H "Authorization: Bearer $TOKEN"
curl -sS -w '%{http_code}\n' "$SECOPS/v2/lists?page_size=10" -H "Authorization: Bearer $TOKEN"
curl -sS -w '%{http_code}\n' -X PATCH "$SECOPS/v2/lists?update_mask=list.lines" -H "Authorization: Bearer $TOKEN" \
  -d '{"name": "networks", "lines": ["198.51.100.0/24"], "content_type": "CIDR"}'
curl -sS -w '%{http_code}\n' -X POST "$SECOPS/v2/lists:verifyReferenceList" -H "Authorization: Bearer $TOKEN" \
  -d '{"lines": ["("], "content_type": "REGEX"}'
