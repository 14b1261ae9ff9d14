-- What a service of schema version 9 added: an address that the operator signed in from.

INSERT INTO known_client (client, signed_in_at)
VALUES ('5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef', '2026-11-28 09:00:00+00');
