-- Who has left is asked of each who waits: of NOT EXISTS PostgreSQL makes a join, for which it
-- reads all people, because hardly any of them has left.
-- name: AnyoneWaiting :one
SELECT count(*) FROM (SELECT 1 FROM member m WHERE m.campaign = sqlc.arg(campaign) AND m.queue IS NOT NULL
  AND COALESCE((SELECT p.following FROM person p WHERE p.id = m.person), 1) <> 0 ORDER BY m.queue LIMIT 1) few;
