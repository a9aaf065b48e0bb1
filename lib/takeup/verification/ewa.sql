-- Registrations of residence: eligible ones, and those among them that were not digital.
-- A list with fewer eligible than digital cases contradicts itself and does not count.
SELECT month,
       verwaltung,
       leistung_id,
       sum(eligible) AS ewa_eligible,
       sum(eligible - online - assisted) AS ewa_other
FROM cases_that_count
WHERE leistung_id = (SELECT leistung_id FROM ewa)
  AND eligible_state = 'value'
  AND eligible >= online + assisted
GROUP BY ALL
