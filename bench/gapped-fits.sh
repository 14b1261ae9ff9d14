#!/bin/sh
# Log-likelihoods of fits of given orders to short series with missing values, compared with the best of many random
# starts of the same likelihood. Exits with status 1 if a fit ends lower by more than 0.02.
#
#   bench/gapped-fits.sh [series] [starts]    default: 12 of each length and share, so 1,200 fits, and 40
set -eu
here=$(cd "$(dirname "$0")" && pwd)
maven=${MAVEN:-}
if [ -z "$maven" ]; then
    maven=mvn
    [ -x "$here/../mvnw" ] && maven=$here/../mvnw
fi
"$maven" -q -f "$here/pom.xml" package
java -XX:+UseSerialGC -cp "$here/target/classes:$here/target/lib/*" dev.ecoin.forecasting.sarima.ManyStarts "${1:-12}" "${2:-40}"
