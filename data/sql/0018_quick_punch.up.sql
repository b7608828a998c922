-- 0018: what a punch and the verbs of a timer do, with statements that PostgreSQL plans once a session. It plans those of
-- a function in SQL, and all that is EXECUTEd, each time they are called. What the functions mean is unchanged, but for the
-- way out of a terminal that shares its login.
SET LOCAL ROLE karat_owner;

-- Whoever acts as another role is mostly a direct member of it, and that is looked up. pg_has_role gathers all roles that a
-- login has, a thousand for the login of a thousand terminals, and gathers them again whenever it was asked about another.
CREATE OR REPLACE FUNCTION karat.belongs() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  actor name := karat.who();
BEGIN
  IF actor <> session_user
    AND NOT EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles u ON u.oid = m.member
      WHERE g.rolname = actor AND u.rolname = session_user)
    AND NOT pg_has_role(session_user, actor, 'member')
  THEN
    RETURN false;
  ELSIF starts_with(actor::text, 'karat_') THEN
    actor := session_user; -- SET ROLE to one's group
  END IF;
  RETURN EXISTS (SELECT FROM karat.person p WHERE p.login = actor::text AND p.active);
END $$;

-- Hours and sums

CREATE OR REPLACE FUNCTION karat.second() RETURNS timestamptz
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  RETURN date_trunc('second', karat.clock());
END $$;

CREATE OR REPLACE FUNCTION karat.day_begins(day date) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  RETURN day::timestamp AT TIME ZONE (SELECT w.time_zone FROM karat.workshop w);
END $$;

CREATE OR REPLACE FUNCTION karat.seconds(spans tstzmultirange) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(sum(extract(epoch FROM upper(s) - lower(s))), 0)::integer FROM unnest(spans) s);
END $$;

-- Mostly nothing is handed in within a day of it, and then the time zone does not matter.
CREATE OR REPLACE FUNCTION karat.period_need_open(person bigint, from_at timestamptz, to_at timestamptz) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  zone text;
  closed text;
BEGIN
  IF NOT EXISTS (SELECT FROM karat.period p WHERE p.person = $1 AND p.status <> 'open'
    AND daterange(p.first_day, p.last_day, '[]')
      && daterange((from_at AT TIME ZONE 'UTC')::date - 1, (to_at AT TIME ZONE 'UTC')::date + 1, '[]'))
  THEN
    RETURN;
  END IF;
  zone := (SELECT w.time_zone FROM karat.workshop w);
  SELECT p.status INTO closed FROM karat.period p
  WHERE p.person = $1 AND p.status <> 'open'
    AND daterange(p.first_day, p.last_day, '[]') && daterange((from_at AT TIME ZONE zone)::date, (to_at AT TIME ZONE zone)::date, '[]')
  ORDER BY p.status = 'locked' DESC LIMIT 1;
  IF closed = 'locked' OR closed IS NOT NULL AND NOT karat.has_right('time:approve') THEN
    RAISE EXCEPTION 'period_closed' USING ERRCODE = 'KT015', TABLE = 'period', COLUMN = 'status', DETAIL = closed;
  END IF;
END $$;

-- The lines

CREATE OR REPLACE FUNCTION karat.device() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  RETURN left(nullif(current_setting('karat.device', true), ''), 63);
END $$;

CREATE OR REPLACE FUNCTION karat.line_runs(tab text, who bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  CASE tab
  WHEN 'shift' THEN
    RETURN (SELECT l.id FROM karat.shift l WHERE l.person = who AND l.stopped_at IS NULL AND l.voided_at IS NULL);
  WHEN 'time_entry' THEN
    RETURN (SELECT l.id FROM karat.time_entry l WHERE l.person = who AND l.stopped_at IS NULL AND l.voided_at IS NULL);
  WHEN 'pause' THEN
    RETURN (SELECT l.id FROM karat.pause l WHERE l.person = who AND l.stopped_at IS NULL AND l.voided_at IS NULL);
  END CASE;
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

-- Mostly there is nothing to end, and to see that is cheaper than to change nothing.
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

CREATE OR REPLACE FUNCTION karat.act_done(who bigint, at timestamptz, verb text, act karat.last_act) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  INSERT INTO karat.last_act
  VALUES (who, $2, $3, act.made_shift, act.ended_shift, act.made_entry, act.ended_entry, act.made_pause, act.ended_pause)
  ON CONFLICT (person) DO UPDATE SET (at, verb, made_shift, ended_shift, made_entry, ended_entry, made_pause, ended_pause)
    = ($2, $3, act.made_shift, act.ended_shift, act.made_entry, act.ended_entry, act.made_pause, act.ended_pause);
END $$;

CREATE OR REPLACE FUNCTION karat.usual_activity(who bigint, "order" bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  usual bigint;
BEGIN
  IF $2 IS NOT NULL THEN
    SELECT t.activity INTO usual FROM karat.time_entry t JOIN karat.activity a ON a.id = t.activity AND a.active
    WHERE t."order" = $2 AND t.person = $1 AND t.voided_at IS NULL ORDER BY t.started_at DESC LIMIT 1;
  END IF;
  IF usual IS NULL THEN
    SELECT x.activity INTO usual FROM (SELECT t.activity FROM karat.time_entry t WHERE t.person = $1 AND t.voided_at IS NULL
      AND (t."order" IS NULL) = ($2 IS NULL) ORDER BY t.started_at DESC LIMIT 100) x
    JOIN karat.activity a ON a.id = x.activity AND a.active GROUP BY x.activity ORDER BY count(*) DESC, x.activity LIMIT 1;
  END IF;
  IF usual IS NULL THEN
    SELECT a.id INTO usual FROM karat.activity a WHERE a.active AND (a.category = 'fabrication') = ($2 IS NOT NULL)
    ORDER BY a.position, a.id LIMIT 1;
  END IF;
  RETURN usual;
END $$;

CREATE OR REPLACE FUNCTION karat.clock_start(who bigint, id uuid, "order" bigint, activity bigint, at timestamptz, how text,
  client_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  running bigint := karat.line_runs('time_entry', who);
BEGIN
  IF running IS NOT NULL THEN
    RAISE EXCEPTION 'timer_running' USING ERRCODE = 'KT018', TABLE = 'time_entry', DETAIL = (SELECT coalesce(o.number, a.name)
      FROM karat.time_entry t JOIN karat.activity a ON a.id = t.activity LEFT JOIN karat.orders o ON o.id = t."order"
      WHERE t.id = running);
  END IF;
  activity := coalesce(activity, karat.usual_activity(who, "order"));
  PERFORM karat.need_workable("order", activity);
  RETURN karat.line_add('time_entry', id, who, at, how,
    jsonb_build_object('order', "order", 'activity', activity, 'client_at', client_at));
END $$;

-- Terminals

CREATE OR REPLACE FUNCTION karat.has_pin(who bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM karat.pin p WHERE p.person = who);
END $$;

CREATE OR REPLACE FUNCTION karat.badge_hash(key text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  RETURN sha256(convert_to(key, 'UTF8'));
END $$;

CREATE OR REPLACE FUNCTION karat.kiosk_who(key text) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  hashed bytea := karat.badge_hash(key);
BEGIN
  RETURN (SELECT p.id FROM karat.badge b JOIN karat.person p ON p.id = b.person
    WHERE b.hash = hashed AND b.revoked_at IS NULL AND p.active AND p.role NOT IN ('kiosk', 'auditor'));
END $$;

CREATE OR REPLACE FUNCTION karat.kiosk_order(said text) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  what bigint;
BEGIN
  IF said IS NULL THEN
    RETURN NULL;
  END IF;
  what := (SELECT o.id FROM karat.orders o WHERE o.number = upper(said) AND o.deleted_at IS NULL);
  IF what IS NULL AND said ~ '^#?[0-9]{1,18}$' THEN
    what := (SELECT o.id FROM karat.orders o WHERE o.id = ltrim(said, '#')::bigint AND o.deleted_at IS NULL);
  END IF;
  RETURN what;
END $$;

-- The way out: the PIN of an admin. Whoever has the login that terminals share must not have ten tries at each of them.
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

CREATE OR REPLACE FUNCTION karat.works_since(who bigint) RETURNS timestamptz
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  RETURN least(
    (SELECT s.started_at FROM karat.shift s WHERE s.person = who AND s.stopped_at IS NULL AND s.voided_at IS NULL),
    (SELECT t.started_at FROM karat.time_entry t WHERE t.person = who AND t.stopped_at IS NULL AND t.voided_at IS NULL));
END $$;

CREATE OR REPLACE FUNCTION karat.kiosk_state(who bigint) RETURNS karat.kiosk_state
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  r karat.kiosk_state;
  shift_at timestamptz;
  entry_at timestamptz;
  pause_at timestamptz;
  day_at timestamptz := karat.day_begins(karat.today());
BEGIN
  SELECT p.display_name, coalesce(p.language, w.language) INTO r.name, r.language
  FROM karat.person p LEFT JOIN karat.workshop w ON true WHERE p.id = who;
  SELECT s.started_at INTO shift_at FROM karat.shift s WHERE s.person = who AND s.stopped_at IS NULL AND s.voided_at IS NULL;
  SELECT t.started_at, o.number, o.title, a.name INTO entry_at, r.number, r.title, r.activity
  FROM karat.time_entry t JOIN karat.activity a ON a.id = t.activity LEFT JOIN karat.orders o ON o.id = t."order"
  WHERE t.person = who AND t.stopped_at IS NULL AND t.voided_at IS NULL;
  SELECT p.started_at, p.cause INTO pause_at, r.cause FROM karat.pause p
  WHERE p.person = who AND p.stopped_at IS NULL AND p.voided_at IS NULL;
  r.worked := (karat.time_sums_of(who, day_at, karat.second())).worked;
  IF least(shift_at, entry_at) < day_at
    AND NOT EXISTS (SELECT FROM karat.shift s WHERE s.person = who AND s.stopped_at IS NULL AND s.voided_at IS NULL AND s.flag = 'long')
  THEN
    r.proposal := extract(epoch FROM karat.usual_end(who, greatest(shift_at, entry_at, pause_at)));
  END IF;
  SELECT a.verb, extract(epoch FROM a.at) INTO r.last_deed, r.last_at FROM karat.last_act a WHERE a.person = who;
  r.here_since := extract(epoch FROM shift_at);
  r.since := extract(epoch FROM entry_at);
  r.paused_since := extract(epoch FROM pause_at);
  RETURN r;
END $$;

-- Each statement finds a few rows by a key, whoever punches: one plan for all is as good as one for each, which PostgreSQL
-- would make the first five times.
ALTER FUNCTION karat.kiosk_punch(uuid, text, text, timestamptz, bigint, text, bigint, text, timestamptz, bigint, boolean, uuid, boolean)
SET plan_cache_mode = force_generic_plan;

SET LOCAL ROLE NONE;
