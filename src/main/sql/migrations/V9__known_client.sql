-- The operator gets in during an attack, also right after a restart: from where a sign-in succeeded is remembered.

CREATE TABLE known_client (
    client       text        PRIMARY KEY,
    signed_in_at timestamptz NOT NULL
);
COMMENT ON TABLE known_client IS
    'addresses that the operator signed in from, for 90 days and the newest 1000; wrong passwords from elsewhere do not hold them up';
COMMENT ON COLUMN known_client.client IS
    'digest of the address, or of its /64 network in IPv6, under a key made of the password''s hash';
COMMENT ON COLUMN known_client.signed_in_at IS 'when the right password last came from there';
