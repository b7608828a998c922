SET LOCAL ROLE karat_owner;

CREATE OR REPLACE FUNCTION karat.session(OUT login text, OUT person bigint, OUT display_name text, OUT role text,
  OUT workshop text, OUT time_zone text, OUT language text, OUT rights text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
  SELECT karat.who(), p.id, p.display_name, p.role, w.name, w.time_zone, coalesce(p.language, w.language),
    (SELECT string_agg(m.right_name, ' ') FROM (SELECT DISTINCT x.right_name FROM karat.right_map x) m
     WHERE karat.has_right(m.right_name))
  FROM (VALUES (1)) one LEFT JOIN karat.person p ON p.id = karat.me() LEFT JOIN karat.workshop w ON w.id = 1
$$;

SET LOCAL ROLE NONE;
