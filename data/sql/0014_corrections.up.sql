-- 0014: what is mended afterwards, and when it may be mended no longer. A correction voids a row and writes another in
-- its place, with a reason; neighbours give way only if that was said. Periods are handed in, approved and locked.
SET LOCAL ROLE karat_owner;

CREATE FUNCTION karat.need_reason(why text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  said text := karat.strip(coalesce(why, current_setting('karat.reason', true), ''));
BEGIN
  IF said = '' THEN
    RAISE EXCEPTION 'reason_missing' USING ERRCODE = 'KT003', COLUMN = 'reason';
  END IF;
  RETURN said;
END $$;

-- A row like another, but for `changes`, as a correction.
CREATE FUNCTION karat.line_correct(tab text, id bigint, changes jsonb, why text) RETURNS bigint
LANGUAGE sql SET search_path = pg_catalog, karat, pg_temp
RETURN karat.line_replace(tab, id, jsonb_build_object('origin', 'correction', 'client_at', NULL,
  'device', karat.device()) || changes, why);

-- Room on a line: what else lies in the span is cut, split or voided, if that was said; else it is named.
CREATE FUNCTION karat.line_make_room(tab text, who bigint, span tstzrange, but bigint, make_room boolean, why text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  other record;
  cut CONSTANT jsonb := jsonb_build_object('stopped_at', lower(span), 'stop_origin', 'correction', 'stop_device', NULL,
    'stop_client_at', NULL, 'stop_arrived_at', karat.clock());
BEGIN
  DELETE FROM karat.last_act a WHERE a.person = who; -- what it would bring back may lie in the span
  FOR other IN EXECUTE format('SELECT id, started_at, stopped_at FROM karat.%I WHERE person = $1 AND voided_at IS NULL AND id IS DISTINCT FROM $3 '
    'AND tstzrange(started_at, stopped_at) && $2 ORDER BY started_at', tab) USING who, span, but
  LOOP
    IF NOT make_room THEN
      RAISE EXCEPTION 'overlap' USING ERRCODE = 'KT025', TABLE = tab, COLUMN = 'started_at', DETAIL = other.id::text;
    ELSIF other.started_at < lower(span) THEN
      PERFORM karat.line_correct(tab, other.id, cut, why);
      IF upper(span) < coalesce(other.stopped_at, 'infinity') THEN -- and goes on behind it
        PERFORM karat.line_copy(tab, other.id, jsonb_build_object('started_at', upper(span)), why);
      END IF;
    ELSIF upper(span) < coalesce(other.stopped_at, 'infinity') THEN
      PERFORM karat.line_correct(tab, other.id, jsonb_build_object('started_at', upper(span)), why);
    ELSE
      PERFORM karat.line_void(tab, other.id, why);
    END IF;
  END LOOP;
END $$;

-- The person whose row it is, locked: one's own by the right to mend, another's by that to mend everybody's.
CREATE FUNCTION karat.line_whose(tab text, id bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint;
BEGIN
  EXECUTE format('SELECT person FROM karat.%I t WHERE t.id = $1 AND t.voided_at IS NULL', tab) INTO who USING id;
  IF who IS NULL OR who IS DISTINCT FROM karat.me() AND NOT karat.has_right('time:view_all') THEN
    RAISE EXCEPTION 'not_found' USING ERRCODE = 'KT012', TABLE = tab;
  END IF;
  RETURN karat.time_whose(who, 'time:fix');
END $$;

-- Mends one row: `changes` are the columns that are to be others. A clock that runs and is given an end was forgotten.
CREATE FUNCTION karat.line_fix(tab text, id bigint, changes jsonb, make_room boolean, why text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.line_whose(tab, id);
  said text := karat.need_reason(why);
  was record;
  is_now jsonb := changes;
  span tstzrange;
BEGIN
  EXECUTE format('SELECT started_at, stopped_at FROM karat.%I t WHERE t.id = $1', tab) INTO was USING id;
  IF is_now ? 'started_at' THEN
    was.started_at := date_trunc('second', (is_now ->> 'started_at')::timestamptz);
    is_now := is_now || jsonb_build_object('started_at', was.started_at);
  END IF;
  IF is_now ? 'stopped_at' THEN
    is_now := is_now || jsonb_build_object('stopped_at', date_trunc('second', (is_now ->> 'stopped_at')::timestamptz),
      'stop_origin', 'correction', 'stop_device', NULL, 'stop_client_at', NULL, 'stop_arrived_at', karat.clock());
    IF was.stopped_at IS NULL THEN
      is_now := is_now || '{"flag": "forgotten"}';
    END IF;
    was.stopped_at := (is_now ->> 'stopped_at')::timestamptz;
  END IF;
  IF was.started_at IS NULL OR was.stopped_at < was.started_at THEN
    RAISE EXCEPTION 'bad_span' USING ERRCODE = 'KT026', TABLE = tab, COLUMN = 'stopped_at';
  END IF;
  PERFORM karat.line_make_room(tab, who, tstzrange(was.started_at, was.stopped_at), id, make_room, said);
  RETURN karat.line_correct(tab, id, is_now, said);
END $$;

CREATE FUNCTION karat.time_fix(entry bigint, started_at timestamptz DEFAULT NULL, stopped_at timestamptz DEFAULT NULL,
  "order" bigint DEFAULT NULL, activity bigint DEFAULT NULL, internal boolean DEFAULT false, make_room boolean DEFAULT false,
  reason text DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
RETURN karat.line_fix('time_entry', entry, jsonb_strip_nulls(jsonb_build_object('started_at', started_at, 'stopped_at', stopped_at,
  'order', "order", 'activity', activity)) || CASE WHEN internal THEN '{"order": null}' ELSE '{}' END::jsonb, make_room, reason);

-- Other hours, or as long as it was from another hour on.
CREATE FUNCTION karat.time_resize(entry bigint, started_at timestamptz DEFAULT NULL, stopped_at timestamptz DEFAULT NULL,
  make_room boolean DEFAULT false, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
RETURN karat.time_fix(entry, started_at, stopped_at, make_room => make_room, reason => reason);
CREATE FUNCTION karat.time_move(entry bigint, started_at timestamptz, make_room boolean DEFAULT false, reason text DEFAULT NULL)
RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
RETURN karat.time_fix(entry, started_at, (SELECT t.stopped_at + ($2 - t.started_at) FROM karat.time_entry t WHERE t.id = entry),
  make_room => make_room, reason => reason);

CREATE FUNCTION karat.shift_fix(shift bigint, started_at timestamptz DEFAULT NULL, stopped_at timestamptz DEFAULT NULL,
  make_room boolean DEFAULT false, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
RETURN karat.line_fix('shift', shift, jsonb_strip_nulls(jsonb_build_object('started_at', started_at, 'stopped_at', stopped_at)),
  make_room, reason);
CREATE FUNCTION karat.pause_fix(pause bigint, started_at timestamptz DEFAULT NULL, stopped_at timestamptz DEFAULT NULL,
  cause text DEFAULT NULL, make_room boolean DEFAULT false, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
RETURN karat.line_fix('pause', pause, jsonb_strip_nulls(jsonb_build_object('started_at', started_at, 'stopped_at', stopped_at,
  'cause', cause)), make_room, reason);

-- One entry becomes two; the second may be other work.
CREATE FUNCTION karat.time_split(entry bigint, at timestamptz, "order" bigint DEFAULT NULL,
  activity bigint DEFAULT NULL, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.line_whose('time_entry', entry);
  said text := karat.need_reason(reason);
  cut timestamptz := date_trunc('second', at);
  was karat.time_entry;
BEGIN
  SELECT * INTO was FROM karat.time_entry t WHERE t.id = $1;
  IF cut <= was.started_at OR cut >= coalesce(was.stopped_at, karat.second()) OR cut IS NULL THEN
    RAISE EXCEPTION 'bad_span' USING ERRCODE = 'KT026', TABLE = 'time_entry', COLUMN = 'at';
  END IF;
  PERFORM karat.line_correct('time_entry', entry, jsonb_build_object('stopped_at', cut, 'stop_origin', 'correction', 'stop_device', NULL,
    'stop_client_at', NULL, 'stop_arrived_at', karat.clock()), said);
  RETURN karat.line_copy('time_entry', entry, jsonb_build_object('started_at', cut, 'order', coalesce($3, was."order"),
    'activity', coalesce($4, was.activity), 'origin', 'correction'), said);
END $$;

-- Two entries of the same work become one, with what lay between; nothing else may lie there.
CREATE FUNCTION karat.time_join(entry bigint, other bigint, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.line_whose('time_entry', entry);
  said text := karat.need_reason(reason);
  a karat.time_entry;
  b karat.time_entry;
BEGIN
  SELECT * INTO a FROM karat.time_entry t WHERE t.id = $1;
  SELECT * INTO b FROM karat.time_entry t WHERE t.id = $2 AND t.person = who AND t.voided_at IS NULL AND t.id <> $1;
  IF NOT FOUND OR (a."order", a.activity) IS DISTINCT FROM (b."order", b.activity) THEN
    RAISE EXCEPTION 'bad_value' USING ERRCODE = 'KT013', TABLE = 'time_entry', COLUMN = 'other';
  END IF;
  PERFORM karat.line_void('time_entry', b.id, said);
  PERFORM karat.line_make_room('time_entry', who, tstzrange(least(a.started_at, b.started_at),
    CASE WHEN a.stopped_at IS NOT NULL AND b.stopped_at IS NOT NULL THEN greatest(a.stopped_at, b.stopped_at) END), a.id, false, said);
  RETURN karat.line_correct('time_entry', a.id, CASE WHEN a.started_at < b.started_at
    THEN jsonb_build_object('stopped_at', b.stopped_at, 'stop_origin', b.stop_origin, 'stop_arrived_at', b.stop_arrived_at)
    ELSE jsonb_build_object('started_at', b.started_at) END, said);
END $$;

-- What nobody noted at the time: a span from nothing.
CREATE FUNCTION karat.need_span(tab text, started_at timestamptz, stopped_at timestamptz) RETURNS tstzrange
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  IF started_at IS NULL OR stopped_at IS NULL OR stopped_at < started_at THEN
    RAISE EXCEPTION 'bad_span' USING ERRCODE = 'KT026', TABLE = tab, COLUMN = 'stopped_at';
  END IF;
  RETURN tstzrange(date_trunc('second', started_at), date_trunc('second', stopped_at));
END $$;

CREATE FUNCTION karat.line_add_past(tab text, id uuid, who bigint, span tstzrange, facts jsonb, make_room boolean, said text)
RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  PERFORM karat.line_make_room(tab, who, span, NULL, make_room, said);
  RETURN karat.line_add(tab, id, who, lower(span), 'correction', jsonb_build_object('stopped_at', upper(span), 'stop_origin', 'correction',
    'stop_arrived_at', karat.clock(), 'reason', left(said, 200)) || facts);
END $$;

CREATE FUNCTION karat.time_add(id uuid, person bigint DEFAULT NULL, "order" bigint DEFAULT NULL, activity bigint DEFAULT NULL,
  started_at timestamptz DEFAULT NULL, stopped_at timestamptz DEFAULT NULL, note text DEFAULT NULL, make_room boolean DEFAULT false,
  reason text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.time_whose($2, 'time:add');
  said text := karat.need_reason(reason);
  span tstzrange := karat.need_span('time_entry', started_at, stopped_at);
BEGIN
  IF $3 IS NOT NULL AND NOT EXISTS (SELECT FROM karat.orders o WHERE o.id = $3 AND o.deleted_at IS NULL) THEN
    RAISE EXCEPTION 'not_found' USING ERRCODE = 'KT012', TABLE = 'orders', COLUMN = 'order';
  END IF;
  RETURN karat.line_add_past('time_entry', id, who, span, jsonb_build_object('order', "order",
    'activity', coalesce(activity, karat.usual_activity(who, "order")), 'note', note), make_room, said);
END $$;

CREATE FUNCTION karat.shift_add(id uuid, person bigint DEFAULT NULL, started_at timestamptz DEFAULT NULL,
  stopped_at timestamptz DEFAULT NULL, make_room boolean DEFAULT false, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.time_whose($2, 'time:add');
  said text := karat.need_reason(reason);
  span tstzrange := karat.need_span('shift', started_at, stopped_at);
BEGIN
  RETURN karat.line_add_past('shift', id, who, span, '{}', make_room, said);
END $$;

-- A pause in an entry or a shift of one's own: nobody pauses who is not there.
CREATE FUNCTION karat.pause_add(id uuid, person bigint DEFAULT NULL, cause text DEFAULT 'other', started_at timestamptz DEFAULT NULL,
  stopped_at timestamptz DEFAULT NULL, make_room boolean DEFAULT false, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.time_whose($2, 'time:fix');
  said text := karat.need_reason(reason);
  span tstzrange := karat.need_span('pause', started_at, stopped_at);
BEGIN
  IF NOT EXISTS (SELECT FROM karat.time_entry t WHERE t.person = who AND t.voided_at IS NULL AND tstzrange(t.started_at, t.stopped_at) @> span)
    AND NOT EXISTS (SELECT FROM karat.shift s WHERE s.person = who AND s.voided_at IS NULL AND tstzrange(s.started_at, s.stopped_at) @> span)
  THEN
    RAISE EXCEPTION 'bad_span' USING ERRCODE = 'KT026', TABLE = 'pause', COLUMN = 'started_at';
  END IF;
  RETURN karat.line_add_past('pause', id, who, span, jsonb_build_object('cause', cause), make_room, said);
END $$;

CREATE FUNCTION karat.time_insert_pause(id uuid, entry bigint, cause text DEFAULT 'other', started_at timestamptz DEFAULT NULL,
  stopped_at timestamptz DEFAULT NULL, make_room boolean DEFAULT false, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
RETURN karat.pause_add(id, karat.line_whose('time_entry', entry), cause, started_at, stopped_at, make_room, reason);

CREATE FUNCTION karat.line_take_back(tab text, id bigint, why text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  PERFORM karat.line_whose(tab, id);
  PERFORM karat.line_void(tab, id, karat.need_reason(why));
  RETURN id;
END $$;
CREATE FUNCTION karat.time_void(entry bigint, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp RETURN karat.line_take_back('time_entry', entry, reason);
CREATE FUNCTION karat.shift_void(shift bigint, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp RETURN karat.line_take_back('shift', shift, reason);
CREATE FUNCTION karat.pause_void(pause bigint, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp RETURN karat.line_take_back('pause', pause, reason);

-- It is long, and it was work all the same.
CREATE FUNCTION karat.timer_keep(how text DEFAULT 'key', client_at timestamptz DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.time_whose(NULL, 'time:track');
  kept bigint;
BEGIN
  UPDATE karat.time_entry t SET flag = 'long' WHERE t.person = who AND t.stopped_at IS NULL AND t.voided_at IS NULL
  RETURNING t.id INTO kept;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no_timer' USING ERRCODE = 'KT019', TABLE = 'time_entry';
  END IF;
  RETURN kept;
END $$;

-- When work that was forgotten to be stopped may have ended: behind the last pause in it, when the person usually goes
-- home, now.
CREATE FUNCTION karat.timer_proposals() RETURNS TABLE (at timestamptz, why text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  zone text := (SELECT w.time_zone FROM karat.workshop w);
  who bigint := karat.me();
  began timestamptz := (SELECT t.started_at FROM karat.time_entry t WHERE t.person = who AND t.stopped_at IS NULL AND t.voided_at IS NULL);
BEGIN
  RETURN QUERY SELECT x.at, x.why FROM (
    SELECT 1 AS rank, (SELECT max(p.stopped_at) FROM karat.pause p WHERE p.person = who AND p.voided_at IS NULL AND p.stopped_at > began) AS at,
      'pause' AS why
    UNION ALL
    SELECT 2, ((began AT TIME ZONE zone)::date + (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY (s.stopped_at AT TIME ZONE zone)::time)
      FROM (SELECT l.stopped_at FROM karat.shift l WHERE l.person = who AND l.stopped_at IS NOT NULL AND l.voided_at IS NULL
        ORDER BY l.started_at DESC LIMIT 20) s)) AT TIME ZONE zone, 'shift'
    UNION ALL SELECT 3, karat.second(), 'now'
  ) x WHERE x.at > began AND x.at <= karat.second() ORDER BY x.rank;
END $$;

CALL karat.allow('{time:track}', 'EXECUTE ON FUNCTION karat.timer_keep(text, timestamptz), karat.timer_proposals()');
CALL karat.allow('{time:fix}', 'EXECUTE ON FUNCTION '
  'karat.time_fix(bigint, timestamptz, timestamptz, bigint, bigint, boolean, boolean, text), '
  'karat.time_resize(bigint, timestamptz, timestamptz, boolean, text), karat.time_move(bigint, timestamptz, boolean, text), '
  'karat.shift_fix(bigint, timestamptz, timestamptz, boolean, text), '
  'karat.pause_fix(bigint, timestamptz, timestamptz, text, boolean, text), '
  'karat.time_split(bigint, timestamptz, bigint, bigint, text), karat.time_join(bigint, bigint, text), '
  'karat.pause_add(uuid, bigint, text, timestamptz, timestamptz, boolean, text), '
  'karat.time_insert_pause(uuid, bigint, text, timestamptz, timestamptz, boolean, text), '
  'karat.time_void(bigint, text), karat.shift_void(bigint, text), karat.pause_void(bigint, text)');
CALL karat.allow('{time:add}', 'EXECUTE ON FUNCTION '
  'karat.time_add(uuid, bigint, bigint, bigint, timestamptz, timestamptz, text, boolean, text), '
  'karat.shift_add(uuid, bigint, timestamptz, timestamptz, boolean, text)');

-- Periods. The steps they go, the same as src/domain/time.c; a test compares them.
CREATE TABLE karat.period_flow (
  from_status varchar(24) NOT NULL,
  to_status varchar(24) NOT NULL,
  verb varchar(40) NOT NULL,
  right_name varchar(40) NOT NULL,
  needs_reason boolean NOT NULL,
  PRIMARY KEY (from_status, to_status)
);
INSERT INTO karat.period_flow (from_status, to_status, verb, right_name, needs_reason) VALUES
  ('open',      'submitted', 'period.submit',  'time:track',     false),
  ('submitted', 'approved',  'period.approve', 'time:approve', false),
  ('submitted', 'open',      'period.reject',  'time:approve', true),
  ('approved',  'locked',    'period.lock',    'time:lock',    false),
  ('approved',  'open',      'period.unlock',  'time:lock',    true),
  ('locked',    'open',      'period.unlock',  'time:lock',    true);
GRANT SELECT ON karat.period_flow TO karat_viewer, karat_goldsmith, karat_office, karat_admin, karat_auditor;

CREATE FUNCTION karat.period_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.status <> OLD.status
    AND NOT EXISTS (SELECT FROM karat.period_flow f WHERE f.from_status = OLD.status AND f.to_status = NEW.status)
    OR TG_OP = 'INSERT' AND NEW.status <> 'submitted'
  THEN
    RAISE EXCEPTION 'step_not_allowed' USING ERRCODE = 'KT027', TABLE = 'period', COLUMN = 'status';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON karat.period FOR EACH ROW EXECUTE FUNCTION karat.period_guard();
CREATE TRIGGER keep BEFORE DELETE OR TRUNCATE ON karat.period FOR EACH STATEMENT EXECUTE FUNCTION karat.refuse();

-- Handing in days that are over, in which nothing runs any more.
CREATE FUNCTION karat.period_submit(person bigint DEFAULT NULL, first_day date DEFAULT NULL, last_day date DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.time_whose($1, 'time:track');
  ends timestamptz := karat.day_begins(last_day + 1);
  made bigint;
BEGIN
  IF first_day IS NULL OR last_day IS NULL OR last_day < first_day OR last_day - first_day > 366 THEN
    RAISE EXCEPTION 'bad_span' USING ERRCODE = 'KT026', TABLE = 'period', COLUMN = 'last_day';
  ELSIF last_day >= karat.today() THEN
    RAISE EXCEPTION 'not_over' USING ERRCODE = 'KT028', TABLE = 'period', COLUMN = 'last_day';
  ELSIF EXISTS (SELECT FROM karat.time_entry t WHERE t.id = karat.line_runs('time_entry', who) AND t.started_at < ends)
    OR EXISTS (SELECT FROM karat.shift t WHERE t.id = karat.line_runs('shift', who) AND t.started_at < ends)
    OR EXISTS (SELECT FROM karat.pause t WHERE t.id = karat.line_runs('pause', who) AND t.started_at < ends)
  THEN
    RAISE EXCEPTION 'still_running' USING ERRCODE = 'KT029', TABLE = 'period', COLUMN = 'last_day';
  END IF;
  UPDATE karat.period p SET status = 'submitted', changed_by = karat.me(), changed_at = karat.clock(), reason = NULL
  WHERE p.person = who AND p.first_day = $2 AND p.last_day = $3 AND p.status = 'open' RETURNING p.id INTO made;
  IF NOT FOUND THEN
    INSERT INTO karat.period AS p (person, first_day, last_day, status, changed_by, changed_at)
    VALUES (who, $2, $3, 'submitted', karat.me(), karat.clock()) RETURNING p.id INTO made;
  END IF;
  RETURN made;
END $$;

CREATE FUNCTION karat.period_step(id bigint, step text, why text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  was karat.period;
  flow karat.period_flow;
  said text := karat.strip(coalesce(why, current_setting('karat.reason', true), ''));
BEGIN
  SELECT * INTO was FROM karat.period p WHERE p.id = $1 AND (p.person = karat.me() OR karat.has_right('time:view_all'));
  IF NOT FOUND THEN
    RAISE EXCEPTION 'not_found' USING ERRCODE = 'KT012', TABLE = 'period';
  END IF;
  PERFORM FROM karat.person p WHERE p.id = was.person FOR NO KEY UPDATE; -- so that no correction slips in
  SELECT * INTO was FROM karat.period p WHERE p.id = $1;
  SELECT * INTO flow FROM karat.period_flow f WHERE f.from_status = was.status AND f.verb = 'period.' || step AND step <> 'submit';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'step_not_allowed' USING ERRCODE = 'KT027', TABLE = 'period', COLUMN = 'status', DETAIL = was.status;
  END IF;
  PERFORM karat.need_right(flow.right_name);
  IF flow.needs_reason AND said = '' THEN
    RAISE EXCEPTION 'reason_missing' USING ERRCODE = 'KT003', COLUMN = 'reason';
  END IF;
  UPDATE karat.period p SET status = flow.to_status, changed_by = karat.me(), changed_at = karat.clock(),
    reason = left(nullif(said, ''), 200) WHERE p.id = $1;
  RETURN was.id;
END $$;

CREATE FUNCTION karat.period_approve(period bigint, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp RETURN karat.period_step(period, 'approve', reason);
CREATE FUNCTION karat.period_reject(period bigint, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp RETURN karat.period_step(period, 'reject', reason);
CREATE FUNCTION karat.period_lock(period bigint, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp RETURN karat.period_step(period, 'lock', reason);
CREATE FUNCTION karat.period_unlock(period bigint, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp RETURN karat.period_step(period, 'unlock', reason);

CALL karat.allow('{time:track}', 'EXECUTE ON FUNCTION karat.period_submit(bigint, date, date)');
CALL karat.allow('{time:approve}', 'EXECUTE ON FUNCTION karat.period_approve(bigint, text), karat.period_reject(bigint, text)');
CALL karat.allow('{time:lock}', 'EXECUTE ON FUNCTION karat.period_lock(bigint, text), karat.period_unlock(bigint, text)');

SET LOCAL ROLE NONE;
