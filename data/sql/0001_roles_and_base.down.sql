-- Logins of people stay: they are roles of the cluster and may have more than this one workshop.
SET LOCAL ROLE karat_owner;
DROP PROCEDURE karat.allow(text[], text);
DROP FUNCTION karat.fold(text);
DROP FUNCTION karat.need_person();
DROP FUNCTION karat.need_right(text);
DROP FUNCTION karat.has_right(text);
DROP FUNCTION karat.belongs();
DROP FUNCTION karat.me();
DROP FUNCTION karat.is_operator();
DROP FUNCTION karat.who();
DROP TABLE karat.right_map;
DROP TABLE karat.person;
DROP FUNCTION karat.strip(text);
DROP FUNCTION karat.clock();
DROP TABLE karat.meta;
DROP COLLATION karat.de;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
SET LOCAL ROLE NONE;

DROP EXTENSION pg_trgm;
DROP SCHEMA karat;

REVOKE ALL ON SCHEMA public FROM karat_viewer, karat_goldsmith, karat_office, karat_admin, karat_kiosk, karat_auditor;
GRANT USAGE ON SCHEMA public TO PUBLIC;
DO $$
DECLARE
  f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p
    WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname IN ('lo_creat', 'lo_create', 'lo_from_bytea')
      AND pg_has_role(current_user, p.proowner, 'usage')
  LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO PUBLIC', f);
  END LOOP;
END $$;
DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM karat_viewer, karat_goldsmith, karat_office, karat_admin, '
    'karat_kiosk, karat_auditor', current_database());
  EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO PUBLIC', current_database());
END $$;

-- The groups and the owner go only when no other database of the cluster has anything of theirs.
DO $$
DECLARE
  r name;
BEGIN
  FOREACH r IN ARRAY '{karat_viewer,karat_goldsmith,karat_office,karat_admin,karat_kiosk,karat_auditor,'
    'karat_owner}'::name[]
  LOOP
    IF NOT EXISTS (SELECT FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass AND refobjid = to_regrole(r)) THEN
      EXECUTE format('DROP ROLE %I', r);
    END IF;
  END LOOP;
END $$;
