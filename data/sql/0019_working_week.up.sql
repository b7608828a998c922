-- 0019_working_week.up.sql: how long a week may be. Minors work 40 hours in a week at most (JArbSchG § 8); for adults the law
-- knows none but the sum of the days, so their rule says none.
SET LOCAL ROLE karat_owner;

ALTER TABLE karat.working_rule
  ADD COLUMN weekly_most integer,
  ADD CONSTRAINT working_rule_weekly_most_check CHECK (weekly_most BETWEEN 3600 AND 604800);
CALL karat.allow('{rule:create}', 'INSERT (weekly_most) ON karat.working_rule');
CALL karat.allow('{rule:edit}', 'UPDATE (weekly_most) ON karat.working_rule');

-- The rule that came with 0016 says now what the law has said all the time. As when it came, the trail has nobody to name.
ALTER TABLE karat.working_rule DISABLE TRIGGER USER;
UPDATE karat.working_rule SET weekly_most = 144000 WHERE profile = 'minor' AND source = 'JArbSchG §§ 8, 11, 13';
ALTER TABLE karat.working_rule ENABLE TRIGGER USER;

-- As 0016 has it: its columns are counted when it is made.
CREATE OR REPLACE FUNCTION karat.working_rule_of(person bigint, day date) RETURNS karat.working_rule
LANGUAGE sql STABLE SET search_path = pg_catalog, karat, pg_temp
BEGIN ATOMIC
  SELECT r.* FROM karat.person p JOIN karat.working_rule r
  ON r.profile = CASE WHEN $2 < p.minor_until THEN 'minor' ELSE 'adult' END AND r.valid_from <= $2
  WHERE p.id = $1 ORDER BY r.valid_from DESC LIMIT 1;
END;

-- What a day is for the law: the work from its beginning to its end, the breaks in it that count, and how long was worked.
CREATE TYPE karat.work_measure AS (
  whole tstzrange,
  breaks tstzmultirange,
  worked integer
);
CREATE FUNCTION karat.work_day_measure(person bigint, w karat.work_day, rule karat.working_rule) RETURNS karat.work_measure
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  work tstzmultirange := w.here - karat.pauses_in(person, range_merge(w.here), 'meal');
  edge interval := rule.edge * interval '1 second';
  m karat.work_measure;
BEGIN
  IF isempty(work) THEN
    RETURN NULL;
  END IF;
  -- Neither a meal before the work nor one after it interrupts it; that which is now does.
  m.whole := tstzrange(lower(work), CASE WHEN w.runs THEN upper(w.here) ELSE upper(work) END);
  m.breaks := coalesce((SELECT range_agg(b) FROM unnest(tstzmultirange(m.whole) - work) b
    WHERE upper(b) - lower(b) >= rule.least_piece * interval '1 second' AND lower(b) >= lower(m.whole) + edge
      AND (w.runs OR upper(b) <= upper(m.whole) - edge)), '{}');
  m.worked := karat.seconds(w.here * tstzmultirange(m.whole) - m.breaks);
  RETURN m;
END $$;

-- As 0016 has it, and
--   week     longer since Monday than a week may be, this day included
CREATE OR REPLACE FUNCTION karat.work_day_findings(person bigint, w karat.work_day) RETURNS TABLE (finding text, "is" integer, ought integer,
  from_at timestamptz, to_at timestamptz)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  rule karat.working_rule := karat.working_rule_of(person, w.day);
  m karat.work_measure := karat.work_day_measure(person, w, rule);
  proposed tstzrange;
BEGIN
  IF rule.id IS NULL OR m.whole IS NULL THEN
    RETURN;
  END IF;
  finding := 'break';
  "is" := karat.seconds(m.breaks);
  ought := CASE WHEN m.worked > rule.second_after THEN rule.second_break WHEN m.worked > rule.first_after THEN rule.first_break ELSE 0 END;
  IF "is" < ought THEN
    proposed := karat.break_proposal(person, m.whole, greatest(rule.least_piece, (ought - "is" + 59) / 60 * 60) * interval '1 second',
      rule.edge * interval '1 second');
    from_at := lower(proposed);
    to_at := upper(proposed);
    RETURN NEXT;
  END IF;
  SELECT 'stretch', x.lasts, rule.longest_stretch, lower(x.r), upper(x.r) INTO finding, "is", ought, from_at, to_at
  FROM (SELECT s.r, karat.seconds(w.here * tstzmultirange(s.r)) AS lasts FROM unnest(tstzmultirange(m.whole) - m.breaks) s (r)) x
  ORDER BY x.lasts DESC, lower(x.r) LIMIT 1;
  IF "is" > ought THEN
    RETURN NEXT;
  END IF;
  from_at := NULL;
  to_at := NULL;
  "is" := m.worked;
  IF m.worked > rule.daily_normal THEN
    finding := CASE WHEN m.worked > rule.daily_most THEN 'most' ELSE 'normal' END;
    ought := CASE WHEN m.worked > rule.daily_most THEN rule.daily_most ELSE rule.daily_normal END;
    RETURN NEXT;
  END IF;
  "is" := extract(epoch FROM lower(w.here) - w.left_before);
  IF "is" < rule.rest THEN
    finding := 'rest';
    ought := rule.rest;
    RETURN NEXT;
  END IF;
  IF rule.weekly_most IS NULL THEN
    RETURN;
  END IF;
  "is" := (SELECT sum((karat.work_day_measure(person, d, rule)).worked)
    FROM karat.work_days(person, date_trunc('week', w.day::timestamp)::date, w.day) d);
  IF "is" > rule.weekly_most THEN
    finding := 'week';
    ought := rule.weekly_most;
    RETURN NEXT;
  END IF;
END $$;

SET LOCAL ROLE NONE;
