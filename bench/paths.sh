#!/bin/sh
# CPU time of 10,000 joint paths of 20 coins over 30 days, against the simplest simulation of as many random walks on
# the same core in the same run.
#
#   bench/paths.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
maven=${MAVEN:-$here/../mvnw}
"$maven" -q -f "$here/pom.xml" package
java -XX:+UseSerialGC -cp "$here/target/classes:$here/target/lib/*" dev.ecoin.forecasting.paths.PathsTime
