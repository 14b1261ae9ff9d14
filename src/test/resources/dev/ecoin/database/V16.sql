-- What a service of schema version 16 added: what several coins tell together, and a model that is calibrated with it.

INSERT INTO pool (estimated_at, coins, moves, usual_move, weekdays, trend_effects, trend_means, tails)
VALUES ('2026-11-01T00:30:00Z', '{bitcoin,ethereum}', 1460, 0.0271, '{0.92,1.12,1.03,1.05,0.99,1.07,0.77}',
    array_fill(0.125::double precision, ARRAY[5, 6]), '{0.01,0.02,0.03,0.25,0.125,0.0625}',
    array_fill(0.5::double precision, ARRAY[12, 4]));
UPDATE model SET pool = (SELECT max(id) FROM pool) WHERE id = (SELECT max(id) FROM model);
