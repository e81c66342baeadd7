-- name: AnyoneWaiting :one
SELECT count(*) FROM (SELECT 1 FROM member m WHERE m.campaign = sqlc.arg(campaign) AND m.queue IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = m.person AND p.following = 0) ORDER BY m.queue LIMIT 1) few;
