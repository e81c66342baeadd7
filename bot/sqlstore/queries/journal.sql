-- name: Recall :one
SELECT reply FROM journal WHERE key = sqlc.arg(key);

-- name: Record :execrows
INSERT INTO journal (key, campaign, person, kind, body, reply, at)
VALUES (sqlc.arg(key), sqlc.arg(campaign), sqlc.arg(person), sqlc.arg(kind), sqlc.arg(body), sqlc.arg(reply), sqlc.arg(at))
ON CONFLICT DO NOTHING;

-- name: ForgetTexts :execrows
UPDATE journal SET body = '' WHERE at < sqlc.arg(before) AND body <> '';

-- name: Enqueue :exec
INSERT INTO delivery (id, campaign, person, kind, args, due, priority, state, done_at)
VALUES (sqlc.arg(id), sqlc.arg(campaign), sqlc.arg(person), sqlc.arg(kind), sqlc.arg(args), sqlc.arg(due), sqlc.arg(priority),
  'shelved', 0);

-- name: Waiting :many
SELECT * FROM delivery WHERE person = sqlc.arg(person) AND state = 'shelved' ORDER BY id;

-- name: MarkShown :execrows
UPDATE delivery SET state = 'sent', done_at = sqlc.arg(at) WHERE id = sqlc.arg(id) AND state = 'shelved';
