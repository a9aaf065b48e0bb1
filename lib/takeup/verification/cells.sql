-- Every cell with its number and its status, before any total.

-- How completely the source of a measure was delivered.
CREATE TABLE deliveries AS
SELECT measure, source, month, verwaltung,
       CASE
           -- Delivered once and valid until the next time.
           WHEN source IN ('bevoelkerung', 'kosten') THEN 'complete'
           WHEN coalesce(days_present, 0) = 0 THEN 'missing'
           WHEN days_present < days_expected
               OR (source, month, verwaltung) IN (
                   SELECT (source, month, verwaltung) FROM gaps WHERE leistung_id = 'alle'
               ) THEN 'partial'
           ELSE 'complete'
       END AS delivery
FROM measures CROSS JOIN months
CROSS JOIN (FROM administrations UNION ALL SELECT 'alle') AS owners
LEFT JOIN coverage USING (source, month, verwaltung)
WHERE grid = 'residents' OR verwaltung <> 'alle';

CREATE TABLE laid AS
SELECT measure, source, month, verwaltung, leistung_id, delivery, empty,
       number IS NOT NULL AS found,
       CASE WHEN number IS NULL AND empty = 'ok' AND delivery <> 'missing' THEN 0
            ELSE number END AS number
FROM expected
FULL JOIN (FROM counted SEMI JOIN months USING (month)) AS delivered
    USING (measure, month, verwaltung, leistung_id)
JOIN deliveries USING (measure, month, verwaltung);

-- What was set aside belongs to a cell; in an open grid it may have been the only row of its
-- service, and then no cell of that month and administration is certain.
CREATE TABLE doubtful AS
SELECT measure, month, verwaltung, leistung_id
FROM laid SEMI JOIN gaps USING (source, month, verwaltung, leistung_id)
UNION
SELECT laid.measure, laid.month, laid.verwaltung, laid.leistung_id
FROM laid
JOIN measures ON measures.measure = laid.measure AND measures.grid = 'activity'
JOIN (
    FROM gaps JOIN measures USING (source)
    ANTI JOIN laid USING (measure, month, verwaltung, leistung_id)
) AS homeless
    ON homeless.measure = laid.measure AND homeless.month = laid.month
    AND homeless.verwaltung = laid.verwaltung;

CREATE TABLE cells AS
SELECT measure, month, verwaltung, leistung_id, delivery,
       CASE
           WHEN NOT found AND empty = 'not_applicable' THEN 'not_applicable'
           WHEN number IS NULL THEN 'unknown'
           WHEN delivery <> 'complete' OR doubtful.measure IS NOT NULL THEN 'partial'
           ELSE 'ok'
       END AS status,
       CASE WHEN status IN ('ok', 'partial') THEN number END AS number
FROM laid LEFT JOIN doubtful USING (measure, month, verwaltung, leistung_id);
