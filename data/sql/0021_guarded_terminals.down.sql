-- 0021 down: back to 0020.
SET LOCAL ROLE karat_owner;

ALTER TABLE karat.punch DROP CONSTRAINT punch_client_at_check, DROP CONSTRAINT punch_until_check;
DO $$
DECLARE
  tab text;
BEGIN
  FOREACH tab IN ARRAY '{shift,time_entry,pause}'::text[] LOOP
    EXECUTE format('ALTER TABLE karat.%I DROP CONSTRAINT %I, DROP CONSTRAINT %I, DROP CONSTRAINT %I, DROP CONSTRAINT %I, '
      'ADD CONSTRAINT %4$I CHECK (stopped_at >= started_at), '
      'ADD CONSTRAINT %5$I CHECK (started_at = date_trunc(''second'', started_at) '
        'AND started_at BETWEEN ''0001-01-02 00:00Z'' AND ''9999-12-30 00:00Z'')',
      tab, tab || '_client_at_check', tab || '_stop_client_at_check', tab || '_span_check', tab || '_started_at_check');
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION karat.line_end(tab text, who bigint, at timestamptz, how text, client_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  running bigint := karat.line_runs(tab, who);
BEGIN
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

CREATE OR REPLACE FUNCTION karat.line_add(tab text, id uuid, who bigint, at timestamptz, how text, facts jsonb) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  made bigint := nextval(pg_get_serial_sequence('karat.' || tab, 'id'));
  line jsonb := jsonb_build_object('id', made, 'uuid', id, 'person', who, 'started_at', at, 'origin', how, 'device', karat.device(),
    'arrived_at', karat.clock(), 'version', 1) || facts;
BEGIN
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

DROP FUNCTION karat.need_origin(text, boolean);

CREATE OR REPLACE FUNCTION karat.person_pin(login text, pin text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := (SELECT p.id FROM karat.person p WHERE p.login = $1);
BEGIN
  IF who IS DISTINCT FROM karat.me() OR NOT karat.has_right('time:track') THEN
    PERFORM karat.need_right('badge:edit');
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

CREATE OR REPLACE FUNCTION karat.kiosk_punch(id uuid, key text, deed text, client_at timestamptz, age bigint DEFAULT NULL,
  said text DEFAULT NULL, activity bigint DEFAULT NULL, cause text DEFAULT NULL, until timestamptz DEFAULT NULL,
  counter bigint DEFAULT 0, synced boolean DEFAULT NULL, pass uuid DEFAULT NULL, live boolean DEFAULT false,
  OUT verdict text, OUT problem text, OUT detail text, OUT state karat.kiosk_state)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  p karat.punch;
  now_at timestamptz := karat.clock();
  checked boolean;
BEGIN
  p.terminal := karat.kiosk_terminal();
  p.person := karat.kiosk_who(key);
  PERFORM FROM karat.person x WHERE x.id = p.person FOR NO KEY UPDATE;
  SELECT x.status, x.problem, x.detail INTO verdict, problem, detail FROM karat.punch x WHERE x.uuid = $1 AND x.terminal = p.terminal;
  IF FOUND THEN
    state := karat.kiosk_state(p.person);
    RETURN;
  END IF;
  checked := NOT karat.has_pin(p.person) OR EXISTS (SELECT FROM karat.kiosk_pass x
    WHERE x.token = pass AND x.terminal = p.terminal AND x.person = p.person AND x.until > now_at);
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
  state := karat.kiosk_state(p.person);
END $$;

ALTER FUNCTION karat.kiosk_punch(uuid, text, text, timestamptz, bigint, text, bigint, text, timestamptz, bigint, boolean, uuid, boolean)
RESET lock_timeout;
ALTER FUNCTION karat.kiosk_punch(uuid, text, text, timestamptz, bigint, text, bigint, text, timestamptz, bigint, boolean, uuid, boolean)
SET plan_cache_mode = force_generic_plan;

DROP FUNCTION karat.kiosk_leave(text, uuid);
CREATE OR REPLACE FUNCTION karat.kiosk_leave(pin text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  terminal bigint := karat.kiosk_terminal();
BEGIN
  PERFORM FROM karat.person p WHERE p.id = terminal FOR NO KEY UPDATE;
  IF karat.kiosk_locked(terminal, NULL) OR karat.who() <> session_user AND (SELECT count(*) >= 50 FROM karat.kiosk_miss m
    WHERE m.person IS NULL AND m.at > karat.clock() - interval '15 minutes')
  THEN
    RETURN 'locked';
  ELSIF EXISTS (SELECT FROM karat.pin x JOIN karat.person p ON p.id = x.person
    WHERE p.role = 'admin' AND p.active AND karat.crypt(left(kiosk_leave.pin, 72), x.hash) = x.hash)
  THEN
    RETURN 'ok';
  END IF;
  PERFORM karat.kiosk_missed(terminal, NULL);
  RETURN 'no';
END $$;

DROP FUNCTION karat.kiosk_identify(text, text, uuid);
CREATE FUNCTION karat.kiosk_identify(key text, pin text DEFAULT NULL, OUT verdict text, OUT pass uuid, OUT state karat.kiosk_state)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  wall bigint := karat.kiosk_terminal();
  who bigint := karat.kiosk_who(key);
  secret text := (SELECT p.hash FROM karat.pin p WHERE p.person = who);
  asks boolean := secret IS NOT NULL OR who IS NULL AND EXISTS (SELECT FROM karat.pin);
BEGIN
  IF asks OR who IS NULL THEN
    PERFORM FROM karat.person p WHERE p.id IN (wall, who) ORDER BY p.id FOR NO KEY UPDATE; -- one try at a time
    IF karat.kiosk_locked(wall, who) THEN
      verdict := 'locked';
      RETURN;
    ELSIF asks AND nullif(pin, '') IS NULL THEN
      verdict := 'pin';
      RETURN;
    ELSIF (karat.crypt(left(pin, 72), coalesce(secret, karat.gen_salt('bf', 8))) = secret) IS NOT TRUE THEN
      PERFORM karat.kiosk_missed(wall, who);
      verdict := 'no';
      RETURN;
    END IF;
    DELETE FROM karat.kiosk_miss m WHERE m.person = who;
    DELETE FROM karat.kiosk_pass x WHERE x.until < karat.clock() OR x.terminal = wall;
    INSERT INTO karat.kiosk_pass VALUES (gen_random_uuid(), wall, who, karat.clock() + interval '3 minutes') RETURNING token INTO pass;
  END IF;
  verdict := 'ok';
  state := karat.kiosk_state(who);
END $$;

CALL karat.allow('{punch:kiosk}', 'EXECUTE ON FUNCTION karat.kiosk_identify(text, text), karat.kiosk_leave(text)');

DROP FUNCTION karat.kiosk_tried(uuid, bigint, bigint, boolean);
DROP FUNCTION karat.kiosk_heard(uuid, bigint, bigint);
DROP TABLE karat.kiosk_try;

SET LOCAL ROLE NONE;
