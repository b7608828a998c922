-- title: Morning sheet
-- title[de]: Morgenblatt
-- right: order:view
-- column section choice "Section" "Abschnitt"
-- column number line:order.number "Number" "Nummer" 11
-- column title line:order.title "Title" "Bezeichnung" 24
-- column customer line "Customer" "Kunde" 12
-- column due day "Due" "Fällig" 10
-- column status choice:order.status "Status" "Status" 11
-- column who line "Who" "Wer" 10
-- column orders count "Open" "Offen"
-- choice section due_today "Due today" "Heute fällig"
-- choice section late "Late" "Überfällig"
-- choice section on_hold "On hold" "Zurückgestellt"
-- choice section answer "Waiting for an answer" "Wartet auf Antwort"
-- choice section waiting "Waiting for a fitting" "Wartet auf Anprobe"
-- choice section fitting_today "Fittings today" "Anproben heute"
-- choice section fitting_soon "Fittings in the next 7 days" "Anproben in den nächsten 7 Tagen"
-- choice section by_person "Open orders by person, and what is due next" "Offene Aufträge je Person, und was zuerst fällig ist"
-- group: section

-- "Today" is the workshop's, wherever the reader sits. An order stands in every section it belongs to.
-- Columns by name: who may not see prices may still see this sheet.
WITH day AS (
	SELECT karat.today() AS today
), o AS (
	SELECT id, number, title, customer_name, due, fitting_on, status, assignee, assignee_name, held_reason
	FROM karat.order_list
	WHERE deleted_at IS NULL AND status NOT IN ('delivered', 'cancelled')
), sheet AS (
	SELECT 1 AS place, 'due_today' AS section, o.number, o.title, o.customer_name, o.due, o.status, o.assignee_name, NULL::bigint AS orders
	FROM o, day WHERE o.due = day.today
	UNION ALL
	SELECT 2, 'late', o.number, o.title, o.customer_name, o.due, o.status, o.assignee_name, NULL
	FROM o, day WHERE o.due < day.today
	UNION ALL
	SELECT 3, 'on_hold', o.number, o.title, o.customer_name, o.due, o.status, o.assignee_name, NULL
	FROM o WHERE o.held_reason IS NOT NULL
	UNION ALL
	SELECT 4, 'answer', o.number, o.title, o.customer_name, o.due, o.status, p.display_name, NULL
	FROM o
	JOIN (SELECT DISTINCT m."order", m.person FROM karat.mention m WHERE m.seen_at IS NULL) m ON m."order" = o.id
	JOIN karat.person_list p ON p.id = m.person
	UNION ALL
	SELECT 5, 'waiting', o.number, o.title, o.customer_name, o.due, o.status, o.assignee_name, NULL
	FROM o WHERE o.status = 'waiting_for_fitting'
	UNION ALL
	SELECT 6, 'fitting_today', o.number, o.title, o.customer_name, o.fitting_on, o.status, o.assignee_name, NULL
	FROM o, day WHERE o.fitting_on = day.today
	UNION ALL
	SELECT 7, 'fitting_soon', o.number, o.title, o.customer_name, o.fitting_on, o.status, o.assignee_name, NULL
	FROM o, day WHERE o.fitting_on > day.today AND o.fitting_on <= day.today + 7
	UNION ALL
	SELECT 8, 'by_person', NULL, NULL, NULL, min(o.due), NULL, o.assignee_name, count(*)
	FROM o WHERE o.assignee IS NOT NULL
	GROUP BY o.assignee, o.assignee_name
)
SELECT section, number, title, customer_name AS customer, due, status, assignee_name AS who, orders
FROM sheet
ORDER BY place, due NULLS LAST, number, who
