-- 0018 down: the functions as they were.
SET LOCAL ROLE karat_owner;
ALTER FUNCTION karat.kiosk_punch(uuid, text, text, timestamptz, bigint, text, bigint, text, timestamptz, bigint, boolean, uuid, boolean)
RESET plan_cache_mode;

-- As 0001 has it.
CREATE OR REPLACE FUNCTION karat.belongs() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  actor name := karat.who();
BEGIN
  IF NOT pg_has_role(session_user, actor, 'member') THEN
    RETURN false;
  ELSIF starts_with(actor::text, 'karat_') THEN
    actor := session_user; -- SET ROLE to one's group
  END IF;
  RETURN EXISTS (SELECT FROM karat.person p WHERE p.login = actor::text AND p.active);
END $$;

-- As 0012 has them.
CREATE OR REPLACE FUNCTION karat.second() RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog, karat, pg_temp
RETURN date_trunc('second', karat.clock());
CREATE OR REPLACE FUNCTION karat.day_begins(day date) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
RETURN day::timestamp AT TIME ZONE (SELECT w.time_zone FROM karat.workshop w);
CREATE OR REPLACE FUNCTION karat.seconds(spans tstzmultirange) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT coalesce(sum(extract(epoch FROM upper(s) - lower(s))), 0)::integer FROM unnest(spans) s);
CREATE OR REPLACE FUNCTION karat.period_need_open(person bigint, from_at timestamptz, to_at timestamptz) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  zone text := (SELECT w.time_zone FROM karat.workshop w);
  closed text;
BEGIN
  SELECT p.status INTO closed FROM karat.period p
  WHERE p.person = $1 AND p.status <> 'open'
    AND daterange(p.first_day, p.last_day, '[]') && daterange((from_at AT TIME ZONE zone)::date, (to_at AT TIME ZONE zone)::date, '[]')
  ORDER BY p.status = 'locked' DESC LIMIT 1;
  IF closed = 'locked' OR closed IS NOT NULL AND NOT karat.has_right('time:approve') THEN
    RAISE EXCEPTION 'period_closed' USING ERRCODE = 'KT015', TABLE = 'period', COLUMN = 'status', DETAIL = closed;
  END IF;
END $$;

-- As 0013 has them.
CREATE OR REPLACE FUNCTION karat.device() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, karat, pg_temp
RETURN left(nullif(current_setting('karat.device', true), ''), 63);
CREATE OR REPLACE FUNCTION karat.line_runs(tab text, who bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  running bigint;
BEGIN
  EXECUTE format('SELECT id FROM karat.%I WHERE person = $1 AND stopped_at IS NULL AND voided_at IS NULL', tab)
  INTO running USING who;
  RETURN running;
END $$;
CREATE OR REPLACE FUNCTION karat.line_add(tab text, id uuid, who bigint, at timestamptz, how text, facts jsonb) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  made bigint := nextval(pg_get_serial_sequence('karat.' || tab, 'id'));
BEGIN
  EXECUTE format('INSERT INTO karat.%1$I SELECT (jsonb_populate_record(NULL::karat.%1$I, $1)).*', tab)
  USING jsonb_build_object('id', made, 'uuid', id, 'person', who, 'started_at', at, 'origin', how, 'device', karat.device(),
    'arrived_at', karat.clock(), 'version', 1) || facts;
  RETURN made;
END $$;
CREATE OR REPLACE FUNCTION karat.line_end(tab text, who bigint, at timestamptz, how text, client_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  ended bigint;
BEGIN
  EXECUTE format('UPDATE karat.%I SET stopped_at = $2, stop_origin = $3, stop_device = $4, stop_client_at = $5, '
    'stop_arrived_at = karat.clock() WHERE person = $1 AND stopped_at IS NULL AND voided_at IS NULL RETURNING id', tab)
  INTO ended USING who, at, how, karat.device(), client_at;
  RETURN ended;
END $$;
CREATE OR REPLACE FUNCTION karat.act_done(who bigint, at timestamptz, verb text, act karat.last_act) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, karat, pg_temp AS $$
  INSERT INTO karat.last_act
  VALUES (who, $2, $3, act.made_shift, act.ended_shift, act.made_entry, act.ended_entry, act.made_pause, act.ended_pause)
  ON CONFLICT (person) DO UPDATE SET (at, verb, made_shift, ended_shift, made_entry, ended_entry, made_pause, ended_pause)
    = ($2, $3, act.made_shift, act.ended_shift, act.made_entry, act.ended_entry, act.made_pause, act.ended_pause)
$$;
CREATE OR REPLACE FUNCTION karat.usual_activity(who bigint, "order" bigint) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, karat, pg_temp
RETURN coalesce(
  (SELECT t.activity FROM karat.time_entry t JOIN karat.activity a ON a.id = t.activity AND a.active
   WHERE t."order" = $2 AND t.person = $1 AND t.voided_at IS NULL ORDER BY t.started_at DESC LIMIT 1),
  (SELECT x.activity FROM (SELECT t.activity FROM karat.time_entry t WHERE t.person = $1 AND t.voided_at IS NULL
     AND (t."order" IS NULL) = ($2 IS NULL) ORDER BY t.started_at DESC LIMIT 100) x
   JOIN karat.activity a ON a.id = x.activity AND a.active GROUP BY x.activity ORDER BY count(*) DESC, x.activity LIMIT 1),
  (SELECT a.id FROM karat.activity a WHERE a.active AND (a.category = 'fabrication') = ($2 IS NOT NULL)
   ORDER BY a.position, a.id LIMIT 1));
CREATE OR REPLACE FUNCTION karat.clock_start(who bigint, id uuid, "order" bigint, activity bigint, at timestamptz, how text,
  client_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  running text;
BEGIN
  SELECT coalesce(o.number, a.name) INTO running FROM karat.time_entry t JOIN karat.activity a ON a.id = t.activity
  LEFT JOIN karat.orders o ON o.id = t."order" WHERE t.person = who AND t.stopped_at IS NULL AND t.voided_at IS NULL;
  IF FOUND THEN
    RAISE EXCEPTION 'timer_running' USING ERRCODE = 'KT018', TABLE = 'time_entry', DETAIL = running;
  END IF;
  activity := coalesce(activity, karat.usual_activity(who, "order"));
  PERFORM karat.need_workable("order", activity);
  RETURN karat.line_add('time_entry', id, who, at, how,
    jsonb_build_object('order', "order", 'activity', activity, 'client_at', client_at));
END $$;

-- As 0015 has them.
CREATE OR REPLACE FUNCTION karat.badge_hash(key text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT RETURN sha256(convert_to(key, 'UTF8'));
CREATE OR REPLACE FUNCTION karat.kiosk_leave(pin text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  terminal bigint := karat.kiosk_terminal();
BEGIN
  PERFORM FROM karat.person p WHERE p.id = terminal FOR NO KEY UPDATE;
  IF karat.kiosk_locked(terminal, NULL) THEN
    RETURN 'locked';
  ELSIF EXISTS (SELECT FROM karat.pin x JOIN karat.person p ON p.id = x.person
    WHERE p.role = 'admin' AND p.active AND karat.crypt(left(kiosk_leave.pin, 72), x.hash) = x.hash)
  THEN
    RETURN 'ok';
  END IF;
  PERFORM karat.kiosk_missed(terminal, NULL);
  RETURN 'no';
END $$;
CREATE OR REPLACE FUNCTION karat.has_pin(who bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, karat, pg_temp
RETURN EXISTS (SELECT FROM karat.pin p WHERE p.person = who);
CREATE OR REPLACE FUNCTION karat.kiosk_who(key text) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, karat, pg_temp
RETURN (SELECT p.id FROM karat.badge b JOIN karat.person p ON p.id = b.person
  WHERE b.hash = karat.badge_hash(key) AND b.revoked_at IS NULL AND p.active AND p.role NOT IN ('kiosk', 'auditor'));
CREATE OR REPLACE FUNCTION karat.kiosk_order(said text) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, karat, pg_temp
RETURN coalesce(
  (SELECT o.id FROM karat.orders o WHERE o.number = upper(said) AND o.deleted_at IS NULL),
  (SELECT o.id FROM karat.orders o WHERE said ~ '^#?[0-9]{1,18}$' AND o.id = ltrim(said, '#')::bigint AND o.deleted_at IS NULL));
CREATE OR REPLACE FUNCTION karat.works_since(who bigint) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog, karat, pg_temp
RETURN least(
  (SELECT s.started_at FROM karat.shift s WHERE s.person = who AND s.stopped_at IS NULL AND s.voided_at IS NULL),
  (SELECT t.started_at FROM karat.time_entry t WHERE t.person = who AND t.stopped_at IS NULL AND t.voided_at IS NULL));
CREATE OR REPLACE FUNCTION karat.kiosk_state(who bigint) RETURNS karat.kiosk_state
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  r karat.kiosk_state;
  shift_at timestamptz;
  entry_at timestamptz;
  pause_at timestamptz;
BEGIN
  SELECT p.display_name, coalesce(p.language, w.language) INTO r.name, r.language
  FROM karat.person p LEFT JOIN karat.workshop w ON true WHERE p.id = who;
  SELECT s.started_at INTO shift_at FROM karat.shift s WHERE s.person = who AND s.stopped_at IS NULL AND s.voided_at IS NULL;
  SELECT t.started_at, o.number, o.title, a.name INTO entry_at, r.number, r.title, r.activity
  FROM karat.time_entry t JOIN karat.activity a ON a.id = t.activity LEFT JOIN karat.orders o ON o.id = t."order"
  WHERE t.person = who AND t.stopped_at IS NULL AND t.voided_at IS NULL;
  SELECT p.started_at, p.cause INTO pause_at, r.cause FROM karat.pause p
  WHERE p.person = who AND p.stopped_at IS NULL AND p.voided_at IS NULL;
  r.worked := (karat.time_sums_of(who, karat.day_begins(karat.today()), karat.second())).worked;
  IF least(shift_at, entry_at) < karat.day_begins(karat.today())
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

SET LOCAL ROLE NONE;
