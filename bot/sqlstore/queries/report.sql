-- The report of a class: sums over all of its people. It is asked outside of units.

-- name: NoteArrival :exec
INSERT INTO arrival (campaign, source, person, at) VALUES (sqlc.arg(campaign), sqlc.arg(source), sqlc.arg(person), sqlc.arg(at))
ON CONFLICT DO NOTHING;

-- name: DeleteArrivals :exec
DELETE FROM arrival WHERE person = sqlc.arg(person);

-- name: LeaveClaims :exec
UPDATE claim SET left_at = sqlc.arg(at) WHERE person = sqlc.arg(person) AND left_at = 0;

-- Who came to a class has followed the account or scanned a code for it, or follows the account
-- for longer and has registered, whatever became of that.

-- name: ReportArrived :one
SELECT count(*) FROM (
  SELECT a.person FROM arrival a WHERE a.campaign = sqlc.arg(campaign)
  UNION SELECT m.person FROM member m WHERE m.campaign = sqlc.arg(campaign) AND (m.decided_at > 0 OR m.standing <> '')
) came;

-- name: ReportArrivals :many
SELECT came.source, count(*) AS n FROM (
  SELECT a.source, a.person FROM arrival a WHERE a.campaign = sqlc.arg(campaign)
  UNION SELECT m.source, m.person FROM member m WHERE m.campaign = sqlc.arg(campaign) AND (m.decided_at > 0 OR m.standing <> '')
) came GROUP BY came.source ORDER BY came.source;

-- name: ReportSeats :many
SELECT source, CAST(sum(CASE WHEN seat IS NOT NULL THEN 1 ELSE 0 END) AS bigint) AS seated,
  CAST(sum(CASE WHEN queue IS NOT NULL THEN 1 ELSE 0 END) AS bigint) AS waiting,
  CAST(sum(CASE WHEN checked_at > 0 THEN 1 ELSE 0 END) AS bigint) AS present
FROM member WHERE campaign = sqlc.arg(campaign) GROUP BY source ORDER BY source;

-- name: ReportClaims :many
SELECT c.pack, COALESCE(m.source, '') AS source, count(*) AS n
FROM claim c LEFT JOIN member m ON m.campaign = c.campaign AND m.person = c.person
WHERE c.campaign = sqlc.arg(campaign) AND c.state = 'held' GROUP BY 1, 2 ORDER BY 1, 2;

-- name: ReportHolders :one
SELECT count(DISTINCT person) AS holders,
  count(DISTINCT CASE WHEN left_at > 0 AND left_at - at <= CAST(sqlc.arg(within) AS bigint) THEN person END) AS gone
FROM claim WHERE campaign = sqlc.arg(campaign) AND state = 'held';

-- name: ReportAskers :many
SELECT COALESCE(m.source, '') AS source, count(DISTINCT q.person) AS n
FROM question q LEFT JOIN member m ON m.campaign = q.campaign AND m.person = q.person
WHERE q.campaign = sqlc.arg(campaign) AND q.person > 0 GROUP BY 1 ORDER BY 1;

-- name: ReportQuestions :one
SELECT count(*) AS n, CAST(COALESCE(sum(CASE WHEN state = 'answered' THEN 1 ELSE 0 END), 0) AS bigint) AS answered
FROM question WHERE campaign = sqlc.arg(campaign) AND number > 0;

-- name: ReportTickets :one
SELECT count(*) AS n, CAST(COALESCE(sum(CASE WHEN answered_at > 0 THEN 1 ELSE 0 END), 0) AS bigint) AS answered,
  CAST(COALESCE(sum(CASE WHEN askers > 1 THEN askers ELSE 1 END), 0) AS bigint) AS askers
FROM ticket WHERE campaign = sqlc.arg(campaign) AND CASE WHEN kind IN ('U', 'H') THEN 1 ELSE 0 END = 1;

-- name: ReportWaits :many
SELECT CAST(answered_at - opened_at AS bigint) AS took FROM ticket
WHERE campaign = sqlc.arg(campaign) AND CASE WHEN kind IN ('U', 'H') THEN 1 ELSE 0 END = 1 AND answered_at > 0
ORDER BY 1 LIMIT 2 OFFSET CAST(sqlc.arg(skip) AS bigint);

-- name: ReportLinkReporters :one
SELECT count(DISTINCT person) FROM link_report WHERE campaign = sqlc.arg(campaign);

-- name: ReportOptedOut :one
SELECT count(*) FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.seat IS NOT NULL AND p.consent = 2;

-- name: ReportNotices :many
SELECT state, count(*) AS n FROM delivery
WHERE campaign = sqlc.arg(campaign) AND channel = 'person' AND state IN ('sent', 'failed', 'shelved', 'unknown') GROUP BY state;

-- name: ReportCalls :one
SELECT CAST(COALESCE(sum(size), 0) AS bigint) AS size, CAST(COALESCE(sum(sent), 0) AS bigint) AS sent
FROM broadcast_chunk WHERE campaign = sqlc.arg(campaign) AND began_at > 0;

-- name: Counter :one
SELECT n FROM counter WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind);

-- name: SetCounter :exec
INSERT INTO counter (campaign, kind, n) VALUES (sqlc.arg(campaign), sqlc.arg(kind), sqlc.arg(n))
ON CONFLICT (campaign, kind) DO UPDATE SET n = excluded.n;

-- name: ListChannels :many
SELECT * FROM channel WHERE campaign = sqlc.arg(campaign) ORDER BY scene LIMIT 200;

-- name: AddChannel :execrows
INSERT INTO channel (campaign, scene, name, added, url, at)
SELECT CAST(sqlc.arg(campaign) AS text), CAST(sqlc.arg(scene) AS text), CAST(sqlc.arg(name) AS text), 1, '', CAST(sqlc.arg(at) AS bigint)
WHERE (SELECT count(*) FROM channel c WHERE c.campaign = sqlc.arg(campaign)) < CAST(sqlc.arg(most) AS bigint)
ON CONFLICT DO NOTHING;

-- name: KeepChannelCode :exec
INSERT INTO channel (campaign, scene, name, added, url, at)
VALUES (sqlc.arg(campaign), sqlc.arg(scene), '', 0, sqlc.arg(url), sqlc.arg(at))
ON CONFLICT (campaign, scene) DO UPDATE SET url = excluded.url;
