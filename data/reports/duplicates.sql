-- title: Customers who may be in the files twice
-- title[de]: Kunden, die vielleicht doppelt in der Kartei stehen
-- right: customer:merge
-- column number line:customer.number "Number" "Nummer" 9
-- column name line "Name" "Name" 24
-- column other line:customer.number "Other" "Andere" 9
-- column other_name line "Name of the other" "Name der anderen" 24

-- The same name, telephone or e-mail, then names that are spelled or sound alike; a surname alone is no reason.
-- karat do customer.merge makes one file of two. Each pair stands once, whichever of the two found the other.
WITH pair AS (
	SELECT least(c.id, d.id) AS one, greatest(c.id, d.id) AS two, max(d.score) AS score
	FROM karat.customer c,
		unnest(CASE WHEN c.phone IS NULL THEN ARRAY[c.mobile] WHEN c.mobile IS NULL THEN ARRAY[c.phone] ELSE ARRAY[c.phone, c.mobile] END) tel,
		LATERAL karat.customer_duplicates(c.first_name, c.last_name, c.company, tel, c.email, c.id) d
	WHERE c.deleted_at IS NULL AND d.score >= 0.55
	GROUP BY 1, 2
)
SELECT c.number, c.name, d.number AS other, d.name AS other_name
FROM pair p JOIN karat.customer c ON c.id = p.one JOIN karat.customer d ON d.id = p.two
ORDER BY p.score DESC, c.number, d.number
