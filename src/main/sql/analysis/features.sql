-- What can a model learn from: the last seven prices of each day with the next day's price as target, and features?
--
-- One row per stored day. price_0 is the day's own price, price_1 to price_6 those of one to six calendar days
-- before, target that of the next day; each is null where that day is not stored. trend is the slope of the straight line
-- fitted by least squares to the seven prices, in units of the currency a day; variance their sample variance (divisor 6), in its square;
-- both in double precision, and null unless all seven days are stored. Calendar features are of the day itself:
-- day_of_week from 1 (Monday) to 7 (Sunday), ISO week. Train on rows without nulls, predict on those whose target alone is
-- null.
WITH
neighbours AS (
    SELECT coin, day, price,
           lag(day, 1) OVER days AS day_1, lag(price, 1) OVER days AS stored_1,
           lag(day, 2) OVER days AS day_2, lag(price, 2) OVER days AS stored_2,
           lag(day, 3) OVER days AS day_3, lag(price, 3) OVER days AS stored_3,
           lag(day, 4) OVER days AS day_4, lag(price, 4) OVER days AS stored_4,
           lag(day, 5) OVER days AS day_5, lag(price, 5) OVER days AS stored_5,
           lag(day, 6) OVER days AS day_6, lag(price, 6) OVER days AS stored_6,
           CASE WHEN lead(day) OVER days = day + 1 THEN lead(price) OVER days END AS target,
           var_samp(price) OVER (days ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS spread
    FROM daily_price
    WINDOW days AS (PARTITION BY coin ORDER BY day)
)
SELECT coin,
       day AS date,
       price AS price_0,
       -- The price k days earlier is one of the k previous stored prices.
       CASE day - 1 WHEN day_1 THEN stored_1 END AS price_1,
       CASE day - 2 WHEN day_1 THEN stored_1 WHEN day_2 THEN stored_2 END AS price_2,
       CASE day - 3 WHEN day_1 THEN stored_1 WHEN day_2 THEN stored_2 WHEN day_3 THEN stored_3 END AS price_3,
       CASE day - 4 WHEN day_1 THEN stored_1 WHEN day_2 THEN stored_2 WHEN day_3 THEN stored_3
           WHEN day_4 THEN stored_4 END AS price_4,
       CASE day - 5 WHEN day_1 THEN stored_1 WHEN day_2 THEN stored_2 WHEN day_3 THEN stored_3
           WHEN day_4 THEN stored_4 WHEN day_5 THEN stored_5 END AS price_5,
       CASE day - 6 WHEN day_1 THEN stored_1 WHEN day_2 THEN stored_2 WHEN day_3 THEN stored_3
           WHEN day_4 THEN stored_4 WHEN day_5 THEN stored_5 WHEN day_6 THEN stored_6 END AS price_6,
       target,
       -- The seven days have distances -3 to 3 from their middle, whose squares add up to 28. The slope is the sum of
       -- distance times price divided by 28: the result of regr_slope in a fraction of the time.
       CASE WHEN day_6 = day - 6
           THEN ((3 * (price - stored_6) + 2 * (stored_1 - stored_5) + stored_2 - stored_4) / 28)::double precision
       END AS trend,
       CASE WHEN day_6 = day - 6 THEN spread::double precision END AS variance,
       extract(isodow FROM day)::integer AS day_of_week,
       extract(day FROM day)::integer AS day_of_month,
       extract(doy FROM day)::integer AS day_of_year,
       extract(week FROM day)::integer AS week,
       extract(month FROM day)::integer AS month,
       extract(quarter FROM day)::integer AS quarter,
       extract(year FROM day)::integer AS year,
       extract(isodow FROM day) >= 6 AS is_weekend,
       extract(day FROM day + 1) = 1 AS is_month_end
FROM neighbours
ORDER BY coin, day
