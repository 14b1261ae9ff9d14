-- What a service of schema version 5 added: a forecast whose day has come, and one whose day has not.

INSERT INTO served_forecast (coin, origin, horizon, model, state, median, levels, lower, upper, naive, recorded_at, price,
    scored_at)
VALUES
    ('bitcoin', '2026-11-21', 1, 2, 2, 67310.5, '{80,95}', '{65100.25,63900.125}', '{69500.75,70800.5}', 67301.43,
        '2026-11-22T01:00:00Z', 68453.08, '2026-11-23T01:00:00Z'),
    ('bitcoin', '2026-11-22', 7, 1, 4, 68460.25, '{80,95}', '{62000.5,58000.25}', '{75000.5,80100.75}', 68453.08,
        '2026-11-23T01:00:00Z', NULL, NULL);
