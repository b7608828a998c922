-- 0013: what people do with the two clocks: come and go, start, stop, switch, pause, resume, cancel, undo. Nobody writes
-- the lines but these functions. Each locks the person first, so that two deeds of one come one after the other.
SET LOCAL ROLE karat_owner;

-- What a person did last, and can take back for a minute.
CREATE TABLE karat.last_act (
  person bigint PRIMARY KEY REFERENCES karat.person,
  at timestamptz NOT NULL,
  verb varchar(40) NOT NULL,
  made_shift bigint,
  ended_shift bigint,
  made_entry bigint,
  ended_entry bigint,
  made_pause bigint,
  ended_pause bigint
) WITH (fillfactor = 50);
ALTER TABLE karat.last_act ENABLE ROW LEVEL SECURITY;

-- Whose clock it is: one's own (NULL) by the right named, or another's for who may change everybody's.
CREATE FUNCTION karat.time_whose(whom bigint, needs text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := coalesce(whom, karat.me());
BEGIN
  IF who IS NULL THEN
    RAISE EXCEPTION 'not_a_person' USING ERRCODE = 'KT005';
  END IF;
  PERFORM karat.need_right(needs);
  IF who IS DISTINCT FROM karat.me() THEN
    PERFORM karat.need_right('time:edit_all');
  END IF;
  PERFORM FROM karat.person p WHERE p.id = who AND p.role NOT IN ('kiosk', 'auditor') FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'not_found' USING ERRCODE = 'KT012', TABLE = 'person', COLUMN = 'person';
  END IF;
  RETURN who;
END $$;

-- The device at which it is done, as the client calls it.
CREATE FUNCTION karat.device() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, karat, pg_temp
RETURN left(nullif(current_setting('karat.device', true), ''), 63);

-- The lines: what runs, beginning, ending, voiding, replacing. `tab` is one of shift, time_entry, pause.

CREATE FUNCTION karat.line_runs(tab text, who bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  running bigint;
BEGIN
  EXECUTE format('SELECT id FROM karat.%I WHERE person = $1 AND stopped_at IS NULL AND voided_at IS NULL', tab)
  INTO running USING who;
  RETURN running;
END $$;

-- `facts` are the columns that are not the same for all: what is done, and the end of what is noted afterwards.
CREATE FUNCTION karat.line_add(tab text, id uuid, who bigint, at timestamptz, how text, facts jsonb) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  made bigint := nextval(pg_get_serial_sequence('karat.' || tab, 'id'));
BEGIN
  EXECUTE format('INSERT INTO karat.%1$I SELECT (jsonb_populate_record(NULL::karat.%1$I, $1)).*', tab)
  USING jsonb_build_object('id', made, 'uuid', id, 'person', who, 'started_at', at, 'origin', how, 'device', karat.device(),
    'arrived_at', karat.clock(), 'version', 1) || facts;
  RETURN made;
END $$;

CREATE FUNCTION karat.line_end(tab text, who bigint, at timestamptz, how text, client_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  ended bigint;
BEGIN
  EXECUTE format('UPDATE karat.%I SET stopped_at = $2, stop_origin = $3, stop_device = $4, stop_client_at = $5, '
    'stop_arrived_at = karat.clock() WHERE person = $1 AND stopped_at IS NULL AND voided_at IS NULL RETURNING id', tab)
  INTO ended USING who, at, how, karat.device(), client_at;
  RETURN ended;
END $$;

-- What was done last can no longer be taken back: it was about rows that are not there any more.
CREATE FUNCTION karat.line_void(tab text, id bigint, why text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint;
BEGIN
  EXECUTE format('UPDATE karat.%I t SET voided_at = karat.clock(), voided_by = karat.me(), void_reason = left($2, 200) '
    'WHERE t.id = $1 AND t.voided_at IS NULL RETURNING person', tab) INTO who USING id, why;
  DELETE FROM karat.last_act a WHERE a.person = who;
END $$;

-- A row made after another: the same but for `changes`.
CREATE FUNCTION karat.line_copy(tab text, id bigint, changes jsonb, why text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  made bigint := nextval(pg_get_serial_sequence('karat.' || tab, 'id'));
BEGIN
  EXECUTE format('INSERT INTO karat.%1$I SELECT (jsonb_populate_record(t, $2)).* FROM karat.%1$I t WHERE t.id = $1', tab)
  USING id, jsonb_build_object('id', made, 'uuid', gen_random_uuid(), 'replaces', id, 'reason', left(why, 200), 'version', 1,
    'voided_at', NULL, 'voided_by', NULL, 'void_reason', NULL, 'arrived_at', karat.clock()) || changes;
  RETURN made;
END $$;

-- One in the place of another, which stays to be seen.
CREATE FUNCTION karat.line_replace(tab text, id bigint, changes jsonb, why text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  PERFORM karat.line_void(tab, id, why);
  RETURN karat.line_copy(tab, id, changes, why);
END $$;

CREATE FUNCTION karat.act_done(who bigint, at timestamptz, verb text, act karat.last_act) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, karat, pg_temp AS $$
  INSERT INTO karat.last_act
  VALUES (who, $2, $3, act.made_shift, act.ended_shift, act.made_entry, act.ended_entry, act.made_pause, act.ended_pause)
  ON CONFLICT (person) DO UPDATE SET (at, verb, made_shift, ended_shift, made_entry, ended_entry, made_pause, ended_pause)
    = ($2, $3, act.made_shift, act.ended_shift, act.made_entry, act.ended_entry, act.made_pause, act.ended_pause)
$$;

-- Work is done on orders that are open. Who cancels one waits for a start that is on its way, so that it ends it.
CREATE FUNCTION karat.need_workable("order" bigint, activity bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  is_at text;
BEGIN
  IF "order" IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock_shared('karat.orders'::regclass::integer, "order"::integer);
    SELECT o.status INTO is_at FROM karat.orders o WHERE o.id = $1 AND o.deleted_at IS NULL;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'not_found' USING ERRCODE = 'KT012', TABLE = 'orders', COLUMN = 'order';
    ELSIF is_at IN ('delivered', 'cancelled') THEN
      RAISE EXCEPTION 'order_closed' USING ERRCODE = 'KT017', TABLE = 'time_entry', COLUMN = 'order', DETAIL = is_at;
    END IF;
  END IF;
  IF NOT EXISTS (SELECT FROM karat.activity a WHERE a.id = $2 AND a.active) THEN
    RAISE EXCEPTION 'bad_value' USING ERRCODE = 'KT013', TABLE = 'time_entry', COLUMN = 'activity';
  END IF;
END $$;

-- What somebody does when they do not say it: the same as last on this order, else what they do most, else the first
-- in the list.
CREATE FUNCTION karat.usual_activity(who bigint, "order" bigint) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, karat, pg_temp
RETURN coalesce(
  (SELECT t.activity FROM karat.time_entry t JOIN karat.activity a ON a.id = t.activity AND a.active
   WHERE t."order" = $2 AND t.person = $1 AND t.voided_at IS NULL ORDER BY t.started_at DESC LIMIT 1),
  (SELECT x.activity FROM (SELECT t.activity FROM karat.time_entry t WHERE t.person = $1 AND t.voided_at IS NULL
     AND (t."order" IS NULL) = ($2 IS NULL) ORDER BY t.started_at DESC LIMIT 100) x
   JOIN karat.activity a ON a.id = x.activity AND a.active GROUP BY x.activity ORDER BY count(*) DESC, x.activity LIMIT 1),
  (SELECT a.id FROM karat.activity a WHERE a.active AND (a.category = 'fabrication') = ($2 IS NOT NULL)
   ORDER BY a.position, a.id LIMIT 1));

-- All there are, for a menu: the usual one first, then by how often the person does them.
CREATE FUNCTION karat.usual_activities("order" bigint) RETURNS TABLE (id bigint, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
BEGIN ATOMIC
  SELECT a.id, a.name FROM karat.activity a
  LEFT JOIN (SELECT x.activity, count(*) AS times FROM (SELECT t.activity FROM karat.time_entry t WHERE t.person = karat.me()
    AND t.voided_at IS NULL AND (t."order" IS NULL) = ($1 IS NULL) ORDER BY t.started_at DESC LIMIT 100) x GROUP BY x.activity) u
  ON u.activity = a.id
  WHERE a.active AND karat.has_right('time:track')
  ORDER BY a.id = karat.usual_activity(karat.me(), $1) DESC, u.times DESC NULLS LAST,
    (a.category = 'fabrication') = ($1 IS NOT NULL) DESC, a.position, a.id;
END;

-- The deeds, for whoever it is, at whatever hour; what stands above them has asked for the rights.

CREATE FUNCTION karat.clock_start(who bigint, id uuid, "order" bigint, activity bigint, at timestamptz, how text,
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

CREATE FUNCTION karat.clock_stop(who bigint, at timestamptz, how text, client_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  ended bigint := karat.line_end('time_entry', who, at, how, client_at);
BEGIN
  IF ended IS NULL THEN
    RAISE EXCEPTION 'no_timer' USING ERRCODE = 'KT019', TABLE = 'time_entry';
  END IF;
  RETURN ended;
END $$;

-- The verbs.

CREATE FUNCTION karat.timer_start(id uuid, "order" bigint DEFAULT NULL, activity bigint DEFAULT NULL, how text DEFAULT 'key',
  client_at timestamptz DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.time_whose(NULL, 'time:track');
  act karat.last_act;
  at timestamptz := karat.second();
BEGIN
  act.ended_pause := karat.line_end('pause', who, at, how, client_at);
  act.made_entry := karat.clock_start(who, id, $2, $3, at, how, client_at);
  PERFORM karat.act_done(who, at, 'timer.start', act);
  RETURN act.made_entry;
END $$;

CREATE FUNCTION karat.timer_stop(how text DEFAULT 'key', client_at timestamptz DEFAULT NULL, complexity integer DEFAULT NULL,
  quality integer DEFAULT NULL, rework boolean DEFAULT NULL, note text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.time_whose(NULL, 'time:track');
  act karat.last_act;
  at timestamptz := karat.second();
BEGIN
  act.ended_pause := karat.line_end('pause', who, at, how, client_at);
  act.ended_entry := karat.clock_stop(who, at, how, client_at);
  IF num_nonnulls($3, $4, $5, $6) > 0 THEN
    UPDATE karat.time_entry t SET complexity = $3, quality = $4, rework = $5, note = $6 WHERE t.id = act.ended_entry;
  END IF;
  PERFORM karat.act_done(who, at, 'timer.stop', act);
  RETURN act.ended_entry;
END $$;

-- The one ends and the other begins in the same instant.
CREATE FUNCTION karat.timer_switch(id uuid, "order" bigint DEFAULT NULL, activity bigint DEFAULT NULL, how text DEFAULT 'key',
  client_at timestamptz DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.time_whose(NULL, 'time:track');
  act karat.last_act;
  at timestamptz := karat.second();
BEGIN
  act.ended_pause := karat.line_end('pause', who, at, how, client_at);
  act.ended_entry := karat.clock_stop(who, at, how, client_at);
  act.made_entry := karat.clock_start(who, id, $2, $3, at, how, client_at);
  PERFORM karat.act_done(who, at, 'timer.switch', act);
  RETURN act.made_entry;
END $$;

CREATE FUNCTION karat.timer_pause(id uuid, cause text DEFAULT 'other', how text DEFAULT 'key', client_at timestamptz DEFAULT NULL)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.time_whose(NULL, 'time:track');
  act karat.last_act;
  at timestamptz := karat.second();
BEGIN
  IF karat.line_runs('pause', who) IS NOT NULL THEN
    RAISE EXCEPTION 'paused' USING ERRCODE = 'KT020', TABLE = 'pause';
  ELSIF coalesce(karat.line_runs('time_entry', who), karat.line_runs('shift', who)) IS NULL THEN
    RAISE EXCEPTION 'no_timer' USING ERRCODE = 'KT019', TABLE = 'pause';
  END IF;
  act.made_pause := karat.line_add('pause', id, who, at, how, jsonb_build_object('cause', cause, 'client_at', client_at));
  PERFORM karat.act_done(who, at, 'timer.pause', act);
  RETURN act.made_pause;
END $$;

CREATE FUNCTION karat.timer_resume(how text DEFAULT 'key', client_at timestamptz DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.time_whose(NULL, 'time:track');
  act karat.last_act;
  at timestamptz := karat.second();
BEGIN
  act.ended_pause := karat.line_end('pause', who, at, how, client_at);
  IF act.ended_pause IS NULL THEN
    RAISE EXCEPTION 'not_paused' USING ERRCODE = 'KT021', TABLE = 'pause';
  END IF;
  PERFORM karat.act_done(who, at, 'timer.resume', act);
  RETURN act.ended_pause;
END $$;

-- Started by mistake: as if it had not been, and yet to be seen.
CREATE FUNCTION karat.timer_cancel(how text DEFAULT 'key', client_at timestamptz DEFAULT NULL, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.time_whose(NULL, 'time:track');
  running bigint := karat.line_runs('time_entry', who);
BEGIN
  IF running IS NULL THEN
    RAISE EXCEPTION 'no_timer' USING ERRCODE = 'KT019', TABLE = 'time_entry';
  END IF;
  PERFORM karat.line_void('time_entry', running, coalesce(nullif(karat.strip(coalesce(reason, current_setting('karat.reason', true))), ''), 'timer.cancel'));
  RETURN running;
END $$;

CREATE FUNCTION karat.shift_come(id uuid, how text DEFAULT 'key', client_at timestamptz DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.time_whose(NULL, 'time:track');
  act karat.last_act;
  at timestamptz := karat.second();
BEGIN
  IF karat.line_runs('shift', who) IS NOT NULL THEN
    RAISE EXCEPTION 'here_already' USING ERRCODE = 'KT022', TABLE = 'shift';
  END IF;
  act.made_shift := karat.line_add('shift', id, who, at, how, jsonb_build_object('client_at', client_at));
  PERFORM karat.act_done(who, at, 'shift.come', act);
  RETURN act.made_shift;
END $$;

-- Who goes leaves no timer running.
CREATE FUNCTION karat.shift_go(how text DEFAULT 'key', client_at timestamptz DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.time_whose(NULL, 'time:track');
  act karat.last_act;
  at timestamptz := karat.second();
BEGIN
  act.ended_pause := karat.line_end('pause', who, at, how, client_at);
  act.ended_entry := karat.line_end('time_entry', who, at, how, client_at);
  act.ended_shift := karat.line_end('shift', who, at, how, client_at);
  IF act.ended_shift IS NULL THEN
    RAISE EXCEPTION 'not_here' USING ERRCODE = 'KT023', TABLE = 'shift';
  END IF;
  PERFORM karat.act_done(who, at, 'shift.go', act);
  RETURN act.ended_shift;
END $$;

-- The last deed, if it is not older than a minute: what it began goes, what it ended runs on.
CREATE FUNCTION karat.timer_undo(how text DEFAULT 'key', client_at timestamptz DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  who bigint := karat.time_whose(NULL, 'time:track');
  act karat.last_act;
  line record;
  open CONSTANT jsonb := '{"stopped_at": null, "stop_origin": null, "stop_device": null, "stop_client_at": null,
    "stop_arrived_at": null}';
BEGIN
  DELETE FROM karat.last_act a WHERE a.person = who AND a.at >= karat.clock() - interval '60 seconds' RETURNING * INTO act;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nothing_to_undo' USING ERRCODE = 'KT024';
  END IF;
  PERFORM karat.need_workable(t."order", t.activity) FROM karat.time_entry t WHERE t.id = act.ended_entry;
  FOR line IN SELECT * FROM (VALUES ('pause', act.made_pause, act.ended_pause), ('time_entry', act.made_entry, act.ended_entry),
    ('shift', act.made_shift, act.ended_shift)) AS x (tab, made, ended)
  LOOP
    IF line.made IS NOT NULL THEN
      PERFORM karat.line_void(line.tab, line.made, 'timer.undo');
    END IF;
    IF line.ended IS NOT NULL THEN
      PERFORM karat.line_replace(line.tab, line.ended, open, 'timer.undo');
    END IF;
  END LOOP;
  RETURN act.verb;
END $$;

CALL karat.allow('{time:track}', 'EXECUTE ON FUNCTION karat.usual_activities(bigint), '
  'karat.timer_start(uuid, bigint, bigint, text, timestamptz), '
  'karat.timer_stop(text, timestamptz, integer, integer, boolean, text), '
  'karat.timer_switch(uuid, bigint, bigint, text, timestamptz), karat.timer_pause(uuid, text, text, timestamptz), '
  'karat.timer_resume(text, timestamptz), karat.timer_cancel(text, timestamptz, text), '
  'karat.timer_undo(text, timestamptz), '
  'karat.shift_come(uuid, text, timestamptz), karat.shift_go(text, timestamptz)');

-- No clock runs on for an order that is over, or a person who has left.

CREATE FUNCTION karat.end_clocks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  at timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock('karat.orders'::regclass::integer, NEW.id::integer);
  at := karat.second();
  UPDATE karat.time_entry t SET stopped_at = greatest(at, t.started_at), stop_origin = 'order', stop_arrived_at = karat.clock(),
    flag = 'ended' WHERE t."order" = NEW.id AND t.stopped_at IS NULL AND t.voided_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER end_clocks AFTER UPDATE OF status, deleted_at ON karat.orders FOR EACH ROW
WHEN (NEW.status IN ('delivered', 'cancelled') AND NEW.status <> OLD.status OR NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL)
EXECUTE FUNCTION karat.end_clocks();

CREATE FUNCTION karat.end_clocks_of_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  tab text;
BEGIN
  FOREACH tab IN ARRAY '{pause,time_entry,shift}'::text[] LOOP
    PERFORM karat.line_end(tab, NEW.id, karat.second(), 'person', NULL);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER end_clocks AFTER UPDATE OF active ON karat.person FOR EACH ROW
WHEN (OLD.active AND NOT NEW.active) EXECUTE FUNCTION karat.end_clocks_of_person();

SET LOCAL ROLE NONE;
