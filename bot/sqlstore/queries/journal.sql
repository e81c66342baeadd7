-- name: Recall :one
SELECT reply FROM journal WHERE key = sqlc.arg(key);

-- name: Record :execrows
INSERT INTO journal (key, campaign, person, kind, body, reply, at)
VALUES (sqlc.arg(key), sqlc.arg(campaign), sqlc.arg(person), sqlc.arg(kind), sqlc.arg(body), sqlc.arg(reply), sqlc.arg(at))
ON CONFLICT DO NOTHING;

-- name: ForgetTexts :execrows
UPDATE journal SET body = '' WHERE at < sqlc.arg(before) AND body <> '';
