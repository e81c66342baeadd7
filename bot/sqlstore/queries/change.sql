-- name: VersionNumbered :one
SELECT campaign, number, hash, name, files, imported_at, origin, by_whom
FROM content_version WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number);

-- name: DropLinks :exec
DELETE FROM link WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack);
