SET LOCAL ROLE karat_owner;
CREATE OR REPLACE FUNCTION karat.audit_name(col text, id bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
BEGIN ATOMIC
  SELECT CASE
    WHEN col IN ('customer', 'merged_into') THEN (SELECT c.number || ' ' || c.name FROM karat.customer c WHERE c.id = $2)
    WHEN col = 'order' THEN (SELECT o.number || ' ' || o.title FROM karat.orders o WHERE o.id = $2)
    WHEN col = 'alloy' THEN (SELECT a.code || ' ' || a.name FROM karat.alloy a WHERE a.id = $2)
    WHEN col = 'place' THEN (SELECT p.code || ' ' || p.name FROM karat.place p WHERE p.id = $2)
    WHEN col = 'activity' THEN (SELECT a.code || ' ' || a.name FROM karat.activity a WHERE a.id = $2)
    WHEN col IN ('assignee', 'author', 'measured_by', 'person', 'voided_by', 'changed_by')
      THEN (SELECT p.display_name FROM karat.person p WHERE p.id = $2)
  END;
END;
CREATE OR REPLACE FUNCTION karat.audit_names(changes jsonb) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
BEGIN ATOMIC
  SELECT jsonb_object_agg(c.key, jsonb_build_array(karat.audit_name(c.key, (c.value ->> 0)::bigint),
    karat.audit_name(c.key, (c.value ->> 1)::bigint)))
  FROM jsonb_each(changes) c
  WHERE c.key IN ('customer', 'merged_into', 'order', 'alloy', 'place', 'activity', 'assignee', 'author', 'measured_by',
    'person', 'voided_by', 'changed_by', 'replaces');
END;
CREATE OR REPLACE FUNCTION karat.audit_record(entity text, id bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
BEGIN ATOMIC
  SELECT CASE entity
    WHEN 'orders' THEN karat.audit_name('order', $2)
    WHEN 'order_comment' THEN (SELECT karat.audit_name('order', c."order") FROM karat.order_comment c WHERE c.id = $2)
    WHEN 'customer' THEN karat.audit_name('customer', $2)
    WHEN 'address' THEN (SELECT karat.audit_name('customer', x.customer) FROM karat.address x WHERE x.id = $2)
    WHEN 'measurement' THEN (SELECT karat.audit_name('customer', x.customer) FROM karat.measurement x WHERE x.id = $2)
    WHEN 'nogo' THEN (SELECT karat.audit_name('customer', x.customer) FROM karat.nogo x WHERE x.id = $2)
    WHEN 'person' THEN karat.audit_name('author', $2)
    WHEN 'place' THEN karat.audit_name('place', $2)
    WHEN 'alloy' THEN karat.audit_name('alloy', $2)
    WHEN 'activity' THEN karat.audit_name('activity', $2)
    WHEN 'workshop' THEN (SELECT x.name FROM karat.workshop x WHERE x.id = $2)
    WHEN 'shift' THEN (SELECT karat.audit_name('person', x.person) FROM karat.shift x WHERE x.id = $2)
    WHEN 'pause' THEN (SELECT karat.audit_name('person', x.person) FROM karat.pause x WHERE x.id = $2)
    WHEN 'period' THEN (SELECT karat.audit_name('person', x.person) FROM karat.period x WHERE x.id = $2)
    WHEN 'time_entry' THEN (SELECT concat_ws(', ', karat.audit_name('person', x.person), karat.audit_name('order', x."order"))
      FROM karat.time_entry x WHERE x.id = $2)
  END;
END;
DROP VIEW karat.punch_list, karat.badge_list;
DROP FUNCTION karat.punch_retry(bigint);
DROP FUNCTION karat.punch_settle(bigint, text);
DROP FUNCTION karat.punch_waiting(bigint);
DROP FUNCTION karat.kiosk_punch(uuid, text, text, timestamptz, bigint, text, bigint, text, timestamptz, bigint, boolean, uuid, boolean);
DROP FUNCTION karat.punch_try(karat.punch);
DROP FUNCTION karat.kiosk_deed(bigint, text, uuid, bigint, bigint, text, timestamptz, timestamptz, timestamptz);
DROP FUNCTION karat.works_since(bigint);
DROP FUNCTION karat.kiosk_flag(bigint, text);
DROP FUNCTION karat.kiosk_menu(text, text);
DROP FUNCTION karat.kiosk_order(text);
DROP FUNCTION karat.kiosk_leave(text);
DROP FUNCTION karat.kiosk_identify(text, text);
DROP FUNCTION karat.kiosk_missed(bigint, bigint);
DROP FUNCTION karat.kiosk_locked(bigint, bigint);
DROP FUNCTION karat.kiosk_who(text);
DROP FUNCTION karat.kiosk_badges();
DROP FUNCTION karat.kiosk_hello();
DROP FUNCTION karat.kiosk_terminal();
DROP FUNCTION karat.kiosk_state(bigint);
DROP TYPE karat.kiosk_state;
DROP FUNCTION karat.usual_end(bigint, timestamptz);
CREATE OR REPLACE FUNCTION karat.timer_undo(how text DEFAULT 'key', client_at timestamptz DEFAULT NULL) RETURNS text
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
DROP FUNCTION karat.act_undo(bigint, timestamptz);
DROP FUNCTION karat.person_pin(text, text);
DROP FUNCTION karat.badge_revoke(bigint);
DROP FUNCTION karat.badge_issue(bigint, text);
DROP FUNCTION karat.need_puncher(bigint);
DROP FUNCTION karat.has_pin(bigint);
DROP FUNCTION karat.badge_hash(text);
DROP FUNCTION karat.badge_key(text);
DROP POLICY kiosk ON karat.workshop;
DROP POLICY kiosk ON karat.activity;
DROP POLICY kiosk ON karat.orders;
DROP TABLE karat.punch, karat.kiosk_pass, karat.kiosk_miss, karat.pin, karat.badge;
DELETE FROM karat.right_map WHERE right_name ~ '^(badge|punch):';
SET LOCAL ROLE NONE;
DROP EXTENSION pgcrypto;
