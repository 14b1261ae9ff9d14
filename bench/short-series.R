# The R part of short-series.sh, in two steps: "series" writes the series as input lines for `fit`; "compare" forecasts
# them with forecast::auto.arima and prints the errors of both as a page.
suppressMessages(library(forecast))
arguments <- commandArgs(TRUE)
step <- arguments[1]
folder <- arguments[2]
set.seed(11)

series <- list()
keep <- function(source, name, values, period, pieces = 4) {
    values <- as.numeric(values)
    steps <- c("12" = 18, "4" = 8, "1" = 6)[[as.character(period)]]
    # Lengths as in the M3 competition, and like there only positive values, without which sMAPE is meaningless.
    lengths <- list("12" = 48:126, "4" = 20:64, "1" = 14:41)[[as.character(period)]]
    last <- length(values)
    for (piece in seq_len(pieces)) {
        size <- sample(lengths, 1)
        if (last < size + steps) {
            break
        }
        cut <- values[(last - size - steps + 1):last]
        if (!anyNA(cut) && all(cut > 0) && length(unique(cut[1:size])) > size / 2) {
            series[[length(series) + 1]] <<- list(
                id = paste0(name, ".", piece), source = source, period = period, horizon = steps,
                values = cut[1:size], actual = cut[-(1:size)])
        }
        last <- last - size - steps
    }
}
# Each series, plus its yearly and quarterly means.
whole <- function(source, name, values, ...) {
    period <- frequency(values)
    for (coarser in c(12, 4, 1)) {
        if (coarser <= period && period %% coarser == 0) {
            keep(source, paste0(name, "/", coarser), aggregate(values, coarser, mean), coarser, ...)
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
                whole("R's packages", paste(c(package, name, if (ncol(columns) > 1) column), collapse = "."), one)
            }
        }
    }
}
for (i in 1:90) {
    period <- c(12, 4, 1)[1 + i %% 3]
    size <- c("12" = 144, "4" = 72, "1" = 47)[[as.character(period)]]
    level <- cumsum(rnorm(size, sample(c(-.005, 0, .005, .01), 1), runif(1, .005, .04)))
    season <- if (period > 1) rep(rnorm(period, 0, runif(1, .02, .15)), length.out = size) else 0
    keep("simulated", paste0("simulated.", i), 5000 * exp(level + season + rnorm(size, 0, runif(1, .005, .05))), period)
}
# Pairs of lines: name and description, then frequency, first and last date and length; values are floats in the same
# order.
database <- file.path(Sys.getenv("GRETL_DB", "/usr/share/gretl/db"), "fedstl")
if (file.exists(paste0(database, ".idx"))) {
    lines <- readLines(paste0(database, ".idx"), encoding = "latin1")[-1]
    values <- file(paste0(database, ".bin"), "rb")
    for (i in seq(1, length(lines) - 1, 2)) {
        told <- strsplit(trimws(lines[i + 1]), " +")[[1]]
        one <- readBin(values, "double", as.integer(told[length(told)]), size = 4, endian = "little")
        one[one < -990] <- NA
        period <- c(A = 1, Q = 4, M = 12)[told[1]]
        # Ends a third of them at a random earlier date, because otherwise all would end in the same months.
        if (i %% 3 == 0 && !is.na(period)) {
            first <- c(as.numeric(strsplit(told[2], "[.]")[[1]]), 1)[1:2]
            end <- length(one) - sample(0:(length(one) %/% 2), 1)
            whole("FRED", sub(" .*", "", lines[i]), ts(one[seq_len(end)], start = first, frequency = period), 1)
        }
    }
    close(values)
}
# Some packages contain the same series.
series <- series[!duplicated(lapply(series, function(one) one$values))]

if (step == "series") {
    for (one in series) {
        cat(sprintf('{"id":"%s","period":%d,"horizon":%d,"values":[%s]}\n', one$id, one$period, one$horizon,
            paste(format(one$values, digits = 15, trim = TRUE), collapse = ",")))
    }
} else {
    numbers <- function(line, field) {
        found <- sub(paste0('.*"', field, '":\\[([^]]*)\\].*'), "\\1", line)
        suppressWarnings(as.numeric(strsplit(found, ",")[[1]]))
    }
    errors <- function(one, forecast) {
        scale <- mean(abs(diff(one$values, lag = one$period)))
        miss <- abs(one$actual - forecast)
        c(100 * mean(2 * miss / (abs(one$actual) + abs(forecast))), mean(miss) / scale)
    }
    answers <- readLines(file.path(folder, "answers.jsonl"))
    rows <- parallel::mclapply(seq_along(series), function(i) {
        one <- series[[i]]
        peer <- suppressWarnings(auto.arima(ts(one$values, frequency = one$period)))
        theirs <- as.numeric(suppressWarnings(forecast(peer, one$horizon))$mean)
        aicc <- suppressWarnings(as.numeric(sub('.*"aicc":([-0-9.E]+).*', "\\1", answers[i])))
        differences <- c(numbers(answers[i], "order")[2], numbers(answers[i], "seasonal")[2])
        data.frame(
            source = one$source, period = one$period,
            ours = t(errors(one, numbers(answers[i], "forecast"))), theirs = t(errors(one, theirs)),
            aicc = aicc - peer$aicc, same = isTRUE(all(differences == peer$arma[6:7])))
    }, mc.cores = parallel::detectCores())
    rows <- do.call(rbind, rows)
    rows <- rows[is.finite(rows$ours.2) & is.finite(rows$theirs.2), ]
    report <- function(title, rows) {
        for (period in c(12, 4, 1)) {
            some <- rows[rows$period == period, ]
            if (nrow(some) > 1) {
                gap <- function(measure) {
                    d <- some[[paste0("ours.", measure)]] - some[[paste0("theirs.", measure)]]
                    sprintf("%+.3f +- %.3f", mean(d), sd(d) / sqrt(length(d)))
                }
                cat(sprintf("| %s, %s | %d | %.2f / %.2f | %s | %.3f / %.3f | %s | %.3f | %.0f%% |\n",
                    c("12" = "monthly", "4" = "quarterly", "1" = "yearly")[[as.character(period)]], title, nrow(some),
                    mean(some$ours.1), mean(some$theirs.1), gap(1), mean(some$ours.2), mean(some$theirs.2), gap(2),
                    median(some$aicc, na.rm = TRUE), 100 * mean(some$same)))
            }
        }
    }
    cat("| series | number | sMAPE ours / R | difference | MASE ours / R | difference | median AICc difference | same d and D |\n")
    cat("|---|---|---|---|---|---|---|---|\n")
    report("all", rows)
    for (source in unique(rows$source)) {
        report(source, rows[rows$source == source, ])
    }
}
