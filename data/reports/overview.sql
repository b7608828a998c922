-- title: Overview
-- title[de]: Überblick
-- right: order:view
-- column section choice "Section" "Abschnitt"
-- column status choice:order.status "Status" "Status" 20
-- column day day "Day" "Tag" 10
-- column who line "Who" "Wer" 24
-- column login line "Login" "Anmeldename" 12
-- column orders count "Orders" "Aufträge"
-- choice section by_status "Open orders by status" "Offene Aufträge nach Status"
-- choice section late "Late" "Überfällig"
-- choice section by_day "Due in the next 14 days" "Fällig in den nächsten 14 Tagen"
-- choice section by_person "Open orders by person" "Offene Aufträge je Person"
-- choice section delivered "Delivered by week, the last 12" "Übergeben je Woche, die letzten 12"
-- group: section

-- One look at what is open, and one at what has changed lately: both have an index, so that neither grows with the
-- years. An order that was delivered since then has also been changed since then; both ends of that time are said,
-- as the planner takes one end alone for a third of all orders.
WITH zone AS MATERIALIZED (
	SELECT karat.today() AS day, coalesce((SELECT w.time_zone FROM karat.workshop w), 'UTC') AS zone
), today AS MATERIALIZED (
	SELECT day, zone, date_trunc('week', day)::date - 77 AS first_week,
		(date_trunc('week', day)::date - 77)::timestamp AT TIME ZONE zone AS since,
		(day + 2)::timestamp AT TIME ZONE zone AS until
	FROM zone
), o AS MATERIALIZED (
	SELECT status, due, assignee
	FROM karat.orders
	WHERE status NOT IN ('delivered', 'cancelled') AND deleted_at IS NULL
), d AS MATERIALIZED (
	SELECT date_trunc('week', r.delivered_at AT TIME ZONE today.zone)::date AS week, count(*) AS orders
	FROM today
	JOIN karat.orders r ON r.updated_at >= today.since AND r.updated_at < today.until AND r.delivered_at >= today.since
		AND r.status = 'delivered' AND r.deleted_at IS NULL
	GROUP BY 1
), sheet AS (
	SELECT 1 AS place, 'by_status' AS section, status, NULL::date AS day, NULL::bigint AS person, count(*) AS orders
	FROM o GROUP BY status
	UNION ALL
	SELECT 2, 'late', NULL, NULL, NULL, count(*)
	FROM o, today WHERE o.due < today.day
	UNION ALL
	SELECT 3, 'by_day', NULL, g.day::date, NULL, count(o.due)
	FROM today
	CROSS JOIN generate_series(today.day, today.day + 13, interval '1 day') AS g (day)
	LEFT JOIN o ON o.due = g.day::date
	GROUP BY g.day
	UNION ALL
	SELECT 4, 'by_person', NULL, NULL, assignee, count(*)
	FROM o GROUP BY assignee
	UNION ALL
	SELECT 5, 'delivered', NULL, g.day::date, NULL, coalesce(d.orders, 0)
	FROM today
	CROSS JOIN generate_series(today.first_week, today.first_week + 77, interval '7 days') AS g (day)
	LEFT JOIN d ON d.week = g.day::date
)
SELECT sheet.section, sheet.status, sheet.day, p.display_name AS who, p.login, sheet.orders
FROM sheet
LEFT JOIN karat.person_list p ON p.id = sheet.person
ORDER BY sheet.place, array_position(ARRAY['draft', 'confirmed', 'in_progress', 'waiting_for_fitting', 'fitting_done',
	'ready_for_setting', 'quality_check', 'completed'], sheet.status::text),
	sheet.day, sheet.person IS NULL, CASE WHEN sheet.place = 4 THEN -sheet.orders END, p.display_name
