#!/usr/bin/env bash
# Exports a Trello board with all of its actions, as boardlint reads it.
#
#   TRELLO_KEY=… TRELLO_TOKEN=… bash export-trello.sh BOARD [FOLDER]
#
# BOARD is what stands behind /b/ in the board's address. FOLDER is `export` unless another is given; it should hold nothing else.
# Needs bash, curl and jq. Key and token come from the environment and never stand on a command line or in a file. The export
# holds names: keep it out of the repository. Sources: Trello developer documentation, "Nested Resources" and "Authorization".
set -euo pipefail
: "${TRELLO_KEY:?an API key}" "${TRELLO_TOKEN:?a token with scope=read}"
board=${1:?the board, as in https://trello.com/b/BOARD}
folder=${2:-export}
url=${TRELLO_URL:-https://api.trello.com}

say() { printf '%s\n' "$*" >&2; }
# curl waits as long as the server asks it to (429, 503), and longer each time where it does not say.
ask() {
  curl --fail --silent --show-error --get --retry 8 --retry-max-time 900 --retry-connrefused --max-time 300 \
    --config <(printf 'data-urlencode = "%s"\n' "key=$TRELLO_KEY" "token=$TRELLO_TOKEN") "$@"
}

mkdir -p "$folder"
ask "$url/1/boards/$board" --output "$folder/board.json" --data fields=all --data actions=all --data actions_limit=1000 \
  --data cards=all --data card_customFieldItems=true --data lists=all --data members=all --data memberships=all \
  --data labels=all --data labels_limit=1000 --data checklists=all --data customFields=true
say "the board: $(jq '.cards | length' "$folder/board.json") cards, $(jq '.actions | length' "$folder/board.json") actions"

# Each page of older actions begins with the action that the page before it ends with, so that nothing can be missing between.
id=$(jq -r .id "$folder/board.json")
before=$(jq -r 'if (.actions | length) < 1000 then empty else .actions[-2].id end' "$folder/board.json")
page=1
while [ -n "$before" ]; do
  file=$folder/older-$page.json
  ask "$url/1/boards/$id/actions" --output "$file" --data limit=1000 --data before="$before"
  say "older actions, page $page: $(jq length "$file")"
  last=$before
  before=$(jq -r 'if length < 1000 then empty else .[-2].id end' "$file")
  [ "$before" != "$last" ] || break
  page=$((page + 1))
done
say "wrote $folder"
