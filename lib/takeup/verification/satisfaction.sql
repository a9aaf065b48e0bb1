-- Answers, and points: grade 1 is worth 0, grade 5 is worth 1.
SELECT month,
       verwaltung,
       leistung_id,
       sum(rating_1 + rating_2 + rating_3 + rating_4 + rating_5) AS answers,
       sum(rating_2 + 2 * rating_3 + 3 * rating_4 + 4 * rating_5) / 4 AS satisfaction_points
FROM zufriedenheit
GROUP BY ALL
