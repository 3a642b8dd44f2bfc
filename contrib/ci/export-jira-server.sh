#!/usr/bin/env bash
# Exports a project of Jira Server or Data Center with its whole history, as boardlint reads it.
#
#   JIRA_URL=https://jira.example.com JIRA_TOKEN=… bash export-jira-server.sh 'project = APP' [FOLDER]
#
# FOLDER is `export` unless another is given; it should hold nothing else. Needs bash, curl and jq. The token, a personal access
# token, comes from the environment and never stands on a command line or in a file. The export holds names: keep it out of
# the repository. Source: Atlassian documentation, "Using Personal Access Tokens".
set -euo pipefail
: "${JIRA_URL:?such as https://jira.example.com}" "${JIRA_TOKEN:?a personal access token}"
jql=${1:?a search in JQL, such as "project = APP"}
folder=${2:-export}

say() { printf '%s\n' "$*" >&2; }
# curl waits as long as the server asks it to (429, 503), and longer each time where it does not say.
ask() {
  curl --fail --silent --show-error --get --retry 8 --retry-max-time 900 --retry-connrefused --max-time 300 \
    --config <(printf 'header = "Authorization: Bearer %s"\n' "$JIRA_TOKEN") "$@"
}

mkdir -p "$folder"
start=0
while :; do
  file=$folder/from-$start.json
  ask "$JIRA_URL/rest/api/2/search" --output "$file" --data startAt="$start" --data maxResults=100 \
    --data-urlencode "jql=$jql ORDER BY key" --data-urlencode 'fields=*all' --data expand=changelog,names,schema
  got=$(jq '.issues | length' "$file")
  total=$(jq .total "$file")
  start=$((start + got))
  say "$start of $total issues"
  if [ "$got" = 0 ] || [ "$start" -ge "$total" ]; then break; fi
done
say "wrote $folder"
