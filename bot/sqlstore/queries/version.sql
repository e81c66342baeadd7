-- name: LatestVersion :one
SELECT campaign, number, hash, name, files, imported_at
FROM content_version WHERE campaign = sqlc.arg(campaign) ORDER BY number DESC LIMIT 1;

-- name: InsertVersion :exec
INSERT INTO content_version (campaign, number, hash, name, files, imported_at)
VALUES (sqlc.arg(campaign), sqlc.arg(number), sqlc.arg(hash), sqlc.arg(name), sqlc.arg(files), sqlc.arg(imported_at));
