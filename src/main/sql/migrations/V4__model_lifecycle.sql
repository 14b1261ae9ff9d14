-- What becomes of a model after it is trained: judged, activated or not, moved over new days, replaced, brought back.

CREATE TYPE model_verdict AS ENUM ('accepted', 'rejected');

ALTER TABLE model
    ADD COLUMN verdict        model_verdict NOT NULL DEFAULT 'accepted',
    ADD COLUMN verdict_reason text,
    ADD COLUMN backtest       jsonb;
ALTER TABLE model ALTER COLUMN verdict DROP DEFAULT;
COMMENT ON COLUMN model.verdict IS 'of the gate before activation; rejected models stay, for the record';
COMMENT ON COLUMN model.verdict_reason IS 'why; null where the gate had nothing to say';
COMMENT ON COLUMN model.backtest IS 'the newest backtest: options, origins, scores; null if there was none';
COMMENT ON COLUMN model.origin IS 'day of the last observation the model was trained on; its states go on from there';
COMMENT ON COLUMN model.blob IS 'the model as trained, in the versioned format of ModelCodec';

CREATE TABLE model_state (
    id          bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    coin        text        NOT NULL,
    model       bigint      NOT NULL,
    origin      date        NOT NULL,
    blob        bytea       NOT NULL,
    made_at     timestamptz NOT NULL,
    served_from timestamptz,
    FOREIGN KEY (coin, model) REFERENCES model (coin, id) ON DELETE CASCADE,
    UNIQUE (model, id)
);
CREATE INDEX ON model_state (coin, origin);
COMMENT ON TABLE model_state IS 'the states of models: the one as trained, and one for each time it was moved over new days';
COMMENT ON COLUMN model_state.origin IS 'day of the last observation the state has seen';
COMMENT ON COLUMN model_state.served_from IS
    'when active_model last came to it, so that a forecast can be made again as it was served; null if it never served';

INSERT INTO model_state (coin, model, origin, blob, made_at, served_from)
SELECT coin, id, origin, blob, trained_at, trained_at FROM model ORDER BY id;

ALTER TABLE active_model
    ADD COLUMN state        bigint,
    ADD COLUMN activated_by text NOT NULL DEFAULT 'training',
    ADD COLUMN reason       text NOT NULL DEFAULT 'newly trained',
    ADD COLUMN pinned       boolean NOT NULL DEFAULT false;
UPDATE active_model AS a SET state = s.id FROM model_state AS s WHERE s.model = a.model;
ALTER TABLE active_model
    ALTER COLUMN state SET NOT NULL,
    ALTER COLUMN activated_by DROP DEFAULT,
    ALTER COLUMN reason DROP DEFAULT,
    ALTER COLUMN pinned DROP DEFAULT,
    ADD FOREIGN KEY (model, state) REFERENCES model_state (model, id);
CREATE INDEX ON active_model (model, state);
COMMENT ON COLUMN active_model.activated_by IS 'a user''s name or the part of the service that did it';
COMMENT ON COLUMN active_model.pinned IS 'trainings leave it in place; it still moves over new days';

CREATE TABLE model_activation (
    id           bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    coin         text        NOT NULL,
    model        bigint      NOT NULL,
    activated_at timestamptz NOT NULL,
    activated_by text        NOT NULL,
    reason       text        NOT NULL,
    pinned       boolean     NOT NULL,
    FOREIGN KEY (coin, model) REFERENCES model (coin, id) ON DELETE CASCADE
);
CREATE INDEX ON model_activation (model);
CREATE INDEX ON model_activation (coin);
COMMENT ON TABLE model_activation IS 'what active_model said; written by its trigger alone';

-- Until now every model was activated as soon as it was trained.
INSERT INTO model_activation (coin, model, activated_at, activated_by, reason, pinned)
SELECT coin, id, trained_at, 'training', 'newly trained', false FROM model ORDER BY id;

-- Triggers, so that whoever changes the pointer, by whatever way, is heard and leaves a record.
CREATE FUNCTION tell_active_model() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('active_model', CASE TG_OP WHEN 'TRUNCATE' THEN '' WHEN 'DELETE' THEN OLD.coin ELSE NEW.coin END);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION tell_active_model IS 'notifies the channel active_model with the coin, or with nothing for all coins';

CREATE FUNCTION record_active_model() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' OR NEW.state <> OLD.state THEN
        UPDATE model_state SET served_from = greatest(made_at, NEW.activated_at) WHERE id = NEW.state;
    END IF;
    IF TG_OP = 'INSERT'
       OR (NEW.model, NEW.activated_at, NEW.activated_by, NEW.reason, NEW.pinned)
          IS DISTINCT FROM (OLD.model, OLD.activated_at, OLD.activated_by, OLD.reason, OLD.pinned) THEN
        INSERT INTO model_activation (coin, model, activated_at, activated_by, reason, pinned)
        VALUES (NEW.coin, NEW.model, NEW.activated_at, NEW.activated_by, NEW.reason, NEW.pinned);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON active_model
    FOR EACH ROW EXECUTE FUNCTION tell_active_model();
CREATE TRIGGER tell_all AFTER TRUNCATE ON active_model
    FOR EACH STATEMENT EXECUTE FUNCTION tell_active_model();
CREATE TRIGGER record AFTER INSERT OR UPDATE ON active_model
    FOR EACH ROW EXECUTE FUNCTION record_active_model();

-- Runs are requested, wait for their turn, and do more than train. A rejected one brought a model that did not pass.
ALTER TYPE run_state ADD VALUE 'rejected';

ALTER TABLE training_run
    ADD COLUMN kind         text        NOT NULL DEFAULT 'train' CHECK (kind IN ('train', 'advance', 'backtest')),
    ADD COLUMN requested_at timestamptz,
    ADD COLUMN requested_by text        NOT NULL DEFAULT 'training',
    ADD COLUMN options      jsonb       NOT NULL DEFAULT '{}',
    ADD COLUMN phase        text,
    ADD COLUMN note         text,
    ALTER COLUMN started_at DROP NOT NULL,
    DROP CONSTRAINT training_run_model_fkey,
    ADD FOREIGN KEY (model) REFERENCES model ON DELETE SET NULL;
UPDATE training_run SET requested_at = started_at;
ALTER TABLE training_run
    ALTER COLUMN kind DROP DEFAULT,
    ALTER COLUMN requested_at SET NOT NULL,
    ALTER COLUMN requested_by DROP DEFAULT;
COMMENT ON COLUMN training_run.kind IS
    'train: fit a model; advance: move the active one over new days; backtest: measure the active one';
COMMENT ON COLUMN training_run.options IS 'as requested, e.g. order, activate and reason';
COMMENT ON COLUMN training_run.phase IS 'what a running run is at';
COMMENT ON COLUMN training_run.note IS 'what became of the model, e.g. why it was not activated';

-- A service that was killed left no more than these, and until now nothing could wait.
UPDATE training_run SET state = 'failed', ended_at = started_at, error = 'The service ended' WHERE state = 'running';
-- One run of a kind at a time for each coin: who asks for another one gets this.
CREATE UNIQUE INDEX training_run_open ON training_run (coin, kind) WHERE state IN ('waiting', 'running');
CREATE INDEX ON training_run (state, id);
