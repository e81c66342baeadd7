-- name: Holds :many
SELECT * FROM hold WHERE until > sqlc.arg(now);

-- name: SaveHold :exec
INSERT INTO hold (name, until, told_at, class, code, words)
VALUES (sqlc.arg(name), sqlc.arg(until), 0, sqlc.arg(class), sqlc.arg(code), sqlc.arg(words))
ON CONFLICT (name) DO UPDATE SET until = excluded.until, class = excluded.class, code = excluded.code, words = excluded.words;

-- name: TellHold :execrows
UPDATE hold SET told_at = sqlc.arg(now)
WHERE name = sqlc.arg(name) AND (told_at = 0 OR told_at <= sqlc.arg(before) OR told_at > sqlc.arg(now));

-- name: EnsureMinute :exec
INSERT INTO minute (name, used) VALUES (sqlc.arg(name), '[]') ON CONFLICT DO NOTHING;

-- name: Minute :one
SELECT used FROM minute WHERE name = sqlc.arg(name) /* FOR UPDATE */;

-- name: SaveMinute :exec
UPDATE minute SET used = sqlc.arg(used) WHERE name = sqlc.arg(name);

-- name: LockPerson :one
SELECT id FROM person WHERE id = sqlc.arg(id) /* FOR UPDATE SKIP LOCKED */;

-- name: TakeDuty :execrows
INSERT INTO duty (name, owner, lease_until) VALUES (sqlc.arg(name), sqlc.arg(owner), sqlc.arg(lease_until))
ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until
WHERE duty.owner = excluded.owner OR duty.lease_until <= sqlc.arg(now)
  OR NOT EXISTS (SELECT 1 FROM instance i WHERE i.boot = duty.owner AND i.seen_at > sqlc.arg(seen));

-- name: UnfinishedCopies :one
SELECT count(*) FROM copied WHERE id = 1 AND done = 0;
