-- 0020_quick_home.down.sql: back to 0019. My day is asked for as 0007 and 0016 have it.
SET LOCAL ROLE karat_owner;

CREATE OR REPLACE VIEW karat.day_list AS
SELECT karat.me() AS id, karat.me() AS person, count(*) AS open_orders,
  count(*) FILTER (WHERE o.due BETWEEN d.today AND d.today + 7 - extract(isodow FROM d.today)::integer) AS due_this_week,
  count(*) FILTER (WHERE o.due < d.today) AS overdue,
  count(*) FILTER (WHERE o.assignee = karat.me()) AS mine
FROM karat.orders o, (SELECT karat.today() AS today OFFSET 0) d
WHERE o.status NOT IN ('delivered', 'cancelled') AND o.deleted_at IS NULL;

CREATE OR REPLACE VIEW karat.clock_list WITH (security_barrier) AS
SELECT p.id, p.display_name AS person_name, s.started_at AS here_since, t.id AS entry, t."order", t.order_number,
  t.order_title, t.activity_name, t.started_at AS since, t.worked AS running, t.flag, b.cause, b.started_at AS paused_since,
  x.worked, x.booked, x.unbooked,
  (SELECT count(*) FROM karat.day_findings(p.id, karat.today(), karat.today()) f WHERE f.finding <> 'normal') AS warnings
FROM karat.person p
LEFT JOIN karat.shift s ON s.person = p.id AND s.stopped_at IS NULL AND s.voided_at IS NULL
LEFT JOIN karat.time_list t ON t.person = p.id AND t.stopped_at IS NULL AND t.voided_at IS NULL
LEFT JOIN karat.pause b ON b.person = p.id AND b.stopped_at IS NULL AND b.voided_at IS NULL,
  LATERAL karat.time_sums(p.id, karat.day_begins(karat.today()), karat.second()) x
WHERE p.active AND p.role NOT IN ('kiosk', 'auditor') AND (SELECT karat.has_right('time:view'))
  AND (p.id = (SELECT karat.me()) OR (SELECT karat.has_right('time:view_all')));

SET LOCAL ROLE NONE;
