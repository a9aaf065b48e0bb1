-- Cells that a delivery should fill, and what silence means there: ok (nothing happened, so
-- 0), unknown or not_applicable. One branch per kind of grid.
CREATE TABLE grids AS
FROM (VALUES ('administrations'), ('traffic'), ('residents'), ('activity'), ('cases'), ('ewa'), ('costs'))
AS kinds (grid);

CREATE TABLE expected AS
SELECT measure, month, verwaltung, 'alle' AS leistung_id,
       CASE grid WHEN 'traffic' THEN 'ok' ELSE 'unknown' END AS empty
FROM measures CROSS JOIN months CROSS JOIN administrations
WHERE grid IN ('administrations', 'traffic', 'residents', 'costs')
UNION ALL
-- The residents of the Kreis are delivered, not summed.
SELECT measure, month, 'alle', 'alle', 'unknown'
FROM measures CROSS JOIN months
WHERE grid = 'residents'
UNION ALL
-- Services ever active at an administration, or online there in that month.
SELECT measure, month, verwaltung, leistung_id,
       CASE
           WHEN (month, verwaltung, leistung_id) IN (
               SELECT (month, verwaltung, leistung_id) FROM catalogue WHERE online
           ) THEN 'ok'
           WHEN (month, verwaltung) IN (SELECT (month, verwaltung) FROM catalogue)
               THEN 'not_applicable'
           ELSE 'ok'
       END
FROM (
    SELECT measure, months.month, verwaltung, leistung_id
    FROM counted JOIN measures USING (measure) CROSS JOIN months
    WHERE grid = 'activity'
    UNION
    SELECT measure, month, verwaltung, leistung_id
    FROM catalogue CROSS JOIN measures
    WHERE grid = 'activity' AND online
)
UNION ALL
SELECT measure, month, verwaltung, leistung_id,
       CASE reason WHEN 'not_online' THEN 'not_applicable' ELSE 'unknown' END
FROM scope CROSS JOIN measures
WHERE (grid = 'cases' OR (grid = 'costs' AND leistung_id IN (SELECT leistung_id FROM kosten)))
  AND reason NOT IN ('attendance_required', 'not_zustaendig')
UNION ALL
-- The eWA is asked for everywhere; where it has not started it does not apply.
SELECT measure, month, verwaltung, leistung_id,
       CASE WHEN reason IN ('', 'offline_unknown', 'catalogue_missing') THEN 'unknown'
            ELSE 'not_applicable' END
FROM measures CROSS JOIN months CROSS JOIN administrations CROSS JOIN ewa
LEFT JOIN scope USING (month, verwaltung, leistung_id)
WHERE grid = 'ewa';
