-- What a service of schema version 14 added: a browser that the operator signed in.

INSERT INTO operator_session (token, ends_at)
VALUES ('8d0a3a7c5f3c1d6f0a1b7d9a0d3f5b1c2e4f6a8b0c1d2e3f4a5b6c7d8e9f0a1b', '2026-11-28 21:00:00+00');
