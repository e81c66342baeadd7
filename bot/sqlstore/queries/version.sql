-- name: LatestVersion :one
SELECT campaign, number, hash, name, files, imported_at, origin, by_whom
FROM content_version WHERE campaign = sqlc.arg(campaign) ORDER BY number DESC LIMIT 1;

-- name: LatestFileVersion :one
SELECT campaign, number, hash, name, files, imported_at, origin, by_whom
FROM content_version WHERE campaign = sqlc.arg(campaign) AND origin = 'file' AND number < sqlc.arg(below)
ORDER BY number DESC LIMIT 1;

-- name: InsertVersion :execrows
INSERT INTO content_version (campaign, number, hash, name, files, imported_at, origin, by_whom)
VALUES (sqlc.arg(campaign), sqlc.arg(number), sqlc.arg(hash), sqlc.arg(name), sqlc.arg(files), sqlc.arg(imported_at),
  sqlc.arg(origin), sqlc.arg(by_whom))
ON CONFLICT (campaign, number) DO NOTHING;
