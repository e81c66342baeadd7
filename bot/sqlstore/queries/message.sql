-- What nearly every message needs; the SQLite engine runs it on the driver. MeetPerson and
-- Record belong to it.

-- name: InsertPerson :execrows
INSERT INTO person (id, openid, hash, first_at, last_at, following, consent, credits, credits_until,
  pending, pending_until, choices, choices_until, shelved, taken, since, moved_at, consent_at, heard)
VALUES (sqlc.arg(id), sqlc.arg(openid), sqlc.arg(hash), sqlc.arg(at), sqlc.arg(at), 1, 0,
  sqlc.arg(grant_n), sqlc.arg(grant_until), '', 0, '', 0, 0, 0, sqlc.arg(id), sqlc.arg(made), 0, 1)
ON CONFLICT (hash) DO NOTHING;
