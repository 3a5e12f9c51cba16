#!/usr/bin/env bash
# Walks the main job with curl against a running portal: project, assistant, key, thread, message, stream, tool call,
# cancel, audit log, usage, OpenAPI document, pages. Needs the replies to take a moment, so that one can be cancelled:
# start the portal with Portal__Responder__ChunkDelayMilliseconds=30.
#   PORTAL_URL    such as http://localhost:5080
#   PORTAL_KEY    an organization key
#   PORTAL_EMAIL, PORTAL_PASSWORD    of its owner; without them the pages are not signed in to
# Prints what it did, and at the first thing that is not as it should be what came instead, with exit code 1.
set -uo pipefail
url=${PORTAL_URL:?names the portal, such as http://localhost:5080}
key=${PORTAL_KEY:?must hold an organization key}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step() { echo "ok  $1"; }

fail() {
  echo "NOT OK  $1" >&2
  printf '%s\n' "${body:-}" >&2
  exit 1
}

# call METHOD PATH STATUS [JSON] [HEADER…]: the answer's body goes to $body; another status than the one named fails.
call() {
  local method=$1 path=$2 expected=$3 json=${4:-} status
  shift 3
  [ $# -gt 0 ] && shift
  local arguments=(-sS --max-time 60 -X "$method" -H "Authorization: Bearer $key" -o "$work/body" -w '%{http_code}')
  [ -n "$json" ] && arguments+=(-H "Content-Type: application/json" --data "$json")
  local header
  for header in "$@"; do arguments+=(-H "$header"); done
  status=$(curl "${arguments[@]}" "$url$path") || fail "$method $path: no answer"
  body=$(cat "$work/body")
  [ "$status" = "$expected" ] || fail "$method $path answered $status instead of $expected"
}

# has TEXT WHAT: the last answer holds the text.
has() { [[ "$body" == *"$1"* ]] || fail "$2: the answer does not hold $1"; }

# id PREFIX: the first id of that kind in the last answer.
id() { grep -o "\"id\":\"$1_[^\"]*\"" <<<"$body" | head -n 1 | cut -d '"' -f 4; }

call POST /v2/projects 201 '{"name":"Customer Support AI","description":"Handles 10k+ daily tickets","assistant_type":"customer_service"}'
project=$(id proj)
step "project $project"

call POST /v2/assistants 201 '{
  "name": "Returns desk",
  "instructions": "Answer questions about returns.",
  "model": "gpt-4-fast-2026",
  "tools": [
    { "type": "code_interpreter", "enabled": true },
    { "type": "function", "function": { "name": "find_order", "description": "Finds an order by its number.",
      "parameters": { "type": "object", "properties": { "number": { "type": "string" } }, "required": ["number"] } } }
  ],
  "memory": { "enabled": true, "summary_method": "reflection" },
  "safety": { "strict": true, "allowed_domains": ["*.lawfirm.com", "*.court.gov"] }
}' "OpenAI-Project: $project"
assistant=$(id asst)
has '"version":1' "the assistant"
call POST "/v2/assistants/$assistant" 200 '{ "privacy": { "mode": "strict", "allowed_entities": ["customer_id", "email"] } }'
has '"version":2' "the changed assistant"
step "assistant $assistant"

call POST "/v2/projects/$project/keys" 201 '{"name":"Walk"}'
organization_key=$key
key=$(grep -o '"key":"[^"]*"' <<<"$body" | cut -d '"' -f 4)
step "key of the project"

call POST /v2/threads 201 "{\"assistant_id\":\"$assistant\",\"metadata\":{\"case_id\":\"CASE-2026-0456\",\"priority\":\"high\"}}"
thread=$(id thread)
step "thread $thread"

call POST "/v2/threads/$thread/messages" 201 '{"role":"user","content":"How long may a return take?"}' "Prefer: wait=30"
has '"status":"completed"' "the reply within the answer"
has '"cost":' "the reply's usage"
step "message with its reply in the answer"

call POST "/v2/threads/$thread/messages" 201 '{"role":"user","content":"And without a receipt?"}' "Idempotency-Key: walk-$thread"
message=$(id msg)
call POST "/v2/threads/$thread/messages" 201 '{"role":"user","content":"And without a receipt?"}' "Idempotency-Key: walk-$thread"
[ "$(id msg)" = "$message" ] || fail "a repeated post made another message"
body=$(curl -sSN --max-time 60 -H "Authorization: Bearer $key" "$url/v2/threads/$thread/messages/$message/stream") || fail "the stream broke off"
has 'event: message.delta' "the stream"
has 'event: run.completed' "the stream"
has 'event: done' "the stream"
again=$(curl -sSN --max-time 60 -H "Authorization: Bearer $key" "$url/v2/threads/$thread/messages/$message/stream") || fail "the stream's replay broke off"
[ "$again" = "$body" ] || fail "the replay differs from the stream"
step "stream, and the same again after its end"

call POST "/v2/threads/$thread/messages" 201 '{"role":"user","content":"/call find_order {\"number\":\"A-1001\"}"}' "Prefer: wait=30"
has '"status":"requires_action"' "the reply that calls a function"
tool_call=$(id call)
call POST "/v2/threads/$thread/messages" 201 "{\"role\":\"tool\",\"tool_call_id\":\"$tool_call\",\"content\":\"Order A-1001 was delivered on Monday.\"}" "Prefer: wait=30"
has '"status":"completed"' "the reply after the function's output"
has 'delivered on Monday' "the reply after the function's output"
call POST "/v2/threads/$thread/messages" 409 "{\"role\":\"tool\",\"tool_call_id\":\"$tool_call\",\"content\":\"Again.\"}"
step "tool call $tool_call with its output"

long=$(printf 'word%.0s ' {1..40})
call POST "/v2/threads/$thread/messages" 201 "{\"role\":\"user\",\"content\":\"$long\"}"
reply=$(sed -n 's/.*"reply":{"id":"\(msg_[^"]*\)".*/\1/p' <<<"$body")
call POST "/v2/threads/$thread/messages/$reply/cancel" 200
call GET "/v2/threads/$thread/messages/$reply" 200
has '"status":"cancelled"' "the cancelled reply"
step "cancel"

call GET "/v2/threads/$thread/memory" 200
has '"limit":16384' "the memory"
call GET "/v2/projects/$project/limits" 200
has '"estimated_cost":' "the limits"
call GET "/v2/projects/$project/usage" 200
has '"runs":4' "the usage figures"
step "memory, limits and usage"

key=$organization_key
call GET "/v2/organization/audit_logs?project_id=$project&limit=100" 200
for action in project.created assistant.created assistant.updated key.created thread.created message.created model.called; do
  has "\"action\":\"$action\"" "the audit log"
done
has '"previous_hash":' "the audit log"
call GET /v2/organization/usage 200
step "audit log"

call GET /v2/projects/proj_0unknown 404
has '"type":"not_found_error"' "an unknown id"
call POST /v2/projects 400 '{"name":"x","colour":"red"}'
has '"param":"colour"' "an unknown field"
key=sk-mistyped call GET /v2/projects 401
step "errors"

call GET /openapi/v2.json 200
has '"openapi"' "the OpenAPI document"
has '/v2/threads/{threadId}/messages' "the OpenAPI document"
call GET /health/ready 200
step "OpenAPI document and health"

body=$(curl -sS --max-time 30 -L "$url/projects") || fail "the pages do not answer"
has 'Password' "a page asked for while signed out"
for asset in _framework/blazor.web.js _content/MudBlazor/MudBlazor.min.css css/portal.css; do
  curl -sS --max-time 30 -f -o /dev/null "$url/$asset" || fail "/$asset does not answer"
done
if [ -n "${PORTAL_EMAIL:-}" ]; then
  jar=(-sS --max-time 30 -b "$work/cookies" -c "$work/cookies")
  body=$(curl "${jar[@]}" "$url/sign-in")
  token=$(sed -n 's/.*name="__RequestVerificationToken"[^>]*value="\([^"]*\)".*/\1/p' <<<"$body" | head -n 1)
  body=$(curl "${jar[@]}" -o /dev/null -w '%{http_code}' --data-urlencode "__RequestVerificationToken=$token" \
    --data-urlencode "email=$PORTAL_EMAIL" --data-urlencode "password=${PORTAL_PASSWORD:-}" --data-urlencode "return_url=/projects" "$url/sign-in")
  [ "$body" = 302 ] || fail "the sign-in answered $body"
  for page in "/projects Customer Support AI" "/projects/$project Customer Support AI" "/assistants Returns desk" "/assistants/$assistant Returns desk" \
      "/threads How long may" "/threads/$thread receipt" "/providers gpt-4-fast-2026" "/audit project.created" "/usage Usage"; do
    body=$(curl "${jar[@]}" -f "$url${page%% *}") || fail "the page ${page%% *} does not answer"
    has "${page#* }" "the page ${page%% *} as it comes from the server"
  done
  step "pages, with their data in the first HTML"
fi
