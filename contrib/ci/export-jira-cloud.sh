#!/usr/bin/env bash
# Exports a project of Jira Cloud with its whole history, as boardlint reads it.
#
#   JIRA_URL=https://yoursite.atlassian.net JIRA_EMAIL=… JIRA_TOKEN=… bash export-jira-cloud.sh 'project = APP' [FOLDER]
#
# FOLDER is `export` unless another is given; it should hold nothing else. Needs bash, curl and jq. The token comes from the
# environment and never stands on a command line or in a file. The export holds names: keep it out of the repository.
# Sources: The Jira Cloud platform REST API, "Search for issues using JQL enhanced search" and "Get changelogs".
set -euo pipefail
: "${JIRA_URL:?such as https://yoursite.atlassian.net}" "${JIRA_EMAIL:?}" "${JIRA_TOKEN:?an API token}"
jql=${1:?a search in JQL, such as "project = APP"}
folder=${2:-export}

say() { printf '%s\n' "$*" >&2; }
# curl waits as long as the server asks it to (429, 503), and longer each time where it does not say.
ask() {
  curl --fail --silent --show-error --get --retry 8 --retry-max-time 900 --retry-connrefused --max-time 300 \
    --config <(printf 'user = "%s:%s"\n' "$JIRA_EMAIL" "$JIRA_TOKEN") "$@"
}

mkdir -p "$folder"
page=1 next='' issues=0
while :; do
  file=$folder/page-$page.json
  token=()
  [ -z "$next" ] || token=(--data-urlencode "nextPageToken=$next")
  ask "$JIRA_URL/rest/api/3/search/jql" --output "$file" "${token[@]}" --data maxResults=100 \
    --data-urlencode "jql=$jql" --data-urlencode 'fields=*all' --data expand=changelog,names,schema
  issues=$((issues + $(jq '.issues | length' "$file")))
  say "page $page: $issues issues"
  before=$next
  next=$(jq -r '.nextPageToken // empty' "$file")
  [ -n "$next" ] || break
  if [ "$next" = "$before" ]; then
    say "the server gave the same page again: stopped"
    exit 1
  fi
  page=$((page + 1))
done

# Of a long history the search gives the newest entries alone. Such a history is fetched whole, oldest first, into files beside
# the pages, where boardlint joins them.
# shellcheck disable=SC2016 # $n is jq's
cut='.issues[] | select((.changelog.histories | length) as $n | .changelog.total > $n or $n == 40 or $n == 100) | .key'
keys=$(jq -r "$cut" "$folder"/page-*.json | sort -u)
[ -z "$keys" ] || say "$(wc -l <<<"$keys" | tr -d ' ') histories were cut: fetching them whole"
for key in $keys; do
  # It becomes a part of an address and of a file's name.
  [[ $key =~ ^[A-Za-z][A-Za-z0-9_]*-[0-9]+$ ]] || continue
  start=0
  while [ -n "$start" ]; do
    file=$folder/$key-$start.json
    ask "$JIRA_URL/rest/api/3/issue/$key/changelog" --output "$file" --data startAt="$start" --data maxResults=100
    if [ "$(jq '.values | length' "$file")" = 0 ]; then
      # Some sites answer so although there is a history. The file would say that there is none.
      rm "$file"
      say "$key: the server gave an empty page of its history"
      break
    fi
    start=$(jq -r 'if .isLast then empty else .startAt + (.values | length) end' "$file")
  done
done
say "wrote $folder"
