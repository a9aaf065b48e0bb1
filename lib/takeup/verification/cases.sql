-- Cases by channel, of services that count in the digital take-up (scope.sql).
SELECT month,
       verwaltung,
       leistung_id,
       sum(online) AS cases_online,
       sum(assisted) AS cases_assisted,
       sum(online + assisted) AS cases_digital,
       sum(counter + post + phone) AS cases_offline,
       sum(online + assisted + counter + post + phone) AS cases_total
FROM cases_that_count
GROUP BY ALL
