-- Several processes on one database: which of them live, and which is at which run.

CREATE TABLE cluster_member (
    id          uuid        PRIMARY KEY,
    host        text        NOT NULL,
    process     bigint      NOT NULL,
    joined_at   timestamptz NOT NULL,
    alive_until timestamptz NOT NULL
);
COMMENT ON TABLE cluster_member IS 'the processes on this database, services and commands alike';
COMMENT ON COLUMN cluster_member.id IS 'drawn at the start of the process';
COMMENT ON COLUMN cluster_member.host IS 'name of its machine or pod';
COMMENT ON COLUMN cluster_member.process IS 'its number there';
COMMENT ON COLUMN cluster_member.joined_at IS 'when it started, by the database''s clock';
COMMENT ON COLUMN cluster_member.alive_until IS
    'end of its lease, by the database''s clock; it is renewed all the time, and once it is over others take over the process''s runs';

CREATE FUNCTION is_alive(member uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM cluster_member AS m WHERE m.id = member AND m.alive_until > clock_timestamp())
$$;
COMMENT ON FUNCTION is_alive IS 'whether a process holds its lease';

ALTER TABLE crawl_run
    ADD COLUMN member    uuid,
    ADD COLUMN takeovers integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN crawl_run.member IS 'the process that is at it, the only one whose reports count; null unless it runs';
COMMENT ON COLUMN crawl_run.takeovers IS 'how often it was taken from a process that had ended in the middle of it';

ALTER TABLE training_run
    ADD COLUMN member    uuid,
    ADD COLUMN takeovers integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN training_run.member IS 'the process that is at it, the only one whose result counts; null unless it runs';
COMMENT ON COLUMN training_run.takeovers IS 'how often it was taken from a process that had ended in the middle of it';

-- Which run is next: those that somebody has asked for, then those of the night, of which there may be many.
CREATE INDEX training_run_next ON training_run ((requested_by = 'nightly training'), id) WHERE state = 'waiting';

-- Services of earlier versions left no more than one, and it is not under way while the schema changes.
UPDATE crawl_run SET state = 'failed', ended_at = started_at, error = 'The service ended' WHERE state = 'running';
-- One crawl at a time.
CREATE UNIQUE INDEX crawl_run_running ON crawl_run (state) WHERE state = 'running';

COMMENT ON TABLE job_firing IS 'due times of scheduled jobs: the replica that adds the row requests the runs';
