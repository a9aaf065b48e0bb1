-- Residents at the latest reference date, for all months alike; the Kreis has its own row.
SELECT month, verwaltung, 'alle' AS leistung_id, population
FROM bevoelkerung JOIN places USING (ars) CROSS JOIN months
WHERE reference_date = (SELECT max(reference_date) FROM bevoelkerung)
