-- Accounts with at least one login in the month.
SELECT month, verwaltung, 'alle' AS leistung_id, sum(active_accounts) AS active_accounts
FROM konten
GROUP BY ALL
