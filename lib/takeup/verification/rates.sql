-- Rates: statuses from those of the published counts, values from recounted numbers.
CREATE TABLE divided AS
WITH sides AS (
    SELECT rates.measure, month, verwaltung, leistung_id, scale,
           list_value(above.status, below.status) AS statuses,
           below.numerator < CASE WHEN counts = 'answers' THEN smallest_answers
                                  WHEN scale = 1 THEN smallest_share
                                  ELSE 1 END AS small,
           above.numerator AS above_shown,
           below.numerator AS below_shown,
           above_raw.number AS above_number,
           below_raw.number AS below_number
    FROM rates CROSS JOIN limits
    JOIN published AS above ON above.measure = rates.numerator
    JOIN published AS below USING (month, verwaltung, leistung_id)
    LEFT JOIN recounted AS above_raw
        ON above_raw.measure = rates.numerator AND above_raw.month = above.month
        AND above_raw.verwaltung = above.verwaltung
        AND above_raw.leistung_id = above.leistung_id
    LEFT JOIN recounted AS below_raw
        ON below_raw.measure = rates.denominator AND below_raw.month = above.month
        AND below_raw.verwaltung = above.verwaltung
        AND below_raw.leistung_id = above.leistung_id
    WHERE below.measure = rates.denominator
)
SELECT measure, month, verwaltung, leistung_id,
       CASE
           WHEN list_contains(statuses, 'suppressed') THEN 'suppressed'
           WHEN list_contains(statuses, 'unknown') THEN 'unknown'
           WHEN list_contains(statuses, 'not_applicable') THEN 'not_applicable'
           WHEN list_contains(statuses, 'too_small') OR small THEN 'too_small'
           WHEN list_contains(statuses, 'partial') THEN 'partial'
           ELSE 'ok'
       END AS status,
       CASE WHEN status IN ('ok', 'partial', 'too_small') THEN above_shown END AS numerator,
       CASE WHEN status IN ('ok', 'partial', 'too_small') THEN below_shown END AS denominator,
       CASE WHEN status IN ('ok', 'partial') AND below_number <> 0
            THEN above_number / below_number * scale END AS number
FROM sides;
