-- What a service of schema version 12 added: the currency, which a database with coins has from the migration.

INSERT INTO currency (code) VALUES ('usd') ON CONFLICT DO NOTHING;
