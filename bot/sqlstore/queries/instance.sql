-- name: Instances :many
SELECT * FROM instance ORDER BY number /* FOR UPDATE */;

-- name: InsertInstance :exec
INSERT INTO instance (number, boot, seen_at) VALUES (sqlc.arg(number), sqlc.arg(boot), sqlc.arg(seen_at));

-- name: TakeInstance :execrows
UPDATE instance SET boot = sqlc.arg(boot), seen_at = sqlc.arg(seen_at)
WHERE number = sqlc.arg(number) AND boot = sqlc.arg(was) AND seen_at = sqlc.arg(was_seen);

-- name: BeatInstance :execrows
UPDATE instance SET seen_at = sqlc.arg(seen_at) WHERE boot = sqlc.arg(boot);

-- name: ExpireInstances :exec
UPDATE instance SET seen_at = 0 WHERE boot <> sqlc.arg(boot) AND seen_at > 0;
