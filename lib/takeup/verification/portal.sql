-- Applications in the portal. A resumed draft is no new start.
SELECT strftime(date, '%Y-%m') AS month,
       verwaltung,
       leistung_id,
       sum(started - resumed) AS started,
       sum(completed) AS completed,
       sum(started - resumed - completed) AS abandoned,
       sum(submitted) AS submitted
FROM antraege
GROUP BY ALL
