-- name: Recall :one
SELECT reply FROM journal WHERE key = sqlc.arg(key);

-- name: Record :execrows
INSERT INTO journal (key, campaign, person, kind, body, reply, at, quotes)
VALUES (sqlc.arg(key), sqlc.arg(campaign), sqlc.arg(person), sqlc.arg(kind), sqlc.arg(body), sqlc.arg(reply), sqlc.arg(at),
  sqlc.arg(quotes))
ON CONFLICT DO NOTHING;
