-- title: Customers who may be in the files twice
-- title[de]: Kunden, die vielleicht doppelt in der Kartei stehen
-- right: customer:merge
-- column number line "Number" "Nummer" 9
-- column name line "Name" "Name" 24
-- column other line "Other" "Andere" 9
-- column other_name line "Name of the other" "Name der anderen" 24

-- Names that are spelled or sound alike, the same telephone or e-mail. karat do customer.merge makes one
-- file of two.
SELECT c.number, concat_ws(', ', coalesce(c.company, c.last_name), c.first_name) AS name, d.number AS other, d.name AS other_name
FROM karat.customer c, LATERAL karat.customer_duplicates(c.first_name, c.last_name, c.company, c.phone, c.email, c.id) d
WHERE c.deleted_at IS NULL AND d.id > c.id
ORDER BY c.number, d.score DESC, d.number
