-- 0011: each person keeps the language of their screens; lists of orders know when one was handed over.
SET LOCAL ROLE karat_owner;

-- Not the auditor, who writes nothing at all, nor the kiosk, which is nobody.
INSERT INTO karat.right_map (right_name, grp)
SELECT 'person:self', 'karat_' || g.name FROM unnest('{viewer,goldsmith,office,admin}'::text[]) AS g (name);

-- One's own, and nobody else's: who acts is asked of the database, not of the caller. NULL: none any more.
CREATE FUNCTION karat.person_language(language text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  PERFORM karat.need_right('person:self');
  IF karat.me() IS NULL THEN -- need_person() lets the operator pass, who may be nobody
    RAISE EXCEPTION 'not_a_person' USING ERRCODE = 'KT005';
  ELSIF language !~ '^[a-z]{2}$' THEN
    RAISE EXCEPTION 'bad_value' USING ERRCODE = 'KT013', TABLE = 'person', COLUMN = 'language';
  END IF;
  UPDATE karat.person p SET language = $1 WHERE p.id = karat.me() AND p.language IS DISTINCT FROM $1;
END $$;
CALL karat.allow('{person:self}', 'EXECUTE ON FUNCTION karat.person_language(text)');

-- As 0009 has it, but the language is what the person has kept: that of the workshop is for its papers, and says
-- nothing about who looks at a screen.
CREATE OR REPLACE FUNCTION karat.session(OUT login text, OUT person bigint, OUT display_name text, OUT role text,
  OUT workshop text, OUT time_zone text, OUT language text, OUT rights text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
  SELECT a.login, p.id, p.display_name, p.role, w.name, w.time_zone, p.language,
    (SELECT string_agg(DISTINCT m.right_name, ' ') FROM karat.right_map m
     WHERE a.operator OR (a.belongs AND pg_has_role(a.login, m.grp, 'member')))
  FROM (SELECT karat.who() AS login, karat.is_operator() AS operator, karat.belongs() AS belongs OFFSET 0) a
  LEFT JOIN karat.person p ON p.login = a.login::text AND p.active LEFT JOIN karat.workshop w ON w.id = 1
$$;

-- As 0006 has it, and with the day of delivery.
CREATE OR REPLACE VIEW karat.order_list AS
SELECT o.id, o.number, o.status, o.kind, o.title, o.customer, c.name::varchar(200) AS customer_name,
  a.code AS alloy_code, o.due, o.fitting_on, o.priority, o.assignee, p.display_name AS assignee_name,
  pl.code AS place_code, o.price, o.held_reason, o.created_at, o.updated_at, o.deleted_at, o.version,
  o.delivered_at
FROM karat.orders o
LEFT JOIN karat.customer c ON c.id = o.customer
LEFT JOIN karat.alloy a ON a.id = o.alloy
LEFT JOIN karat.person p ON p.id = o.assignee
LEFT JOIN karat.place pl ON pl.id = o.place AND o.place IS NOT NULL; -- tells the planner that few orders lie anywhere
CALL karat.allow('{order:view}', 'SELECT (delivered_at) ON karat.order_list');

SET LOCAL ROLE NONE;
