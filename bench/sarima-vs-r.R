# The R part of sarima-vs-r.sh: the same work with stats::arima and forecast::auto.arima, CPU time per item.
suppressMessages(library(forecast))
folder <- commandArgs(TRUE)[1]
d1000 <- scan(file.path(folder, "d1000.txt"), quiet = TRUE)
d2000 <- scan(file.path(folder, "d2000.txt"), quiet = TRUE)
air <- ts(scan(file.path(folder, "air.txt"), quiet = TRUE), frequency = 12)

cpu <- function(item, work, value) {
    invisible(suppressWarnings(work()))
    rounds <- 0
    begin <- sum(proc.time()[1:2])
    while (sum(proc.time()[1:2]) - begin < 2 || rounds < 2) {
        result <- suppressWarnings(work())
        rounds <- rounds + 1
    }
    cat(sprintf("%s;%.5f;%.4f\n", item, 1000 * (sum(proc.time()[1:2]) - begin) / rounds, value(result)))
    invisible(result)
}
loglik <- function(fit) fit$loglik
aicc <- function(fit) fit$aicc
weekly <- function(P, D, Q) list(order = c(P, D, Q), period = 7)

cpu("fit (1,1,1)(1,0,1)7, 1000 days", function() arima(d1000, c(1, 1, 1), weekly(1, 0, 1), method = "ML"), loglik)
large <- cpu("fit (2,1,2)(1,0,1)7, 2000 days", function() arima(d2000, c(2, 1, 2), weekly(1, 0, 1), method = "ML"), loglik)
cpu("fit airline, AirPassengers", function() arima(air, c(0, 1, 1), list(order = c(0, 1, 1)), method = "ML"), loglik)
cpu("select m=7, 1000 days", function() auto.arima(ts(d1000, frequency = 7)), aicc)
cpu("select m=12, AirPassengers", function() auto.arima(air), aicc)
cpu("likelihood pass (2,1,2)(1,0,1)7, 2000 days",
    function() arima(d2000, c(2, 1, 2), weekly(1, 0, 1), fixed = coef(large), transform.pars = FALSE, method = "ML"), loglik)
for (n in c("1000", "50000")) {
    gaps <- scan(file.path(folder, paste0("gaps", n, ".txt")), quiet = TRUE, na.strings = "NaN")
    cpu(paste0("fit (2,1,1), ", n, " values, 10% missing"), function() arima(gaps, c(2, 1, 1), method = "ML"), loglik)
}
last <- function(forecast, h) exp(forecast$pred[h] + qnorm(0.9) * forecast$se[h])
cpu("forecast 30 days", function() predict(large, n.ahead = 30), function(f) last(f, 30))
cpu("forecast 1000 days", function() predict(large, n.ahead = 1000), function(f) last(f, 1000))
