SET LOCAL ROLE karat_owner;
DROP VIEW karat.order_time_list, karat.clock_list, karat.period_list, karat.pause_list, karat.shift_list, karat.time_list;
CREATE OR REPLACE FUNCTION karat.audit_name(col text, id bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
BEGIN ATOMIC
  SELECT CASE
    WHEN col IN ('customer', 'merged_into') THEN (SELECT c.number || ' ' || c.name FROM karat.customer c WHERE c.id = $2)
    WHEN col = 'order' THEN (SELECT o.number || ' ' || o.title FROM karat.orders o WHERE o.id = $2)
    WHEN col = 'alloy' THEN (SELECT a.code || ' ' || a.name FROM karat.alloy a WHERE a.id = $2)
    WHEN col = 'place' THEN (SELECT p.code || ' ' || p.name FROM karat.place p WHERE p.id = $2)
    WHEN col IN ('assignee', 'author', 'measured_by') THEN (SELECT p.display_name FROM karat.person p WHERE p.id = $2)
  END;
END;
CREATE OR REPLACE FUNCTION karat.audit_names(changes jsonb) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
BEGIN ATOMIC
  SELECT jsonb_object_agg(c.key, jsonb_build_array(karat.audit_name(c.key, (c.value ->> 0)::bigint),
    karat.audit_name(c.key, (c.value ->> 1)::bigint)))
  FROM jsonb_each(changes) c
  WHERE c.key IN ('customer', 'merged_into', 'order', 'alloy', 'place', 'assignee', 'author', 'measured_by');
END;
-- What the entry is about, as far as it is somewhere to be seen.
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
    WHEN 'activity' THEN (SELECT x.code || ' ' || x.name FROM karat.activity x WHERE x.id = $2)
    WHEN 'workshop' THEN (SELECT x.name FROM karat.workshop x WHERE x.id = $2)
  END;
END;
DROP FUNCTION karat.day_spans(bigint, date);
DROP FUNCTION karat.time_sums(bigint, timestamptz, timestamptz);
DROP FUNCTION karat.time_sums_of(bigint, timestamptz, timestamptz);
DROP FUNCTION karat.second();
DROP FUNCTION karat.day_begins(date);
DROP FUNCTION karat.seconds(tstzmultirange);
DROP TABLE karat.period, karat.pause, karat.time_entry, karat.shift;
DROP FUNCTION karat.time_guard();
DROP FUNCTION karat.period_need_open(bigint, timestamptz, timestamptz);
DROP PROCEDURE karat.add_time_line(text);
DELETE FROM karat.right_map WHERE right_name ~ '^time:';
SET LOCAL ROLE NONE;
DROP EXTENSION btree_gist;
