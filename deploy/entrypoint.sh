#!/bin/sh
# Read the password of Neo4j from the secret that both containers share (user/password), then run
# the given command in this process's place, so that it gets the signals.
set -eu
if [ -n "${NEO4J_AUTH_FILE:-}" ]; then
    auth=$(cat "$NEO4J_AUTH_FILE")
    HEALTHGRAPH_NEO4J_PASSWORD=${auth#*/}
    export HEALTHGRAPH_NEO4J_PASSWORD
    unset auth
fi
exec "$@"
