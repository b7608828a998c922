-- 0017: pages of hours that take as long among ten million as among ten. Behind a barrier a view is read whole before it
-- is sorted; so these are read with the rights of who asks, and the policies of the tables leave out what is not theirs.
-- Behind a policy only plain comparisons reach an index, ranges do not. Pauses of a person never overlap: those in a span
-- are the last that began before it, and what began in it. (The last before it is looked for by person and hour together:
-- said as two conditions, the order of the hours alone looks like a short cut, which it is not for who never paused.)
SET LOCAL ROLE karat_owner;

CREATE OR REPLACE VIEW karat.time_list WITH (security_invoker) AS
SELECT t.id, t.person, p.display_name AS person_name, t."order", o.number AS order_number, o.title AS order_title,
  t.activity, a.name AS activity_name, t.started_at, t.stopped_at, i.paused,
  extract(epoch FROM coalesce(t.stopped_at, n.at) - t.started_at)::integer - i.paused AS worked,
  t.note, t.origin, t.flag, t.reason, t.voided_at, t.version
FROM (SELECT karat.second() AS at) n, karat.time_entry t
JOIN karat.person_list p ON p.id = t.person JOIN karat.activity a ON a.id = t.activity
LEFT JOIN karat.order_list o ON o.id = t."order"
CROSS JOIN LATERAL (SELECT coalesce((SELECT x.started_at FROM karat.pause x WHERE x.person >= t.person AND x.voided_at IS NULL
    AND (x.person, x.started_at) <= (t.person, t.started_at) ORDER BY x.person DESC, x.started_at DESC LIMIT 1), t.started_at) AS starts,
  coalesce(t.stopped_at, n.at) AS ends OFFSET 0) b
CROSS JOIN LATERAL (SELECT coalesce(sum(extract(epoch FROM least(coalesce(x.stopped_at, n.at), b.ends)
    - greatest(x.started_at, t.started_at))), 0)::integer AS paused FROM karat.pause x
  WHERE x.person = t.person AND x.voided_at IS NULL AND coalesce(x.stopped_at, n.at) > t.started_at
    AND x.started_at >= b.starts AND x.started_at < b.ends) i;

CREATE OR REPLACE VIEW karat.shift_list WITH (security_invoker) AS
SELECT s.id, s.person, p.display_name AS person_name, s.started_at, s.stopped_at, x.meals, x.worked, x.booked, x.unbooked,
  s.origin, s.flag, s.reason, s.voided_at, s.version
FROM karat.shift s JOIN karat.person_list p ON p.id = s.person,
  LATERAL karat.time_sums(s.person, s.started_at, coalesce(s.stopped_at, karat.second())) x;

CREATE OR REPLACE VIEW karat.pause_list WITH (security_invoker) AS
SELECT x.id, x.person, p.display_name AS person_name, x.cause, x.started_at, x.stopped_at,
  extract(epoch FROM coalesce(x.stopped_at, karat.second()) - x.started_at)::integer AS lasted,
  x.origin, x.reason, x.voided_at, x.version
FROM karat.pause x JOIN karat.person_list p ON p.id = x.person;

CREATE OR REPLACE VIEW karat.order_time_list WITH (security_invoker) AS
SELECT min(t.id) AS id, t."order", t.activity, t.activity_name, t.person, t.person_name, sum(t.worked)::integer AS worked
FROM karat.time_list t WHERE t.voided_at IS NULL AND t."order" IS NOT NULL
GROUP BY t."order", t.activity, t.activity_name, t.person, t.person_name;

-- Everybody's, by the hour; those of one person are in the order of person and hour already.
CREATE INDEX time_entry_started_at_idx ON karat.time_entry (started_at, id);
CREATE INDEX shift_started_at_idx ON karat.shift (started_at, id);
CREATE INDEX pause_started_at_idx ON karat.pause (started_at, id);

SET LOCAL ROLE NONE;
