-- name: CountWaiting :one
SELECT count(*) FROM (SELECT DISTINCT u.person FROM unanswered u
  WHERE u.campaign = sqlc.arg(campaign) AND u.at >= sqlc.arg(since) AND u.outcome = 'waiting' LIMIT sqlc.arg(n)) w;
