-- What was published against what SQL finds: one row per cell of either, with the first
-- difference that holds, or none. No recounted number leaves this table: it may be secret.
CREATE TABLE compared AS
-- A month stays provisional until so many days after its end are over.
WITH first_provisional AS (
    SELECT strftime(stand - (provisional_days - 1) * INTERVAL 1 DAY, '%Y-%m') AS month
    FROM limits
),
found AS (
    SELECT measure, month, verwaltung, leistung_id, number, status,
           number AS numerator, CAST(NULL AS DOUBLE) AS denominator, 0 AS tolerance
    FROM recounted
    UNION ALL
    SELECT measure, month, verwaltung, leistung_id, number, status,
           numerator, denominator, 1e-12
    FROM divided
)
SELECT measure, month, verwaltung, leistung_id,
       published.value AS shown,
       published.status AS shown_status,
       CASE
           WHEN published.status IS NULL THEN 'cell_lacking'
           WHEN found.status IS NULL THEN 'cell_surplus'
           WHEN published.status IN ('ok', 'partial') THEN CASE
               WHEN published.status <> found.status THEN 'status'
               WHEN NOT coalesce(abs(published.value - number) <= tolerance,
                                 published.value IS NULL AND number IS NULL) THEN 'number'
               WHEN published.numerator IS DISTINCT FROM found.numerator
                   OR published.denominator IS DISTINCT FROM found.denominator THEN 'parts'
           END
           WHEN published.value IS NOT NULL
               OR (published.numerator IS NOT NULL AND published.status <> 'too_small')
               THEN 'number_without_status'
           -- A count was hidden by disclosure control: SQL must know a number there.
           WHEN tolerance = 0 AND published.status IN ('suppressed', 'too_small')
               THEN CASE WHEN found.status NOT IN ('ok', 'partial') THEN 'status' END
           WHEN published.status <> found.status THEN 'status'
       END AS difference,
       CASE
           WHEN difference IS NULL AND data_maturity <>
               CASE WHEN month < (SELECT month FROM first_provisional) THEN 'final'
                    ELSE 'provisional' END
           THEN 'maturity' ELSE difference
       END AS kind
FROM published FULL JOIN found USING (measure, month, verwaltung, leistung_id);
