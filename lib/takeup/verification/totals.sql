-- Totals over services and over administrations, from unprotected numbers.

CREATE MACRO total_status(known, partial, unknown) AS
    CASE WHEN known AND partial THEN 'partial'
         WHEN known THEN 'ok'
         WHEN unknown THEN 'unknown'
         ELSE 'not_applicable' END;

-- A service excluded by rule in a delivered month leaves no gap in the total over services.
CREATE TABLE service_totals AS
SELECT measure, month, verwaltung, 'alle' AS leistung_id, deliveries.delivery,
       sum(number) AS number,
       count(cells.measure) = 0 AS bare,
       CASE
           WHEN bare AND deliveries.delivery = 'missing' THEN 'unknown'
           WHEN bare THEN 'not_applicable'
           ELSE total_status(
               count(number) > 0,
               bool_or(status = 'partial'
                       OR (status = 'unknown' AND cells.delivery = 'missing')),
               bool_or(status = 'unknown')
           )
       END AS total
FROM deliveries JOIN measures USING (measure)
LEFT JOIN cells USING (measure, month, verwaltung)
WHERE over_services
GROUP BY measure, month, verwaltung, deliveries.delivery;

CREATE TABLE own AS
SELECT measure, month, verwaltung, leistung_id, number, status FROM cells
UNION ALL
SELECT measure, month, verwaltung, leistung_id, number, total FROM service_totals;

-- Every unknown administration leaves a gap in the total over administrations; so does one
-- of which not even the services are known.
CREATE TABLE kreis_totals AS
WITH blind AS (SELECT measure, month FROM service_totals WHERE bare AND total = 'unknown'),
sums AS (
    SELECT measure, month, leistung_id, complete_totals,
           sum(number) AS number,
           total_status(
               count(number) > 0,
               bool_or(status IN ('partial', 'unknown')
                       OR (measure, month) IN (SELECT (measure, month) FROM blind)),
               bool_or(status = 'unknown')
           ) AS total
    FROM own JOIN measures USING (measure)
    WHERE over_administrations
    GROUP BY measure, month, leistung_id, complete_totals
)
SELECT measure, month, 'alle' AS verwaltung, leistung_id,
       CASE WHEN complete_totals AND total = 'partial' THEN 'unknown' ELSE total END AS status,
       CASE WHEN NOT complete_totals OR total <> 'partial' THEN number END AS number
FROM sums;

CREATE TABLE recounted AS
-- Money has cents: the order in which they were added must not show in the last digit.
SELECT measure, month, verwaltung, leistung_id, round(number, 2) AS number, status FROM own
UNION ALL
SELECT measure, month, verwaltung, leistung_id, round(number, 2), status FROM kreis_totals
UNION ALL
-- No total exists where numbers cannot be added, unless it was delivered as such.
SELECT DISTINCT measure, month, 'alle', leistung_id, CAST(NULL AS DOUBLE), 'not_applicable'
FROM own JOIN measures USING (measure)
WHERE NOT over_administrations
  AND (measure, month, leistung_id) NOT IN (
      SELECT (measure, month, leistung_id) FROM own WHERE verwaltung = 'alle'
  );
