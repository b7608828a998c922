-- 0015 down: as they were, behind a barrier.
SET LOCAL ROLE karat_owner;

CREATE OR REPLACE VIEW karat.time_list WITH (security_barrier) AS
SELECT t.id, t.person, p.display_name AS person_name, t."order", o.number AS order_number, o.title AS order_title,
  t.activity, a.name AS activity_name, t.started_at, t.stopped_at, i.paused,
  extract(epoch FROM coalesce(t.stopped_at, n.at) - t.started_at)::integer - i.paused AS worked,
  t.note, t.origin, t.flag, t.reason, t.voided_at, t.version
FROM (SELECT karat.second() AS at) n, karat.time_entry t
JOIN karat.person p ON p.id = t.person JOIN karat.activity a ON a.id = t.activity
LEFT JOIN karat.orders o ON o.id = t."order"
CROSS JOIN LATERAL (SELECT coalesce(sum(extract(epoch FROM least(coalesce(x.stopped_at, n.at), coalesce(t.stopped_at, n.at))
    - greatest(x.started_at, t.started_at))), 0)::integer AS paused FROM karat.pause x
  WHERE x.person = t.person AND x.voided_at IS NULL
    AND tstzrange(x.started_at, x.stopped_at) && tstzrange(t.started_at, t.stopped_at)) i
WHERE (SELECT karat.has_right('time:view')) AND (t.person = (SELECT karat.me()) OR (SELECT karat.has_right('time:view_all')));

CREATE OR REPLACE VIEW karat.shift_list WITH (security_barrier) AS
SELECT s.id, s.person, p.display_name AS person_name, s.started_at, s.stopped_at, x.meals, x.worked, x.booked, x.unbooked,
  s.origin, s.flag, s.reason, s.voided_at, s.version
FROM karat.shift s JOIN karat.person p ON p.id = s.person,
  LATERAL karat.time_sums(s.person, s.started_at, coalesce(s.stopped_at, karat.second())) x
WHERE (SELECT karat.has_right('time:view')) AND (s.person = (SELECT karat.me()) OR (SELECT karat.has_right('time:view_all')));

CREATE OR REPLACE VIEW karat.pause_list WITH (security_barrier) AS
SELECT x.id, x.person, p.display_name AS person_name, x.cause, x.started_at, x.stopped_at,
  extract(epoch FROM coalesce(x.stopped_at, karat.second()) - x.started_at)::integer AS lasted,
  x.origin, x.reason, x.voided_at, x.version
FROM karat.pause x JOIN karat.person p ON p.id = x.person
WHERE (SELECT karat.has_right('time:view')) AND (x.person = (SELECT karat.me()) OR (SELECT karat.has_right('time:view_all')));

CREATE OR REPLACE VIEW karat.order_time_list WITH (security_barrier) AS
SELECT min(t.id) AS id, t."order", t.activity, t.activity_name, t.person, t.person_name, sum(t.worked)::integer AS worked
FROM karat.time_list t WHERE t.voided_at IS NULL AND t."order" IS NOT NULL
GROUP BY t."order", t.activity, t.activity_name, t.person, t.person_name;

DROP INDEX karat.time_entry_started_at_idx, karat.shift_started_at_idx, karat.pause_started_at_idx;

SET LOCAL ROLE NONE;
