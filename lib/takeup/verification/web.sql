-- Web analytics. Visits are summed over days; visitors only as delivered for the month.
SELECT strftime(date, '%Y-%m') AS month,
       verwaltung,
       'alle' AS leistung_id,
       sum(visits) FILTER (report = 'visits' AND period = 'day') AS visits,
       sum(visitors) FILTER (report = 'visits' AND period = 'month') AS visitors,
       sum(visits) FILTER (report = 'campaign' AND period = 'day') AS campaign_visits,
       sum(visits) FILTER (report = 'device' AND period = 'month') AS device_visits,
       sum(CASE WHEN label IN ('smartphone', 'tablet') THEN visits ELSE 0 END)
           FILTER (report = 'device' AND period = 'month') AS mobile_visits
FROM matomo
GROUP BY ALL
