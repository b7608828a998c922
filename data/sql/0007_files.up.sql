-- 0007: what the day and the files of orders and customers show beside the records themselves: questions with who
-- asks what, the day in numbers, alloys that hold what a customer must not have, and the audit trail by name.
SET LOCAL ROLE karat_owner;

-- Questions. What the policies of comments and orders hide is not asked either.
CREATE VIEW karat.mention_list AS
SELECT m.id, m.comment, m."order", o.number AS order_number, c.author AS asker, a.display_name AS asker_name, m.person,
  p.display_name AS person_name, c.body, m.created_at, m.seen_at
FROM karat.mention m
JOIN karat.order_comment c ON c.id = m.comment
JOIN karat.orders o ON o.id = m."order"
JOIN karat.person a ON a.id = c.author
JOIN karat.person p ON p.id = m.person;
CALL karat.allow('{comment:view}', 'SELECT ON karat.mention_list');
CREATE INDEX order_comment_author_idx ON karat.order_comment (author, id); -- what I asked

-- The day of who looks. A week ends on Sunday.
CREATE VIEW karat.day_list AS
SELECT karat.me() AS id, karat.me() AS person, count(*) AS open_orders,
  count(*) FILTER (WHERE o.due BETWEEN d.today AND d.today + 7 - extract(isodow FROM d.today)::integer) AS due_this_week,
  count(*) FILTER (WHERE o.due < d.today) AS overdue,
  count(*) FILTER (WHERE o.assignee = karat.me()) AS mine
FROM karat.orders o, (SELECT karat.today() AS today OFFSET 0) d
WHERE o.status NOT IN ('delivered', 'cancelled') AND o.deleted_at IS NULL;
CALL karat.allow('{order:view}', 'SELECT ON karat.day_list');

-- What a customer must not have, and an alloy holds: as the alloy itself, as its metal, or as a part of it.
CREATE FUNCTION karat.conflicts(customer bigint, alloy bigint)
RETURNS TABLE (nogo bigint, category varchar(24), substance varchar(24), code varchar(16), name varchar(80),
  note varchar(200))
LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT n.id, n.category, n.substance, a.code, a.name, n.note
  FROM karat.nogo n JOIN karat.alloy a ON a.id = $2
  WHERE n.customer = $1 AND (n.alloy = a.id OR n.substance = a.metal
    OR n.substance = ANY (regexp_split_to_array(lower(a.contains), '\s*,\s*')))
  ORDER BY n.category <> 'allergy', n.id;
END;
CREATE VIEW karat.order_conflict_list AS
SELECT c.nogo AS id, o.id AS "order", c.category, c.substance, c.code AS alloy_code, c.name AS alloy_name, c.note
FROM karat.orders o, LATERAL karat.conflicts(o.customer, o.alloy) c;
CALL karat.allow('{nogo:view}', 'EXECUTE ON FUNCTION karat.conflicts(bigint, bigint)');
CALL karat.allow('{order:view,nogo:view}', 'SELECT ON karat.order_conflict_list');

-- From the confirmation on somebody must have said why it may be all the same; the history of steps and the trail keep
-- who and why. After "guard", which finds that the step itself is allowed.
CREATE FUNCTION karat.order_guard_nogo() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  IF NOT karat.is_merged(OLD.customer, NEW.customer)
    AND karat.strip(coalesce(current_setting('karat.reason', true), '')) = ''
    AND EXISTS (SELECT FROM karat.conflicts(NEW.customer, NEW.alloy))
  THEN
    RAISE EXCEPTION 'nogo' USING ERRCODE = 'KT014', TABLE = 'orders', COLUMN = 'reason';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_nogo BEFORE UPDATE ON karat.orders FOR EACH ROW
WHEN (NEW.status NOT IN ('draft', 'cancelled', 'delivered') AND (OLD.status = 'draft'
  OR NEW.alloy IS DISTINCT FROM OLD.alloy OR NEW.customer IS DISTINCT FROM OLD.customer))
EXECUTE FUNCTION karat.order_guard_nogo();

-- References of the trail as what people call the records, today.
CREATE FUNCTION karat.audit_name(col text, id bigint) RETURNS text
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
CREATE FUNCTION karat.audit_names(changes jsonb) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp
BEGIN ATOMIC
  SELECT jsonb_object_agg(c.key, jsonb_build_array(karat.audit_name(c.key, (c.value ->> 0)::bigint),
    karat.audit_name(c.key, (c.value ->> 1)::bigint)))
  FROM jsonb_each(changes) c
  WHERE c.key IN ('customer', 'merged_into', 'order', 'alloy', 'place', 'assignee', 'author', 'measured_by');
END;
-- What the entry is about, as far as it is somewhere to be seen.
CREATE FUNCTION karat.audit_record(entity text, id bigint) RETURNS text
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
CALL karat.allow('{audit:view}', 'EXECUTE ON FUNCTION karat.audit_names(jsonb), karat.audit_record(text, bigint)');
CREATE OR REPLACE VIEW karat.audit_list WITH (security_barrier) AS
SELECT a.id, a.at, a.who, a.session, a.program, a.device, a.entity, a.record, a.action,
  a.changes::varchar(100000) AS changes, a.reason, karat.audit_names(a.changes)::varchar(100000) AS names,
  karat.audit_record(a.entity, a.record)::varchar(320) AS about
FROM karat.audit a
WHERE (SELECT karat.has_right('audit:view'));

SET LOCAL ROLE NONE;
