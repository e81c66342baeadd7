-- name: StoredClasses :many
SELECT c.id, v.hash, c.ends_at, c.claims_end FROM campaign c JOIN content_version v ON v.campaign = c.id
WHERE v.number = (SELECT max(w.number) FROM content_version w WHERE w.campaign = c.id) ORDER BY c.id;

-- name: ClassesDue :many
SELECT campaign FROM broadcast WHERE state IN ('scheduled', 'leaving') AND due <= sqlc.arg(now) ORDER BY due;

-- name: ClassesUntold :many
SELECT DISTINCT campaign FROM broadcast WHERE told = 0 AND state IN ('sending', 'paused', 'stopped') ORDER BY campaign;
