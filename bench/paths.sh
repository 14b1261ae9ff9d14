#!/bin/sh
# CPU time of 10,000 joint paths of 20 coins over 30 days, against the simplest simulation of as many random walks on
# the same core in the same run.
#
#   bench/paths.sh
set -eu
. "$(dirname "$0")/library.sh"
library -XX:+UseSerialGC dev.ecoin.forecasting.paths.PathsTime
