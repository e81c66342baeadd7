-- name: WaitingPeople :many
SELECT DISTINCT person FROM unanswered
WHERE campaign = sqlc.arg(campaign) AND at >= sqlc.arg(since) AND outcome = 'waiting' LIMIT sqlc.arg(n);
