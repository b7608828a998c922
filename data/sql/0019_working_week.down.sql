-- 0019_working_week.down.sql: back to 0018. What a week may be is forgotten.
SET LOCAL ROLE karat_owner;

-- As 0016 has it.
CREATE OR REPLACE FUNCTION karat.work_day_findings(person bigint, w karat.work_day) RETURNS TABLE (finding text, "is" integer, ought integer,
  from_at timestamptz, to_at timestamptz)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  rule karat.working_rule := karat.working_rule_of(person, w.day);
  work tstzmultirange := w.here - karat.pauses_in(person, range_merge(w.here), 'meal');
  edge interval := rule.edge * interval '1 second';
  whole tstzrange;
  breaks tstzmultirange;
  worked integer;
  proposed tstzrange;
BEGIN
  IF rule.id IS NULL OR isempty(work) THEN
    RETURN;
  END IF;
  -- Neither a meal before the work nor one after it interrupts it; that which is now does.
  whole := tstzrange(lower(work), CASE WHEN w.runs THEN upper(w.here) ELSE upper(work) END);
  breaks := coalesce((SELECT range_agg(b) FROM unnest(tstzmultirange(whole) - work) b
    WHERE upper(b) - lower(b) >= rule.least_piece * interval '1 second' AND lower(b) >= lower(whole) + edge
      AND (w.runs OR upper(b) <= upper(whole) - edge)), '{}');
  worked := karat.seconds(w.here * tstzmultirange(whole) - breaks);
  finding := 'break';
  "is" := karat.seconds(breaks);
  ought := CASE WHEN worked > rule.second_after THEN rule.second_break WHEN worked > rule.first_after THEN rule.first_break ELSE 0 END;
  IF "is" < ought THEN
    proposed := karat.break_proposal(person, whole, greatest(rule.least_piece, (ought - "is" + 59) / 60 * 60) * interval '1 second', edge);
    from_at := lower(proposed);
    to_at := upper(proposed);
    RETURN NEXT;
  END IF;
  SELECT 'stretch', x.lasts, rule.longest_stretch, lower(x.r), upper(x.r) INTO finding, "is", ought, from_at, to_at
  FROM (SELECT s.r, karat.seconds(w.here * tstzmultirange(s.r)) AS lasts FROM unnest(tstzmultirange(whole) - breaks) s (r)) x
  ORDER BY x.lasts DESC, lower(x.r) LIMIT 1;
  IF "is" > ought THEN
    RETURN NEXT;
  END IF;
  from_at := NULL;
  to_at := NULL;
  "is" := worked;
  IF worked > rule.daily_normal THEN
    finding := CASE WHEN worked > rule.daily_most THEN 'most' ELSE 'normal' END;
    ought := CASE WHEN worked > rule.daily_most THEN rule.daily_most ELSE rule.daily_normal END;
    RETURN NEXT;
  END IF;
  "is" := extract(epoch FROM lower(w.here) - w.left_before);
  IF "is" < rule.rest THEN
    finding := 'rest';
    ought := rule.rest;
    RETURN NEXT;
  END IF;
END $$;
DROP FUNCTION karat.work_day_measure(bigint, karat.work_day, karat.working_rule);
DROP TYPE karat.work_measure;
DROP FUNCTION karat.working_rule_of(bigint, date);
ALTER TABLE karat.working_rule DROP COLUMN weekly_most;
CREATE FUNCTION karat.working_rule_of(person bigint, day date) RETURNS karat.working_rule
LANGUAGE sql STABLE SET search_path = pg_catalog, karat, pg_temp
BEGIN ATOMIC
  SELECT r.* FROM karat.person p JOIN karat.working_rule r
  ON r.profile = CASE WHEN $2 < p.minor_until THEN 'minor' ELSE 'adult' END AND r.valid_from <= $2
  WHERE p.id = $1 ORDER BY r.valid_from DESC LIMIT 1;
END;

SET LOCAL ROLE NONE;
