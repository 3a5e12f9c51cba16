#!/usr/bin/env bash
# Builds everything and runs every test. Needs the .NET SDK that global.json names; the browser tests also need
# Chromium: the one at $CHROMIUM or in the path, else Debian's package is installed where that is possible.
# The last line is "N passed, N failed" over all test projects; the exit code is 0 only when none failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root=$PWD
project_time_limit=${TEST_TIME_LIMIT:-2400}

# All that this run starts carries this mark in its environment, so that all of it can be found again and ended.
export PORTAL_TEST_RUN="$$-$RANDOM$RANDOM"

end_processes() {
  local process
  for process in $(grep -lzs "^PORTAL_TEST_RUN=$PORTAL_TEST_RUN\$" /proc/[0-9]*/environ); do
    process=${process#/proc/}
    process=${process%/environ}
    [ "$process" = "$$" ] || kill -9 "$process" 2>/dev/null
  done
}
trap end_processes EXIT
trap 'exit 130' INT TERM

fail() {
  printf '%s\n' "$@" >&2
  echo "0 passed, 1 failed"
  exit 1
}

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" /usr/bin/chromium chromium chromium-browser google-chrome; do
    [ -n "$name" ] && name=$(command -v "$name") && CHROMIUM=$name && return 0
  done
  return 1
}

install_chromium() {
  find_chromium && return
  local install="apt-get update && apt-get install -y --no-install-recommends chromium"
  if ! command -v apt-get >/dev/null; then
    fail "The browser tests need Chromium. Install it, then run: CHROMIUM=/path/to/chromium ./test.sh"
  elif [ "$(id -u)" != 0 ]; then
    fail "The browser tests need Chromium. Run this once, then ./test.sh again:" "  sudo sh -c '$install'"
  fi
  echo "Installing Chromium from Debian's package…"
  DEBIAN_FRONTEND=noninteractive sh -c "$install" </dev/null >artifacts/chromium.log 2>&1 && find_chromium && return
  tail -n 20 artifacts/chromium.log >&2
  fail "Chromium could not be installed. Run this, then ./test.sh again:" "  $install"
}

# For the tests of the documented proxy configurations. The package is unpacked, not installed: installed, it would start a
# server. Without it those tests show as skipped, with what to run.
find_nginx() {
  local name
  for name in "${NGINX:-}" /usr/sbin/nginx nginx "$root"/artifacts/nginx/usr/sbin/nginx; do
    [ -n "$name" ] && name=$(command -v "$name") && NGINX=$name && return 0
  done
  return 1
}

unpack_nginx() {
  find_nginx && return
  if command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null; then
    mkdir -p artifacts/nginx
    echo "Unpacking nginx from Debian's package…"
    (
      cd artifacts/nginx
      [ "$(id -u)" != 0 ] || apt-get update
      apt-get download nginx && dpkg-deb -x nginx_*.deb . && usr/sbin/nginx -V
    ) </dev/null >artifacts/nginx.log 2>&1 && find_nginx && return
  fi
  echo "There is no nginx: the tests of the proxy configurations will be skipped."
}

command -v dotnet >/dev/null || fail "The .NET SDK is not in the path. Install version 10.0 or newer of it (global.json names the exact one): https://dot.net"
mkdir -p artifacts

# The SDK and NuGet write below the home folder; without a writable one they get a place here.
if [ ! -w "${HOME:-/nonexistent}" ]; then export HOME="$root/artifacts/home"; mkdir -p "$HOME"; fi
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
# A build server would outlive this run; the compiler's, which compiles one project after the other while it is warm, is ended with it.
build=(-v quiet -nologo -nodeReuse:false -p:UseSharedCompilation=true)

install_chromium
unpack_nginx
export CHROMIUM NGINX

# In Release, so that what is published need not be compiled a second time.
echo "Building…"
dotnet build Portal.sln -c Release "${build[@]}" || fail "The build failed."
echo "Publishing…"
rm -rf artifacts/portal
dotnet publish src/Portal -c Release -o artifacts/portal "${build[@]}" || fail "The publish failed."
end_processes
export PORTAL_PUBLISHED="$root/artifacts/portal"

passed=0 failed=0
for project in $(grep -l xunit.v3 tests/*/*.csproj); do
  name=$(basename "$project" .csproj)
  log="artifacts/$name.log"
  echo "Testing $name…"
  timeout --kill-after=10 "$project_time_limit" \
    dotnet test --project "$project" -c Release --no-build --no-ansi --no-progress </dev/null >"$log" 2>&1
  code=$?
  end_processes
  good=$(sed -n 's/^ *succeeded: *\([0-9]*\).*/\1/p' "$log" | tail -n 1)
  bad=$(sed -n 's/^ *failed: *\([0-9]*\).*/\1/p' "$log" | tail -n 1)
  passed=$((passed + ${good:-0})) failed=$((failed + ${bad:-0}))
  if [ "$code" = 0 ] && [ "${good:-0}" -gt 0 ]; then
    echo "  $good passed"
  else
    cat "$log"
    # A crash, a time limit or a project without tests is a failure too, though no test was counted for it.
    if [ "${bad:-0}" = 0 ]; then failed=$((failed + 1)); echo "  $name ended with exit code $code"; fi
  fi
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
