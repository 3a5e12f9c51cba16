#!/bin/sh
# Publishes the portal, measures it, prints the table and writes it into docs/benchmarks.md:
#   bench/run.sh [verb…] [--quick]     all verbs, or those named; --quick only tries them with tiny sizes
set -eu
cd "$(dirname "$0")/.."
root=$PWD
if [ -z "${PORTAL_PUBLISHED:-}" ]; then
  echo "Publishing the portal into artifacts/portal" >&2
  dotnet publish src/Portal -c Release -o artifacts/portal -v q -nologo >&2
  PORTAL_PUBLISHED=$root/artifacts/portal
fi
PORTAL_COMMIT=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
export PORTAL_PUBLISHED PORTAL_COMMIT
dotnet build bench/Portal.Bench -c Release -v q -nologo >&2
exec dotnet bench/Portal.Bench/bin/Release/net10.0/Portal.Bench.dll --write docs/benchmarks.md "$@"
