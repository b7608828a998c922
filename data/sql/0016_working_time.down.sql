SET LOCAL ROLE karat_owner;
DROP FUNCTION karat.time_changes();
DROP FUNCTION karat.rounded(bigint, integer, text);
-- As 0012 has it.
DROP VIEW karat.clock_list;
CREATE VIEW karat.clock_list WITH (security_barrier) AS
SELECT p.id, p.display_name AS person_name, s.started_at AS here_since, t.id AS entry, t."order", t.order_number,
  t.order_title, t.activity_name, t.started_at AS since, t.worked AS running, t.flag, b.cause, b.started_at AS paused_since,
  x.worked, x.booked, x.unbooked
FROM karat.person p
LEFT JOIN karat.shift s ON s.person = p.id AND s.stopped_at IS NULL AND s.voided_at IS NULL
LEFT JOIN karat.time_list t ON t.person = p.id AND t.stopped_at IS NULL AND t.voided_at IS NULL
LEFT JOIN karat.pause b ON b.person = p.id AND b.stopped_at IS NULL AND b.voided_at IS NULL,
  LATERAL karat.time_sums(p.id, karat.day_begins(karat.today()), karat.second()) x
WHERE p.active AND p.role NOT IN ('kiosk', 'auditor') AND (SELECT karat.has_right('time:view'))
  AND (p.id = (SELECT karat.me()) OR (SELECT karat.has_right('time:view_all')));
CALL karat.allow('{time:view}', 'SELECT ON karat.clock_list');

DROP FUNCTION karat.work_balance(bigint, date);
DROP FUNCTION karat.day_sheet(bigint, date, date);
DROP FUNCTION karat.day_findings(bigint, date, date);
DROP FUNCTION karat.work_day_findings(bigint, karat.work_day);
DROP FUNCTION karat.break_proposal(bigint, tstzrange, interval, interval);
DROP FUNCTION karat.pauses_in(bigint, tstzrange, text);
DROP FUNCTION karat.work_days(bigint, date, date);
DROP TYPE karat.work_day;
DROP FUNCTION karat.working_rule_of(bigint, date);

-- As 0003 has them.
DROP VIEW karat.person_list;
CREATE VIEW karat.person_list WITH (security_barrier) AS
SELECT p.id, p.login, p.display_name,
  coalesce((SELECT substr(g.rolname, 7) FROM pg_auth_members m
    JOIN pg_roles u ON u.oid = m.member AND u.rolname = p.login::text
    JOIN pg_roles g ON g.oid = m.roleid AND g.rolname LIKE 'karat\_%' AND g.rolname <> 'karat_owner'
    ORDER BY g.rolname LIMIT 1), p.role)::varchar(24) AS role,
  p.color, p.language, p.hourly_cost, p.active, p.version
FROM karat.person p
WHERE (SELECT karat.has_right('person:view'));
CREATE OR REPLACE FUNCTION karat.person_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  PERFORM karat.need_right('person:edit');
  IF NEW.hourly_cost IS DISTINCT FROM OLD.hourly_cost THEN
    PERFORM karat.need_right('person:cost');
  END IF;
  IF (NEW.id, NEW.login, NEW.role, NEW.active) IS DISTINCT FROM (OLD.id, OLD.login, OLD.role, OLD.active) THEN
    RAISE EXCEPTION 'frozen' USING ERRCODE = 'KT008', TABLE = 'person', COLUMN = 'login';
  END IF;
  UPDATE karat.person p
  SET display_name = NEW.display_name, color = NEW.color, language = NEW.language, hourly_cost = NEW.hourly_cost
  WHERE p.id = OLD.id AND p.version = OLD.version
  RETURNING p.version INTO NEW.version;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'stale' USING ERRCODE = 'KT010', TABLE = 'person';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER change INSTEAD OF UPDATE ON karat.person_list FOR EACH ROW EXECUTE FUNCTION karat.person_change();
CALL karat.allow('{person:view}', 'SELECT (id, login, display_name, role, color, language, active, version) ON '
  'karat.person_list');
CALL karat.allow('{person:view,person:cost}', 'SELECT (hourly_cost) ON karat.person_list');
CALL karat.allow('{person:edit}', 'UPDATE (display_name, color, language) ON karat.person_list');
CALL karat.allow('{person:edit,person:cost}', 'UPDATE (hourly_cost) ON karat.person_list');
DROP FUNCTION karat.sees_time_of(bigint);
ALTER TABLE karat.person DROP COLUMN weekly_target, DROP COLUMN minor_until;

DROP TABLE karat.working_rule;
DROP FUNCTION karat.working_rule_guard();
DELETE FROM karat.right_map WHERE right_name LIKE 'rule:%';
SET LOCAL ROLE NONE;
