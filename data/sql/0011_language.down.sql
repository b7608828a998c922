SET LOCAL ROLE karat_owner;

-- As 0006 has it.
DROP VIEW karat.order_list;
CREATE VIEW karat.order_list AS
SELECT o.id, o.number, o.status, o.kind, o.title, o.customer, c.name::varchar(200) AS customer_name,
  a.code AS alloy_code, o.due, o.fitting_on, o.priority, o.assignee, p.display_name AS assignee_name,
  pl.code AS place_code, o.price, o.held_reason, o.created_at, o.updated_at, o.deleted_at, o.version
FROM karat.orders o
LEFT JOIN karat.customer c ON c.id = o.customer
LEFT JOIN karat.alloy a ON a.id = o.alloy
LEFT JOIN karat.person p ON p.id = o.assignee
LEFT JOIN karat.place pl ON pl.id = o.place AND o.place IS NOT NULL; -- tells the planner that few orders lie anywhere
CALL karat.allow('{order:view}', 'SELECT (id, number, status, kind, title, customer, customer_name, alloy_code, '
  'due, fitting_on, priority, assignee, assignee_name, place_code, held_reason, created_at, updated_at, '
  'deleted_at, version) ON karat.order_list');
CALL karat.allow('{order:view,order:price}', 'SELECT (price) ON karat.order_list');

-- As 0009 has it.
CREATE OR REPLACE FUNCTION karat.session(OUT login text, OUT person bigint, OUT display_name text, OUT role text,
  OUT workshop text, OUT time_zone text, OUT language text, OUT rights text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
  SELECT a.login, p.id, p.display_name, p.role, w.name, w.time_zone, coalesce(p.language, w.language),
    (SELECT string_agg(DISTINCT m.right_name, ' ') FROM karat.right_map m
     WHERE a.operator OR (a.belongs AND pg_has_role(a.login, m.grp, 'member')))
  FROM (SELECT karat.who() AS login, karat.is_operator() AS operator, karat.belongs() AS belongs OFFSET 0) a
  LEFT JOIN karat.person p ON p.login = a.login::text AND p.active LEFT JOIN karat.workshop w ON w.id = 1
$$;

DROP FUNCTION karat.person_language(text);
DELETE FROM karat.right_map WHERE right_name = 'person:self';
SET LOCAL ROLE NONE;
