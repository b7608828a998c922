-- title: Working time by person and day
-- title[de]: Arbeitszeit nach Person und Tag
-- right: time:view
-- param from day -6
-- param to day today
-- param round choice 0 "Rounding" "Rundung"
-- param rule choice nearest "How" "Wie"
-- param person line "" "Person" "Person"
-- column section choice "Section" "Abschnitt"
-- column who line "Who" "Wer" 20
-- column day day "Day" "Tag" 10
-- column came line "Came" "Kam" 5
-- column went line "Went" "Ging" 5
-- column breaks duration "Breaks" "Pausen" 6
-- column worked duration "Worked" "Gearbeitet" 10
-- column warnings count "Warnings" "Warnungen"
-- choice section days "Days" "Tage"
-- choice section sums "Together" "Zusammen"
-- choice round 0 "none" "keine"
-- choice round 5 "to 5 minutes" "auf 5 Minuten"
-- choice round 6 "to 6 minutes" "auf 6 Minuten"
-- choice round 10 "to 10 minutes" "auf 10 Minuten"
-- choice round 15 "to 15 minutes" "auf 15 Minuten"
-- choice rule nearest "to the nearest" "kaufmännisch"
-- choice rule up "up" "aufwärts"
-- choice rule down "down" "abwärts"
-- group: section

-- One's own, or everybody's for who may see it. Coming and going are as the clock has them; breaks and work are rounded day
-- by day, and what stands together is the sum of what stands above, so that it can be reckoned on paper.
WITH sheet AS (
	SELECT p.id, p.display_name AS who, d.day, to_char(d.came AT TIME ZONE w.time_zone, 'HH24:MI') AS came,
		CASE WHEN (d.went AT TIME ZONE w.time_zone)::date > d.day THEN '24:00' ELSE to_char(d.went AT TIME ZONE w.time_zone, 'HH24:MI') END AS went,
		karat.rounded(d.meals, $3::integer, $4) AS breaks, karat.rounded(d.worked, $3::integer, $4) AS worked, d.warnings
	FROM karat.workshop w, karat.person_list p, karat.day_sheet(p.id, $1::date, $2::date) d
	WHERE d.present > 0 AND (p.login = $5 OR $5 IS NULL)
), line AS (
	SELECT 1 AS place, 'days' AS section, s.id, s.who, s.day, s.came, s.went, s.breaks, s.worked, s.warnings FROM sheet s
	UNION ALL
	SELECT 2, 'sums', s.id, s.who, NULL, NULL, NULL, sum(s.breaks), sum(s.worked), sum(s.warnings) FROM sheet s GROUP BY s.id, s.who
)
SELECT l.section, l.who, l.day, l.came, l.went, l.breaks, l.worked, l.warnings
FROM line l
ORDER BY l.place, l.who, l.id, l.day
