SET LOCAL ROLE karat_owner;

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
