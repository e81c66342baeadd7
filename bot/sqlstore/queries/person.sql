-- name: LeavePerson :one
INSERT INTO person (id, openid, hash, first_at, last_at, following, consent, credits, credits_until,
  pending, pending_until, choices, choices_until, shelved, taken, since, moved_at, consent_at)
SELECT CAST(sqlc.arg(id) AS bigint), NULL, CAST(sqlc.arg(hash) AS text), 0, CAST(sqlc.arg(at) AS bigint), 0, 0, 0, 0,
  '', 0, '', 0, 0, 0, CAST(sqlc.arg(id) AS bigint), CAST(sqlc.arg(made) AS bigint), 0
WHERE NOT EXISTS (SELECT 1 FROM forgotten f WHERE f.hash = sqlc.arg(hash))
ON CONFLICT (hash) DO UPDATE SET last_at = excluded.last_at,
  following = CASE WHEN person.moved_at <= excluded.moved_at THEN 0 ELSE person.following END,
  credits = CASE WHEN person.moved_at <= excluded.moved_at THEN 0 ELSE person.credits END,
  moved_at = CASE WHEN person.moved_at <= excluded.moved_at THEN excluded.moved_at ELSE person.moved_at END
RETURNING *;

-- name: MeetPerson :one
INSERT INTO person (id, openid, hash, first_at, last_at, following, consent, credits, credits_until,
  pending, pending_until, choices, choices_until, shelved, taken, since, moved_at, consent_at, heard)
VALUES (sqlc.arg(id), sqlc.arg(openid), sqlc.arg(hash), sqlc.arg(at), sqlc.arg(at), 1, 0,
  sqlc.arg(grant_n), sqlc.arg(grant_until), '', 0, '', 0, 0, 0, sqlc.arg(id), sqlc.arg(made), 0, 1)
ON CONFLICT (hash) DO UPDATE SET last_at = excluded.last_at, heard = person.heard + 1,
  openid = CASE WHEN person.moved_at <= excluded.moved_at THEN excluded.openid ELSE person.openid END,
  since = CASE WHEN person.openid IS NULL AND person.moved_at <= excluded.moved_at THEN excluded.since ELSE person.since END,
  following = CASE WHEN person.moved_at <= excluded.moved_at THEN 1 ELSE person.following END,
  moved_at = CASE WHEN person.moved_at <= excluded.moved_at THEN excluded.moved_at ELSE person.moved_at END,
  first_at = CASE WHEN person.first_at = 0 THEN excluded.first_at ELSE person.first_at END,
  credits = CASE WHEN person.moved_at > excluded.moved_at AND person.following = 0 THEN 0
    WHEN person.credits_until < excluded.last_at OR person.credits < excluded.credits THEN excluded.credits
    ELSE person.credits END,
  credits_until = CASE WHEN person.credits_until < excluded.credits_until THEN excluded.credits_until ELSE person.credits_until END
RETURNING *;

-- name: SaveDialogue :exec
UPDATE person SET pending = sqlc.arg(pending), pending_until = sqlc.arg(pending_until), choices = sqlc.arg(choices),
  choices_until = sqlc.arg(choices_until),
  consent = CASE WHEN consent_at <= sqlc.arg(consent_at) THEN sqlc.arg(consent) ELSE consent END,
  consent_at = CASE WHEN consent_at <= sqlc.arg(consent_at) THEN sqlc.arg(consent_at) ELSE consent_at END
WHERE id = sqlc.arg(id);

-- It never falls below 0: who left and came back may be shown more than was counted, and a
-- notice that is shelved later would then count as none.
-- name: CountShelved :exec
UPDATE person SET shelved = CASE WHEN shelved + sqlc.arg(n) < 0 THEN 0 ELSE shelved + sqlc.arg(n) END WHERE id = sqlc.arg(id);

-- name: Secret :one
SELECT value FROM secret WHERE name = sqlc.arg(name);

-- name: InsertSecret :execrows
INSERT INTO secret (name, value) VALUES (sqlc.arg(name), sqlc.arg(value)) ON CONFLICT DO NOTHING;

-- name: LargestIDs :one
SELECT CAST(COALESCE((SELECT max(p.id) FROM person p), 0) AS bigint) AS person,
  CAST(COALESCE((SELECT max(d.id) FROM delivery d), 0) AS bigint) AS delivery,
  CAST(COALESCE((SELECT max(u.id) FROM unanswered u), 0) AS bigint) AS unanswered,
  CAST(COALESCE((SELECT max(a.id) FROM audit a), 0) AS bigint) AS audit,
  CAST(COALESCE((SELECT max(l.seq) FROM link l), 0) AS bigint) AS link,
  CAST(COALESCE((SELECT max(j.id) FROM job j), 0) AS bigint) AS job;

-- name: AnyPerson :one
SELECT count(*) FROM (SELECT 1 FROM person LIMIT 1) few;

-- name: PersonByHash :one
SELECT * FROM person WHERE hash = sqlc.arg(hash) /* FOR UPDATE */;
