-- Which services the digital take-up counts, where and when.

-- The catalogue of each month, or the last earlier one of that administration.
CREATE TABLE catalogue AS
WITH snapshots AS (SELECT DISTINCT verwaltung, month AS snapshot FROM katalog),
in_force AS (
    SELECT month, verwaltung, max(snapshot) AS snapshot
    FROM months CROSS JOIN administrations JOIN snapshots USING (verwaltung)
    WHERE snapshot <= month
    GROUP BY ALL
)
SELECT in_force.month, verwaltung, leistung_id, online
FROM in_force JOIN katalog USING (verwaltung)
WHERE katalog.month = snapshot;

-- Whether a service counts, and if not, the first reason that holds.
CREATE TABLE scope AS
WITH known AS (
    SELECT month, verwaltung, leistung_id,
           columns('^(online|assisted|counter|post|phone)_state$')
               IN ('value', 'not_applicable')
    FROM faelle SEMI JOIN months USING (month)
),
cells AS (
    SELECT month, verwaltung, leistung_id,
           coalesce(online, false) AS online,
           coalesce(online_state AND assisted_state AND counter_state
                    AND post_state AND phone_state, false) AS channels_known
    FROM catalogue FULL JOIN known USING (month, verwaltung, leistung_id)
)
SELECT month, verwaltung, leistung_id,
       CASE
           WHEN leistung_id IN (FROM attendance) THEN 'attendance_required'
           WHEN (verwaltung, leistung_id) IN (FROM not_zustaendig) THEN 'not_zustaendig'
           WHEN (month, verwaltung) NOT IN (SELECT (month, verwaltung) FROM catalogue)
               THEN 'catalogue_missing'
           WHEN NOT online THEN 'not_online'
           -- Before its first full month the eWA is not online, whatever the catalogue says.
           WHEN leistung_id = (SELECT leistung_id FROM ewa)
               AND NOT EXISTS (
                   FROM ewa_start
                   WHERE ewa_start.verwaltung = cells.verwaltung
                     AND strptime(cells.month, '%Y-%m') >= ewa_start.date
               ) THEN 'not_online'
           WHEN NOT channels_known THEN 'offline_unknown'
           ELSE ''
       END AS reason
FROM cells;

-- A channel that does not exist for a service holds 0 cases.
CREATE VIEW cases_that_count AS
SELECT month, verwaltung, leistung_id, eligible, eligible_state,
       coalesce(online, 0) AS online,
       coalesce(assisted, 0) AS assisted,
       coalesce(counter, 0) AS counter,
       coalesce(post, 0) AS post,
       coalesce(phone, 0) AS phone
FROM faelle JOIN scope USING (month, verwaltung, leistung_id)
WHERE reason = '';
