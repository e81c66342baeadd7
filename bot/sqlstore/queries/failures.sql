-- name: FailuresByCode :many
SELECT d.code, count(*) AS n, CAST(max(d.done_at) AS bigint) AS last FROM
  (SELECT code, done_at FROM delivery WHERE campaign = sqlc.arg(campaign) AND state = sqlc.arg(state) LIMIT sqlc.arg(n)) d
WHERE d.code <> 0 GROUP BY d.code ORDER BY n DESC, d.code LIMIT 50;
