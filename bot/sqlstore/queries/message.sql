-- What nearly every message needs; the SQLite engine runs it on the driver. MeetPerson and
-- Record belong to it.

-- name: InsertPerson :execrows
INSERT INTO person (id, openid, hash, first_at, last_at, following, consent, credits, credits_until,
  pending, pending_until, choices, choices_until, shelved, taken, since, moved_at, consent_at, heard)
VALUES (sqlc.arg(id), sqlc.arg(openid), sqlc.arg(hash), sqlc.arg(at), sqlc.arg(at), 1, 0,
  sqlc.arg(grant_n), sqlc.arg(grant_until), '', 0, '', 0, 0, 0, sqlc.arg(id), sqlc.arg(made), 0, 1)
ON CONFLICT (hash) DO NOTHING;

-- For somebody who follows and was not erased it does what MeetPerson does, and touches no
-- index: none has a column that it sets, except that of erased people.
-- name: GreetPerson :one
UPDATE person SET last_at = sqlc.arg(at), heard = heard + 1,
  moved_at = CASE WHEN moved_at <= sqlc.arg(made) THEN sqlc.arg(made) ELSE moved_at END,
  first_at = CASE WHEN first_at = 0 THEN sqlc.arg(at) ELSE first_at END,
  credits = CASE WHEN credits_until < sqlc.arg(at) OR credits < sqlc.arg(grant_n) THEN sqlc.arg(grant_n) ELSE credits END,
  credits_until = CASE WHEN credits_until < sqlc.arg(grant_until) THEN sqlc.arg(grant_until) ELSE credits_until END
WHERE hash = sqlc.arg(hash) AND following = 1 AND openid IS NOT NULL
RETURNING *;
