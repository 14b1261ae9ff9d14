-- What a service of schema version 8 added: a day that is to be scored anew.

INSERT INTO changed_price (coin, day) VALUES ('bitcoin', '2026-11-22');
