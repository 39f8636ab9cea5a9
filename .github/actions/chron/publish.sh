#!/usr/bin/env bash
# Commits the bundle beside the sources, tags the commit and makes a release of it: VERSION=1.2.3 GH_TOKEN=… publish.sh
# Only files below dist/ are added, so the workflows of the release are those of main.
set -euo pipefail
cd "$(dirname "$0")/../../.."

[[ "$VERSION" =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || { echo "\"$VERSION\" is no version" >&2; exit 1; }
packaged=$(node --print 'JSON.parse(require("fs").readFileSync("package.json")).version')
[[ "$VERSION" == "$packaged" ]] || { echo "package.json says $packaged, not $VERSION" >&2; exit 1; }

git add --force .github/actions/chron/dist
git -c user.name='chron release' -c user.email='release@localhost' \
  commit --quiet --message "release: v$VERSION" -- .github/actions/chron/dist
git tag "v$VERSION"
# The token is handed to git by its helper: it stands in no file and in no argument.
# shellcheck disable=SC2016 # the helper's own shell reads the variable
git -c credential.helper='!f() { echo username=x-access-token; echo "password=$GH_TOKEN"; }; f' \
  push --quiet origin "refs/tags/v$VERSION"

commit=$(git rev-parse HEAD)
gh release create "v$VERSION" --verify-tag --title "chron $VERSION" \
  --notes "Pin the workflows and the action by this commit: $commit" \
  .github/actions/chron/dist/checksums.txt .github/actions/chron/dist/CONTENTS.md
echo "Pin this commit: \`$commit\`" >> "${GITHUB_STEP_SUMMARY:-/dev/stdout}"
