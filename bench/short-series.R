# The peer's side of short-series.sh, in two steps: "series" writes the series as lines for the fit door, "compare" has
# forecast::auto.arima forecast them and prints both sides' errors.
suppressMessages(library(forecast))
arguments <- commandArgs(TRUE)
step <- arguments[1]
folder <- arguments[2]
set.seed(11)

series <- list()
keep <- function(name, values, period) {
    values <- as.numeric(values)
    steps <- c("12" = 18, "4" = 8, "1" = 6)[[as.character(period)]]
    # Lengths as in the M3 competition, and like there positive values alone, without which sMAPE means nothing.
    lengths <- list("12" = 48:126, "4" = 20:64, "1" = 14:41)[[as.character(period)]]
    last <- length(values)
    for (piece in 1:4) {
        size <- sample(lengths, 1)
        if (last < size + steps) {
            break
        }
        cut <- values[(last - size - steps + 1):last]
        if (!anyNA(cut) && all(cut > 0) && length(unique(cut[1:size])) > size / 2) {
            series[[length(series) + 1]] <<- list(
                id = paste0(name, ".", piece), period = period, horizon = steps,
                values = cut[1:size], actual = cut[-(1:size)])
        }
        last <- last - size - steps
    }
}
# Each series as it is, and its yearly and quarterly means.
whole <- function(name, values) {
    period <- frequency(values)
    for (coarser in c(12, 4, 1)) {
        if (coarser <= period && period %% coarser == 0) {
            keep(paste0(name, "/", coarser), aggregate(values, coarser, mean), coarser)
        }
    }
}
for (package in c("datasets", "forecast", "tseries", "lmtest", "urca", "MASS")) {
    room <- new.env()
    if (requireNamespace(package, quietly = TRUE)) {
        suppressWarnings(data(list = data(package = package)$results[, "Item"], package = package, envir = room))
    }
    for (name in sort(ls(room))) {
        values <- room[[name]]
        if (is.ts(values) && frequency(values) %in% c(1, 4, 12)) {
            columns <- as.matrix(values)
            for (column in seq_len(ncol(columns))) {
                one <- ts(as.numeric(columns[, column]), start = start(values), frequency = frequency(values))
                whole(paste(c(package, name, if (ncol(columns) > 1) column), collapse = "."), one)
            }
        }
    }
}
for (i in 1:90) {
    period <- c(12, 4, 1)[1 + i %% 3]
    size <- c("12" = 144, "4" = 72, "1" = 47)[[as.character(period)]]
    level <- cumsum(rnorm(size, sample(c(-.005, 0, .005, .01), 1), runif(1, .005, .04)))
    season <- if (period > 1) rep(rnorm(period, 0, runif(1, .02, .15)), length.out = size) else 0
    keep(paste0("simulated.", i), 5000 * exp(level + season + rnorm(size, 0, runif(1, .005, .05))), period)
}
# Some packages hold the same series.
series <- series[!duplicated(lapply(series, function(one) one$values))]

if (step == "series") {
    for (one in series) {
        cat(sprintf('{"id":"%s","period":%d,"horizon":%d,"values":[%s]}\n', one$id, one$period, one$horizon,
            paste(format(one$values, digits = 15, trim = TRUE), collapse = ",")))
    }
} else {
    numbers <- function(line, field) {
        found <- sub(paste0('.*"', field, '":\\[([^]]*)\\].*'), "\\1", line)
        as.numeric(strsplit(found, ",")[[1]])
    }
    errors <- function(one, forecast) {
        scale <- mean(abs(diff(one$values, lag = one$period)))
        miss <- abs(one$actual - forecast)
        c(100 * mean(2 * miss / (abs(one$actual) + abs(forecast))), mean(miss) / scale)
    }
    answers <- readLines(file.path(folder, "answers.jsonl"))
    rows <- mapply(function(one, line) {
        peer <- suppressWarnings(auto.arima(ts(one$values, frequency = one$period)))
        theirs <- as.numeric(suppressWarnings(forecast(peer, one$horizon))$mean)
        aicc <- suppressWarnings(as.numeric(sub('.*"aicc":([-0-9.E]+).*', "\\1", line)))
        c(one$period, errors(one, numbers(line, "forecast")), errors(one, theirs), aicc - peer$aicc)
    }, series, answers)
    rows <- rows[, apply(is.finite(rows[1:5, ]), 2, all)]
    cat(sprintf("%-24s %7s %15s %19s %17s %24s\n", "", "series", "sMAPE ours / R", "MASE ours / R", "difference +- se", "median AICc difference"))
    report <- function(title, rows) {
        for (period in c(12, 4, 1)) {
            some <- rows[, rows[1, ] == period]
            gap <- some[3, ] - some[5, ]
            cat(sprintf("%-24s %7d %7.2f /%6.2f %10.3f /%7.3f %8.3f +-%6.3f %24.3f\n",
                paste(c("12" = "monthly", "4" = "quarterly", "1" = "yearly")[[as.character(period)]], title, sep = ", "),
                ncol(some), mean(some[2, ]), mean(some[4, ]), mean(some[3, ]), mean(some[5, ]),
                mean(gap), sd(gap) / sqrt(length(gap)), median(some[6, ], na.rm = TRUE)))
        }
    }
    half <- sample(rep(c(TRUE, FALSE), length.out = ncol(rows)))
    report("all", rows)
    report("one half", rows[, half])
    report("other half", rows[, !half])
}
