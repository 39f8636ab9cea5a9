#!/usr/bin/env bash
# Commits the bundle beside the sources, tags the commit and makes a release of it: VERSION=1.2.3 GH_TOKEN=… publish.sh
# Only files below dist/ are added, so the workflows of the release are those of main. It may be run again wherever it
# broke off: the same sources and bundle give the same commit, and what is there already is not made a second time.
set -euo pipefail
cd "$(dirname "$0")/../../.."

[[ "$VERSION" =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || { echo "\"$VERSION\" is no version" >&2; exit 1; }
packaged=$(node --print 'JSON.parse(require("fs").readFileSync("package.json")).version')
[[ "$VERSION" == "$packaged" ]] || { echo "package.json says $packaged, not $VERSION" >&2; exit 1; }
tag="v$VERSION"
bundle=.github/actions/chron/dist

# The token is handed to git by its helper: it stands in no file and in no argument.
as_github() {
  # shellcheck disable=SC2016 # the helper's own shell reads the variable
  git -c credential.helper='!f() { echo username=x-access-token; echo "password=$GH_TOKEN"; }; f' "$@"
}

when=$(git show --no-patch --format=%cI HEAD)
git add --force "$bundle"
GIT_AUTHOR_DATE=$when GIT_COMMITTER_DATE=$when git -c user.name='chron release' -c user.email='release@localhost' \
  -c commit.gpgSign=false commit --quiet --message "release: $tag" -- "$bundle"
commit=$(git rev-parse HEAD)

there=$(as_github ls-remote origin "refs/tags/$tag")
if [[ -z "$there" ]]; then
  as_github push --quiet origin "$commit:refs/tags/$tag"
elif [[ "${there%%[[:space:]]*}" != "$commit" ]]; then
  echo "$tag is there already, of other sources or another bundle: ${there%%[[:space:]]*}, not $commit" >&2
  exit 1
fi

# A draft until it has its files: nobody sees half a release.
state=$(gh release view "$tag" --json isDraft --jq .isDraft 2>/dev/null) || state=none
if [[ "$state" == none ]]; then
  gh release create "$tag" --draft --verify-tag --title "chron $VERSION" \
    --notes "Pin the workflows and the action by this commit: $commit"
fi
if [[ "$state" != false ]]; then
  gh release upload "$tag" --clobber "$bundle/checksums.txt" "$bundle/CONTENTS.md"
  gh release edit "$tag" --draft=false
fi
echo "Pin this commit: \`$commit\`" >> "${GITHUB_STEP_SUMMARY:-/dev/stdout}"
