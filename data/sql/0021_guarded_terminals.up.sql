-- 0021: whoever has the login of a terminal, or a prompt of the database, gets no more from it than the programs do. A PIN
-- is guessed as often as it is said, and not more often by those who take their tries back; who holds a record holds up
-- nobody at the wall; hours lie where hours can lie.
SET LOCAL ROLE karat_owner;

-- A try at a PIN is in the books before anybody hears what came of it: the first call notes it and answers "again", the
-- next, in a transaction of its own, tells.
CREATE TABLE karat.kiosk_try (
  id uuid PRIMARY KEY,
  terminal bigint NOT NULL REFERENCES karat.person,
  person bigint REFERENCES karat.person, -- empty: nobody's badge, or the way out
  verdict varchar(8) NOT NULL,
  at timestamptz NOT NULL,
  tx xid8 NOT NULL
);
ALTER TABLE karat.kiosk_try ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION karat.kiosk_heard(try uuid, terminal bigint, who bigint) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  RETURN (SELECT t.verdict FROM karat.kiosk_try t WHERE t.id = try AND t.terminal = $2 AND t.person IS NOT DISTINCT FROM who
    AND t.tx <> pg_current_xact_id() AND t.at > karat.clock() - interval '1 minute');
END $$;

CREATE FUNCTION karat.kiosk_tried(try uuid, terminal bigint, who bigint, good boolean) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  IF good IS NOT TRUE THEN
    PERFORM karat.kiosk_missed(terminal, who);
  END IF;
  DELETE FROM karat.kiosk_try t WHERE t.at < karat.clock() - interval '1 minute';
  INSERT INTO karat.kiosk_try VALUES (try, terminal, who, CASE WHEN good THEN 'ok' ELSE 'no' END, karat.clock(), pg_current_xact_id());
  RETURN 'again';
END $$;

-- As 0015 has it, but for that.
DROP FUNCTION karat.kiosk_identify(text, text);
CREATE FUNCTION karat.kiosk_identify(key text, pin text DEFAULT NULL, try uuid DEFAULT NULL, OUT verdict text, OUT pass uuid, OUT state karat.kiosk_state)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
SET lock_timeout = '1s' AS $$
DECLARE
  wall bigint := karat.kiosk_terminal();
  who bigint := karat.kiosk_who(key);
  secret text := (SELECT p.hash FROM karat.pin p WHERE p.person = who);
  asks boolean := secret IS NOT NULL OR who IS NULL AND EXISTS (SELECT FROM karat.pin);
BEGIN
  IF asks OR who IS NULL THEN
    PERFORM FROM karat.person p WHERE p.id IN (wall, who) ORDER BY p.id FOR NO KEY UPDATE; -- one try at a time
    verdict := karat.kiosk_heard(try, wall, who);
    IF verdict IS NULL AND karat.kiosk_locked(wall, who) THEN
      verdict := 'locked';
    ELSIF verdict IS NULL AND NOT asks THEN
      PERFORM karat.kiosk_missed(wall, who);
      verdict := 'no';
    ELSIF verdict IS NULL AND nullif(pin, '') IS NULL THEN
      verdict := 'pin';
    ELSIF verdict IS NULL THEN
      verdict := karat.kiosk_tried(try, wall, who, karat.crypt(left(pin, 72), coalesce(secret, karat.gen_salt('bf', 8))) = secret);
    END IF;
    IF verdict <> 'ok' THEN
      RETURN;
    END IF;
    DELETE FROM karat.kiosk_miss m WHERE m.person = who;
    DELETE FROM karat.kiosk_pass x WHERE x.until < karat.clock() OR x.terminal = wall;
    INSERT INTO karat.kiosk_pass VALUES (gen_random_uuid(), wall, who, karat.clock() + interval '3 minutes') RETURNING token INTO pass;
  END IF;
  verdict := 'ok';
  state := karat.kiosk_state(who);
END $$;

-- As 0018 has it, but for that.
DROP FUNCTION karat.kiosk_leave(text);
CREATE FUNCTION karat.kiosk_leave(pin text, try uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
SET lock_timeout = '1s' AS $$
DECLARE
  terminal bigint := karat.kiosk_terminal();
  verdict text;
BEGIN
  PERFORM FROM karat.person p WHERE p.id = terminal FOR NO KEY UPDATE;
  verdict := karat.kiosk_heard(try, terminal, NULL);
  IF verdict IS NOT NULL THEN
    RETURN verdict;
  ELSIF karat.kiosk_locked(terminal, NULL) OR karat.who() <> session_user AND (SELECT count(*) >= 50 FROM karat.kiosk_miss m
    WHERE m.person IS NULL AND m.at > karat.clock() - interval '15 minutes')
  THEN
    RETURN 'locked';
  END IF;
  RETURN karat.kiosk_tried(try, terminal, NULL, EXISTS (SELECT FROM karat.pin x JOIN karat.person p ON p.id = x.person
    WHERE p.role = 'admin' AND p.active AND karat.crypt(left(kiosk_leave.pin, 72), x.hash) = x.hash));
END $$;

-- As 0015 has it, but nobody is told anything of somebody whose PIN was not said, and a record that somebody holds is not
-- waited for: the terminal says it again, and until then those behind it come first.
CREATE OR REPLACE FUNCTION karat.kiosk_punch(id uuid, key text, deed text, client_at timestamptz, age bigint DEFAULT NULL,
  said text DEFAULT NULL, activity bigint DEFAULT NULL, cause text DEFAULT NULL, until timestamptz DEFAULT NULL,
  counter bigint DEFAULT 0, synced boolean DEFAULT NULL, pass uuid DEFAULT NULL, live boolean DEFAULT false,
  OUT verdict text, OUT problem text, OUT detail text, OUT state karat.kiosk_state)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
SET plan_cache_mode = force_generic_plan
SET lock_timeout = '1s' AS $$
DECLARE
  p karat.punch;
  now_at timestamptz := karat.clock();
  checked boolean;
BEGIN
  p.terminal := karat.kiosk_terminal();
  p.person := karat.kiosk_who(key);
  PERFORM FROM karat.person x WHERE x.id = p.person FOR NO KEY UPDATE;
  checked := NOT karat.has_pin(p.person) OR EXISTS (SELECT FROM karat.kiosk_pass x
    WHERE x.token = pass AND x.terminal = p.terminal AND x.person = p.person AND x.until > now_at);
  SELECT x.status, x.problem, x.detail INTO verdict, problem, detail FROM karat.punch x WHERE x.uuid = $1 AND x.terminal = p.terminal;
  IF FOUND THEN
    IF checked THEN
      state := karat.kiosk_state(p.person);
    END IF;
    RETURN;
  END IF;
  p.id := nextval(pg_get_serial_sequence('karat.punch', 'id'));
  SELECT $1, coalesce($10, 0), $3, left($6, 128), left($8, 24), $9, $4, $11, now_at, 1
  INTO p.uuid, p.counter, p.deed, p.said, p.cause, p.until, p.client_at, p.synced, p.arrived_at, p.version;
  p.activity := (SELECT a.id FROM karat.activity a WHERE a.id = $7);
  p.at := date_trunc('second', CASE WHEN age >= 0 THEN now_at - age * interval '1 millisecond' ELSE client_at END);
  IF p.person IS NULL THEN
    problem := 'badge';
  ELSIF live AND NOT checked THEN
    problem := 'unchecked';
  ELSIF p.at > now_at + interval '1 minute' THEN
    problem := 'KT016';
  ELSIF p.at < now_at - interval '7 days' THEN
    problem := 'late';
  ELSE
    p.at := least(p.at, date_trunc('second', now_at));
    SELECT * INTO problem, detail FROM karat.punch_try(p);
    IF problem IS NULL AND NOT checked THEN
      problem := 'unchecked'; -- done, and yet to be looked at
    END IF;
  END IF;
  verdict := CASE WHEN problem IS NULL THEN 'done' WHEN live THEN 'refused' ELSE 'review' END;
  SELECT karat.kiosk_order(p.said), verdict, problem, detail INTO p."order", p.status, p.problem, p.detail;
  INSERT INTO karat.punch SELECT p.*;
  IF checked THEN
    state := karat.kiosk_state(p.person);
  END IF;
END $$;

CALL karat.allow('{punch:kiosk}', 'EXECUTE ON FUNCTION karat.kiosk_identify(text, text, uuid), karat.kiosk_leave(text, uuid)');

-- As 0015 has it, but the PIN of an admin is for admins.
CREATE OR REPLACE FUNCTION karat.person_pin(login text, pin text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := (SELECT p.id FROM karat.person p WHERE p.login = $1);
BEGIN
  IF who IS DISTINCT FROM karat.me() OR NOT karat.has_right('time:track') THEN
    PERFORM karat.need_right('badge:edit');
    IF EXISTS (SELECT FROM karat.person p WHERE p.id = who AND p.role = 'admin') THEN -- it opens every terminal
      PERFORM karat.need_right('person:edit');
    END IF;
  END IF;
  PERFORM karat.need_puncher(who);
  IF nullif(pin, '') IS NULL THEN
    IF EXISTS (SELECT FROM karat.badge b WHERE b.person = who AND b.revoked_at IS NULL AND length(b.ends) < 4) THEN
      RAISE EXCEPTION 'badge_short' USING ERRCODE = 'KT030', TABLE = 'badge', COLUMN = 'code';
    END IF;
    DELETE FROM karat.pin p WHERE p.person = who;
  ELSIF pin !~ '^[0-9]{4,12}$' OR pin ~ '^(.)\1*$' OR position(pin IN '0123456789012') > 0 OR position(pin IN '9876543210987') > 0 THEN
    RAISE EXCEPTION 'bad_pin' USING ERRCODE = 'KT031', TABLE = 'pin', COLUMN = 'pin';
  ELSE
    INSERT INTO karat.pin (person, hash) VALUES (who, karat.crypt(pin, karat.gen_salt('bf', 8)))
    ON CONFLICT ON CONSTRAINT pin_person_key DO UPDATE SET hash = excluded.hash;
  END IF;
END $$;

-- Where an hour came from is said by the function that writes it, and not by who calls it.
CREATE FUNCTION karat.need_origin(how text, whole boolean) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  IF how IN ('key', 'scan') OR how = 'correction' AND whole THEN
    RETURN;
  ELSIF how = 'kiosk' AND (karat.has_right('punch:kiosk') OR karat.has_right('punch:edit')) OR how = 'person' AND karat.has_right('person:edit')
  THEN
    RETURN;
  END IF;
  RAISE EXCEPTION 'bad_value' USING ERRCODE = 'KT013', TABLE = 'time_entry', COLUMN = 'origin';
END $$;

-- As 0018 has them, but for that.
CREATE OR REPLACE FUNCTION karat.line_add(tab text, id uuid, who bigint, at timestamptz, how text, facts jsonb) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  made bigint := nextval(pg_get_serial_sequence('karat.' || tab, 'id'));
  line jsonb := jsonb_build_object('id', made, 'uuid', id, 'person', who, 'started_at', at, 'origin', how, 'device', karat.device(),
    'arrived_at', karat.clock(), 'version', 1) || facts;
BEGIN
  PERFORM karat.need_origin(how, facts ? 'stopped_at');
  CASE tab
  WHEN 'shift' THEN
    INSERT INTO karat.shift SELECT * FROM jsonb_populate_record(NULL::karat.shift, line);
  WHEN 'time_entry' THEN
    INSERT INTO karat.time_entry SELECT * FROM jsonb_populate_record(NULL::karat.time_entry, line);
  WHEN 'pause' THEN
    INSERT INTO karat.pause SELECT * FROM jsonb_populate_record(NULL::karat.pause, line);
  END CASE;
  RETURN made;
END $$;

CREATE OR REPLACE FUNCTION karat.line_end(tab text, who bigint, at timestamptz, how text, client_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  running bigint := karat.line_runs(tab, who);
BEGIN
  PERFORM karat.need_origin(how, false);
  IF running IS NULL THEN
    RETURN NULL;
  END IF;
  CASE tab
  WHEN 'shift' THEN
    UPDATE karat.shift l SET (stopped_at, stop_origin, stop_device, stop_client_at, stop_arrived_at)
      = ROW (at, how, karat.device(), $5, karat.clock()) WHERE l.id = running AND l.stopped_at IS NULL AND l.voided_at IS NULL;
  WHEN 'time_entry' THEN
    UPDATE karat.time_entry l SET (stopped_at, stop_origin, stop_device, stop_client_at, stop_arrived_at)
      = ROW (at, how, karat.device(), $5, karat.clock()) WHERE l.id = running AND l.stopped_at IS NULL AND l.voided_at IS NULL;
  WHEN 'pause' THEN
    UPDATE karat.pause l SET (stopped_at, stop_origin, stop_device, stop_client_at, stop_arrived_at)
      = ROW (at, how, karat.device(), $5, karat.clock()) WHERE l.id = running AND l.stopped_at IS NULL AND l.voided_at IS NULL;
  END CASE;
  IF NOT FOUND THEN -- the order's end, which waits for no person, came in between
    RETURN NULL;
  END IF;
  RETURN running;
END $$;

-- Sums of seconds fit into an integer, and every hour is one that programs can print.
DO $$
DECLARE
  tab text;
BEGIN
  FOREACH tab IN ARRAY '{shift,time_entry,pause}'::text[] LOOP
    EXECUTE format('ALTER TABLE karat.%1$I DROP CONSTRAINT %2$I, DROP CONSTRAINT %3$I, '
      'ADD CONSTRAINT %2$I CHECK (stopped_at >= started_at AND stopped_at - started_at <= interval ''366 days''), '
      'ADD CONSTRAINT %3$I CHECK (started_at = date_trunc(''second'', started_at) '
        'AND started_at BETWEEN ''1990-01-01 00:00Z'' AND ''9999-12-30 00:00Z''), '
      'ADD CONSTRAINT %4$I CHECK (client_at BETWEEN ''1900-01-01 00:00Z'' AND ''9999-12-30 00:00Z''), '
      'ADD CONSTRAINT %5$I CHECK (stop_client_at BETWEEN ''1900-01-01 00:00Z'' AND ''9999-12-30 00:00Z'')',
      tab, tab || '_span_check', tab || '_started_at_check', tab || '_client_at_check', tab || '_stop_client_at_check');
  END LOOP;
END $$;
ALTER TABLE karat.punch
ADD CONSTRAINT punch_client_at_check CHECK (client_at BETWEEN '1900-01-01 00:00Z' AND '9999-12-30 00:00Z'),
ADD CONSTRAINT punch_until_check CHECK (until BETWEEN '1900-01-01 00:00Z' AND '9999-12-30 00:00Z');

SET LOCAL ROLE NONE;
