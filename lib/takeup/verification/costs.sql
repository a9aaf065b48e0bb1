-- Delivered costs, spread evenly over the months of their period, where they stand for exactly
-- the cases that are counted. Of two periods that overlap the shorter one counts.
WITH parts AS (
    SELECT strftime(strptime(month, '%Y-%m') + to_months(CAST(step AS INTEGER)), '%Y-%m')
               AS month,
           verwaltung,
           coalesce(nullif(leistung_id, ''), 'alle') AS leistung_id,
           coalesce(months, 1) AS length,
           cost_eur / length AS part
    FROM kosten, unnest(range(coalesce(months, 1))) AS steps (step)
),
monthly AS (
    FROM parts
    QUALIFY row_number() OVER (PARTITION BY month, verwaltung, leistung_id ORDER BY length) = 1
),
counted_cells AS (FROM scope WHERE reason = ''),
services AS (FROM monthly SEMI JOIN counted_cells USING (month, verwaltung, leistung_id)),
-- All services online, where the cases of all of them are counted.
delivered AS (
    SELECT month, verwaltung, part
    FROM monthly SEMI JOIN counted_cells USING (month, verwaltung)
    ANTI JOIN (FROM scope WHERE reason IN ('catalogue_missing', 'offline_unknown')) AS doubtful
        USING (month, verwaltung)
    WHERE leistung_id = 'alle'
),
summed AS (
    SELECT month, verwaltung, sum(part) AS part
    FROM counted_cells LEFT JOIN services USING (month, verwaltung, leistung_id)
    GROUP BY month, verwaltung
    HAVING count(part) = count(*)
)
SELECT month, verwaltung, leistung_id, part AS cost_eur FROM services
UNION ALL
SELECT month, verwaltung, 'alle', coalesce(delivered.part, summed.part)
FROM delivered FULL JOIN summed USING (month, verwaltung)
