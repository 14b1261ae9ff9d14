#!/bin/sh
# Log-likelihoods of fits of given orders to short series with missing values, compared with the best of many random
# starts of the same likelihood. Exits with status 1 if a fit ends lower by more than 0.02.
#
#   bench/gapped-fits.sh [series] [starts]    default: 12 of each length and share, so 1,200 fits, and 40
set -eu
. "$(dirname "$0")/library.sh"
library -XX:+UseSerialGC dev.ecoin.forecasting.sarima.ManyStarts "${1:-12}" "${2:-40}"
