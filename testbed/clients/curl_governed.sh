#!/usr/bin/env bash
# curl with keys that have limits, against a gateway with smoke and smoke-embed behind it.
#
#     curl_governed.sh URL KEY KEY_FOR_ONE_AT_A_TIME KEY_NEARLY_SPENT
#
# Eight requests count for KEY: chat, stream, tool call, the answer to it, JSON, embeddings, one left, one refused.
set -euo pipefail
url=$1 key=$2 single=$3 spent=$4
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

post() { # KEY PATH BODY [CURL OPTIONS]
  curl -sN --max-time 60 "$url/v1/$2" -H "Authorization: Bearer $1" -H 'Content-Type: application/json' -d "$3" "${@:4}"
}
# Prints the status and leaves the answer, headers and all, in the file.
ask() { post "$@" -i -o "$answer" -w '%{http_code}'; }
expect() { # STATUS TEXT GOT
  if [ "$3" != "$1" ] || ! grep -qF -- "$2" "$answer"; then
    echo "expected $1 and $2, got $3:" >&2
    cat "$answer" >&2
    exit 1
  fi
}
chat() { printf '{"model":"smoke","messages":[{"role":"user","content":"%s"}]%s}' "$1" "${2-}"; }
# A thousand tokens: it does not find out of the alphabet, so there is time to leave.
letters=abcdefghijklmnopqrstuvwxyz0123456789
long=$(chat "Repeat: $letters$letters$letters" ',"max_tokens":1000,"stream":true')
schema='{"type":"object","properties":{"answer":{"type":"string"}},"required":["answer"]}'
tools=',"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object",
  "properties":{"city":{"type":"string"}},"required":["city"]}}}]'
paris='{"role":"user","content":"What is the weather in Paris?"}'
called='{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"get_weather",
  "arguments":"{\"city\":\"Paris\"}"}}]},{"role":"tool","tool_call_id":"call_1","content":"18 degrees"}'

# What counts.
expect 200 '"content":"42"' "$(ask "$key" chat/completions "$(chat 'What is 6*7?')")"
expect 200 'data: [DONE]' "$(ask "$key" chat/completions "$(chat 'Count to five.' ',"stream":true')")"
[ "$(grep -c '^data: {' "$answer")" -ge 6 ]
expect 200 '"arguments":"{\"city\":\"Paris\"}"' \
  "$(ask "$key" chat/completions "{\"model\":\"smoke\",\"messages\":[$paris]$tools}")"
expect 200 'It is 18 degrees in Paris.' \
  "$(ask "$key" chat/completions "{\"model\":\"smoke\",\"messages\":[$paris,$called]$tools}")"
expect 200 '"content":"{\"answer\": \"The capital of France is Paris.\"}"' "$(ask "$key" chat/completions "$(chat \
  'What is the capital of France?' \
  ',"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":'"$schema"'}}')")"
expect 200 '"embedding":[' "$(ask "$key" embeddings '{"model":"smoke-embed","input":"The sky is blue."}')"
# grep goes after the first event, and curl with it.
post "$key" chat/completions "$long" | grep -m1 -q '^data: {' || [ "${PIPESTATUS[1]}" = 0 ]

# What is refused costs nothing; where a model was named that is there it counts.
expect 401 '"code":"invalid_api_key"' "$(ask sk-wrong chat/completions "$(chat ping)")"
expect 404 '"code":"model_not_found"' "$(ask "$key" chat/completions '{"model":"gone","messages":['"$paris"']}')"
expect 400 '"param":"temperature"' "$(ask "$key" chat/completions "$(chat ping ',"temperature":7')")"

# A 429 that passes is asked again by the client itself.
exec 3< <(exec curl -sN "$url/v1/chat/completions" -H "Authorization: Bearer $single" -d "$long")
held=$!
read -r _ <&3
expect 429 '"code":"rate_limit_exceeded"' "$(ask "$single" chat/completions "$(chat ping)")"
grep -qi '^retry-after: 1' "$answer"
(sleep 0.2; kill "$held") &
expect 200 '"content":"pong"' "$(ask "$single" chat/completions "$(chat ping)" --retry 5 --retry-all-errors)"

# A budget that is used up.
status=200
for ((asked = 0; asked < 50 && status == 200; asked++)); do
  status=$(ask "$spent" chat/completions "$(chat ping ',"max_tokens":8')")
done
[ "$asked" -gt 1 ]
expect 429 '"code":"insufficient_quota"' "$status"
grep -qi '^x-should-retry: false' "$answer"
echo ok
