-- A question that is merged into another brings its votes and what was merged into it, in slices.

-- name: VotersAfter :many
SELECT person FROM vote WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND person > sqlc.arg(after)
ORDER BY person LIMIT sqlc.arg(n);

-- name: MergedInto :many
SELECT number, person FROM question WHERE campaign = sqlc.arg(campaign) AND merged = sqlc.arg(merged) ORDER BY person LIMIT sqlc.arg(n);

-- name: Wrote :one
SELECT count(*) FROM (SELECT 1 FROM question q WHERE q.person = sqlc.arg(person) AND q.campaign = sqlc.arg(campaign)
  AND (q.number = sqlc.arg(number) OR q.merged = sqlc.arg(number)) LIMIT 1) few;

-- name: SetMerged :exec
UPDATE question SET merged = sqlc.arg(merged) WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number);
