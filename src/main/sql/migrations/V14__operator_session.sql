-- A browser stays signed in over a reload without keeping the password.

CREATE TABLE operator_session (
    token   text        PRIMARY KEY,
    ends_at timestamptz NOT NULL
);
COMMENT ON TABLE operator_session IS
    'browsers that the operator signed in; ended ones are dropped by the next sign-in';
COMMENT ON COLUMN operator_session.token IS
    'digest of the cookie''s random token, under a key made of the password''s hash';
COMMENT ON COLUMN operator_session.ends_at IS 'from when on the cookie is worth nothing';
