-- The account's own QR code of a class.

-- name: WallCode :one
SELECT * FROM wall_code WHERE campaign = sqlc.arg(campaign);

-- name: ClaimWallCode :execrows
INSERT INTO wall_code (campaign, address, at) VALUES (sqlc.arg(campaign), '', sqlc.arg(at))
ON CONFLICT (campaign) DO UPDATE SET at = excluded.at WHERE wall_code.address = '' AND wall_code.at < CAST(sqlc.arg(before) AS bigint);

-- name: SaveWallCode :exec
UPDATE wall_code SET address = sqlc.arg(address) WHERE campaign = sqlc.arg(campaign) AND address = '';

-- name: WallMark :one
SELECT CAST(COALESCE((SELECT w.revision FROM wall w WHERE w.campaign = sqlc.arg(campaign)), 0) AS bigint) AS revision,
  CAST(COALESCE((SELECT length(c.address) FROM wall_code c WHERE c.campaign = sqlc.arg(campaign)), 0) AS bigint) AS code;
