-- name: TouchPerson :one
UPDATE person SET
  openid = sqlc.arg(openid),
  last_at = sqlc.arg(at),
  following = sqlc.arg(following),
  credits = CASE WHEN sqlc.arg(following) = 0 THEN 0
    WHEN credits_until < sqlc.arg(at) OR credits < sqlc.arg(grant_n) THEN sqlc.arg(grant_n) ELSE credits END,
  credits_until = CASE WHEN credits_until < sqlc.arg(grant_until) THEN sqlc.arg(grant_until) ELSE credits_until END
WHERE hash = sqlc.arg(hash)
RETURNING *;

-- name: InsertPerson :execrows
INSERT INTO person (id, openid, hash, code, first_at, last_at, following, consent, credits, credits_until,
  pending, pending_until, choices, choices_until, shelved)
VALUES (sqlc.arg(id), sqlc.arg(openid), sqlc.arg(hash), sqlc.arg(code), sqlc.arg(at), sqlc.arg(at), 1, 0,
  sqlc.arg(credits), sqlc.arg(credits_until), '', 0, '', 0, 0)
ON CONFLICT (code) DO NOTHING;

-- name: SaveDialogue :exec
UPDATE person SET pending = sqlc.arg(pending), pending_until = sqlc.arg(pending_until), choices = sqlc.arg(choices),
  choices_until = sqlc.arg(choices_until), consent = sqlc.arg(consent)
WHERE id = sqlc.arg(id);

-- name: CountShelved :exec
UPDATE person SET shelved = shelved + sqlc.arg(n) WHERE id = sqlc.arg(id);

-- name: Secret :one
SELECT value FROM secret WHERE name = sqlc.arg(name);

-- name: InsertSecret :exec
INSERT INTO secret (name, value) VALUES (sqlc.arg(name), sqlc.arg(value)) ON CONFLICT DO NOTHING;

-- name: PersonByHash :one
SELECT * FROM person WHERE hash = sqlc.arg(hash);
