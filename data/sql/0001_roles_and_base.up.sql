-- 0001: who may do what. Roles, the schema, people, rights, the clock, folding.
--
-- Every file of this folder runs in one transaction, as a superuser or as a role with CREATEROLE that
-- owns the database. What it makes belongs to karat_owner, a role that nobody signs in as.

-- Roles belong to the cluster, not to the database: they may be there already, or come from a workshop
-- beside this one that is made at the same moment. Then CREATE waits for that one and finds it done.
DO $$
BEGIN
  IF to_regrole('karat_owner') IS NULL THEN
    BEGIN
      CREATE ROLE karat_owner NOLOGIN CREATEROLE;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END IF;
  IF NOT pg_has_role(current_user, 'karat_owner', 'usage') THEN
    BEGIN
      GRANT karat_owner TO CURRENT_USER;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END IF;
  -- Who is shut out leaves at once: karat_owner ends their sessions. From PostgreSQL 16 on not every
  -- CREATEROLE may give that; then the rights are taken all the same.
  IF NOT pg_has_role('karat_owner', 'pg_signal_backend', 'usage') THEN
    BEGIN
      GRANT pg_signal_backend TO karat_owner;
    EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN
      NULL;
    END;
  END IF;
END $$;

SET LOCAL ROLE karat_owner; -- who makes a group is who may put people into it (PostgreSQL 16)

DO $$
DECLARE
  grp text;
BEGIN
  FOREACH grp IN ARRAY '{karat_viewer,karat_goldsmith,karat_office,karat_admin,karat_kiosk,karat_auditor}'::text[] LOOP
    IF to_regrole(grp) IS NULL THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', grp);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
      END;
    END IF;
  END LOOP;
END $$;

SET LOCAL ROLE NONE;

CREATE SCHEMA karat AUTHORIZATION karat_owner;
CREATE EXTENSION pg_trgm SCHEMA karat;

-- Nobody comes in, leaves temporary functions behind or builds in public but through our groups.
DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO karat_viewer, karat_goldsmith, karat_office, karat_admin, '
    'karat_kiosk, karat_auditor', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
-- Nor files anything away where nobody looks: large objects have no limit and no owner in the workshop.
DO $$
DECLARE
  f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p
    WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname IN ('lo_creat', 'lo_create', 'lo_from_bytea')
      AND pg_has_role(current_user, p.proowner, 'usage')
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
  END LOOP;
END $$;
-- The version of the schema stands in public.karat_migration; programs of people read it.
GRANT USAGE ON SCHEMA public TO karat_viewer, karat_goldsmith, karat_office, karat_admin, karat_kiosk, karat_auditor;

SET LOCAL ROLE karat_owner;

ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT USAGE ON SCHEMA karat TO karat_viewer, karat_goldsmith, karat_office, karat_admin, karat_kiosk, karat_auditor;

-- Names sort as in a German telephone list, and A-2026-999 before A-2026-1000.
CREATE COLLATION karat.de (provider = icu, locale = 'de-DE-u-kn-true');

-- What the database is: a demo, with a clock that can be set?
CREATE TABLE karat.meta (
  key varchar(40) PRIMARY KEY,
  value text NOT NULL
);
INSERT INTO karat.meta VALUES ('clock', 'real'), ('demo', 'false');
GRANT SELECT ON karat.meta TO karat_viewer, karat_goldsmith, karat_office, karat_admin, karat_auditor;

-- The hour as the workshop sees it: not that at which the transaction began, which may lie open for days.
-- Only throw-away databases may be told another one, of the years that programs can read.
CREATE FUNCTION karat.clock() RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  said timestamptz;
BEGIN
  IF current_setting('karat.now', true) <> ''
    AND EXISTS (SELECT FROM karat.meta WHERE key = 'clock' AND value = 'settable')
  THEN
    said := current_setting('karat.now');
    IF said NOT BETWEEN '0001-01-02 00:00Z' AND '9999-12-30 00:00Z' THEN
      RAISE EXCEPTION 'bad_value' USING ERRCODE = 'KT013', COLUMN = 'now';
    END IF;
    RETURN said;
  END IF;
  RETURN clock_timestamp();
END $$;

-- Text without the white space at its ends, of all kinds; str_empty of the programs calls the same blank. What
-- must be filled is compared with this.
CREATE FUNCTION karat.strip(t text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(t, E' \t\n\x0b\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a'
  '\u200b\u2028\u2029\u202f\u205f\u3000\ufeff');
GRANT EXECUTE ON FUNCTION karat.strip(text)
TO karat_viewer, karat_goldsmith, karat_office, karat_admin, karat_auditor;

-- Identity

-- People. The login is a role of PostgreSQL; its memberships decide, `role` remembers what a person
-- who was shut out comes back as.
CREATE TABLE karat.person (
  id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  login varchar(40) COLLATE "C" NOT NULL, -- as type name has it
  display_name varchar(80) COLLATE karat.de NOT NULL,
  role varchar(24) NOT NULL,
  color varchar(16),
  language varchar(8),
  hourly_cost numeric(14,2),
  active boolean NOT NULL DEFAULT true,
  password_at timestamptz, -- when it was last changed; what it is, is PostgreSQL's alone
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT person_login_key UNIQUE (login),
  CONSTRAINT person_display_name_check CHECK (karat.strip(display_name) <> ''),
  CONSTRAINT person_role_check CHECK (role IN ('viewer', 'goldsmith', 'office', 'admin', 'kiosk', 'auditor')),
  CONSTRAINT person_hourly_cost_check CHECK (hourly_cost BETWEEN 0 AND 100000)
);
ALTER TABLE karat.person ENABLE ROW LEVEL SECURITY; -- without a policy: only the owner's functions and views

CREATE TABLE karat.right_map (
  right_name varchar(40) NOT NULL,
  grp name NOT NULL,
  PRIMARY KEY (right_name, grp)
);

-- The role that acts: what SET ROLE said, else who signed in. The same inside SECURITY DEFINER
-- functions, where current_user is not.
CREATE FUNCTION karat.who() RETURNS name
LANGUAGE sql STABLE PARALLEL RESTRICTED
RETURN CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role')::name END;

-- A superuser, or who may act as the owner of the schema: migrations and maintenance.
CREATE FUNCTION karat.is_operator() RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED
RETURN pg_has_role(karat.who(), 'karat_owner', 'member');

CREATE FUNCTION karat.me() RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  RETURN (SELECT p.id FROM karat.person p WHERE p.login = karat.who()::text AND p.active);
END $$;

-- Groups are the cluster's: a member of another workshop beside this one has none of its rights. And SET
-- ROLE outlives the membership that allowed it: it counts as long as it could be said again.
CREATE FUNCTION karat.belongs() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  actor name := karat.who();
BEGIN
  IF NOT pg_has_role(session_user, actor, 'member') THEN
    RETURN false;
  ELSIF starts_with(actor::text, 'karat_') THEN
    actor := session_user; -- SET ROLE to one's group
  END IF;
  RETURN EXISTS (SELECT FROM karat.person p WHERE p.login = actor::text AND p.active);
END $$;

CREATE FUNCTION karat.has_right(wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  actor name := karat.who();
BEGIN
  IF pg_has_role(actor, 'karat_owner', 'member') THEN
    RETURN true;
  END IF;
  RETURN EXISTS (SELECT FROM karat.right_map m WHERE m.right_name = wanted AND pg_has_role(actor, m.grp, 'member'))
    AND karat.belongs();
END $$;

CREATE FUNCTION karat.need_right(wanted text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  IF NOT karat.has_right(wanted) THEN
    RAISE EXCEPTION 'right_missing' USING ERRCODE = 'KT006', DETAIL = wanted;
  END IF;
END $$;

-- A group role is nobody, and nobody changes nothing: the trail must name a person.
CREATE FUNCTION karat.need_person() RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  IF karat.me() IS NULL AND NOT karat.is_operator() THEN
    RAISE EXCEPTION 'not_a_person' USING ERRCODE = 'KT005';
  END IF;
END $$;

GRANT EXECUTE ON FUNCTION karat.clock(), karat.who(), karat.me(), karat.has_right(text)
TO karat_viewer, karat_goldsmith, karat_office, karat_admin, karat_auditor;

-- Grants follow the map: what every group gets that has all of the rights.
CREATE PROCEDURE karat.allow(rights text[], what text)
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  g name;
BEGIN
  FOR g IN SELECT m.grp FROM karat.right_map m WHERE m.right_name = ANY (rights)
    GROUP BY m.grp HAVING count(*) = cardinality(rights)
  LOOP
    EXECUTE format('GRANT %s TO %I', what, g);
  END LOOP;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nobody has all of %', rights;
  END IF;
END $$;

-- Text as search compares it; str_fold of the programs does the same, step by step.
CREATE FUNCTION karat.fold(t text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(replace(replace(
  CASE WHEN octet_length(t) = length(t) THEN lower(t COLLATE "C") -- most text: nothing but ASCII
  ELSE regexp_replace(normalize(
    translate(replace(replace(replace(
      lower(replace(normalize(t, NFC), 'Σ', 'σ') COLLATE "und-x-icu") COLLATE "C", -- one sigma, wherever it stands
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'øłđ', 'old'), NFD), '[\u0300-\u036f]', '', 'g')
  END, 'ae', 'a'), 'oe', 'o'), 'ue', 'u');
GRANT EXECUTE ON FUNCTION karat.fold(text)
TO karat_viewer, karat_goldsmith, karat_office, karat_admin, karat_auditor;

-- The same map as src/domain/right.c; a test compares them.
INSERT INTO karat.right_map (right_name, grp)
SELECT r.right_name, 'karat_' || g.name
FROM (VALUES
  ('order:view',         'viewer goldsmith office admin auditor'),
  ('order:create',       'goldsmith office admin'),
  ('order:edit',         'goldsmith office admin'),
  ('order:deliver',      'goldsmith office admin'),
  ('order:delete',       'admin'),
  ('order:price',        'goldsmith office admin auditor'),
  ('comment:view',       'viewer goldsmith office admin auditor'),
  ('comment:create',     'viewer goldsmith office admin'),
  ('comment:edit',       'viewer goldsmith office admin'),
  ('customer:view',      'viewer goldsmith office admin auditor'),
  ('customer:private',   'goldsmith office admin auditor'),
  ('customer:create',    'goldsmith office admin'),
  ('customer:edit',      'goldsmith office admin'),
  ('customer:merge',     'office admin'),
  ('customer:delete',    'admin'),
  ('address:view',       'goldsmith office admin auditor'),
  ('address:create',     'goldsmith office admin'),
  ('address:edit',       'goldsmith office admin'),
  ('measurement:view',   'goldsmith office admin auditor'),
  ('measurement:create', 'goldsmith office admin'),
  ('measurement:edit',   'office admin'),
  ('nogo:view',          'goldsmith office admin auditor'),
  ('nogo:create',        'goldsmith office admin'),
  ('nogo:edit',          'goldsmith office admin'),
  ('person:view',        'viewer goldsmith office admin auditor'),
  ('person:cost',        'admin auditor'),
  ('person:create',      'admin'),
  ('person:edit',        'admin'),
  ('place:view',         'viewer goldsmith office admin auditor'),
  ('place:create',       'office admin'),
  ('place:edit',         'office admin'),
  ('activity:view',      'viewer goldsmith office admin auditor'),
  ('activity:rate',      'office admin auditor'),
  ('activity:create',    'goldsmith office admin'),
  ('activity:edit',      'admin'),
  ('alloy:view',         'viewer goldsmith office admin auditor'),
  ('alloy:create',       'admin'),
  ('alloy:edit',         'admin'),
  ('workshop:view',      'viewer goldsmith office admin auditor'),
  ('workshop:rates',     'office admin auditor'),
  ('workshop:create',    'admin'),
  ('workshop:edit',      'admin'),
  ('audit:view',         'admin auditor')
) AS r (right_name, groups), LATERAL string_to_table(r.groups, ' ') AS g (name);
GRANT SELECT ON karat.right_map TO karat_viewer, karat_goldsmith, karat_office, karat_admin, karat_auditor;

SET LOCAL ROLE NONE;
