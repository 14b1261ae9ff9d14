-- What did a coin cost on average in each calendar month?
--
-- One row per coin and month with at least one stored price. average_price is the mean of the month's stored daily
-- prices, to ten significant digits; a month with days < days_in_month has days missing (see the analysis gaps), or is not over
-- or not begun with the coin's listing: compare its average with care.

-- Reads monthly_price, in which triggers on daily_price maintain the number of days and the sum of each month.
SELECT coin,
       month,
       significant(total / days, 10) AS average_price,
       days,
       (month + interval '1 month')::date - month AS days_in_month
FROM monthly_price
ORDER BY coin, month
