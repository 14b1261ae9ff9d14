#!/usr/bin/env bash
# Measures the operator's sign-ins while 40 attackers try wrong passwords from ever new addresses: how long they take,
# how many guesses the service checks, and whether the response time to a wrong password reveals that the user name is
# right. Starts the packaged jar on an embedded database, on a free port of localhost, and leaves nothing behind.
#
#   ./mvnw package -DskipTests && bench/login-attack.sh
#
# 50 sign-ins each, 10 after each of five restarts, while the attack continues. Except from this machine, all come from
# different addresses, so that BCrypt checks each of them and none is answered from memory.
#
# ADDRESSES (50), GUESSERS (40) and TIMED (400 wrong passwords) can be set. Exits with status 1 if a sign-in from a
# known address, this machine or another network fails or takes more than 2 s, or if more guesses are checked than 50
# plus one per 2 s.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -f target/quarkus-app/quarkus-run.jar ] || { echo "There is no packaged jar: ./mvnw package -DskipTests" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
java bench/login-attack/LoginAttack.java "$work" "${ADDRESSES:-50}" "${GUESSERS:-40}" "${TIMED:-400}"
