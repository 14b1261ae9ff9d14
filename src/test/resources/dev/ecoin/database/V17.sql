-- What a service of schema version 17 added: a chance of reaching a price whose days have passed, and one whose days have not.

INSERT INTO served_touch (coin, origin, horizon, change, model, state, bound, probability, recorded_at, touched, scored_at)
VALUES
    ('bitcoin', '2026-11-14', 7, 5, 2, 2, 70666.5, 0.4321, '2026-11-15T01:00:00Z', true, '2026-11-22T01:00:00Z'),
    ('bitcoin', '2026-11-22', 30, -20, 1, 4, 54762.46, 0.1025, '2026-11-23T01:00:00Z', NULL, NULL);
