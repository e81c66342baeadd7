-- name: Claim :one
SELECT state, url, at FROM claim WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person) AND pack = sqlc.arg(pack) /* FOR UPDATE */;

-- name: SaveClaim :exec
INSERT INTO claim (campaign, person, pack, state, url, at, since)
VALUES (sqlc.arg(campaign), sqlc.arg(person), sqlc.arg(pack), sqlc.arg(state), sqlc.arg(url), sqlc.arg(at), sqlc.arg(stamp))
ON CONFLICT (campaign, person, pack) DO UPDATE SET since = CASE WHEN claim.state = excluded.state THEN claim.since ELSE excluded.since END,
  state = excluded.state, url = excluded.url, at = excluded.at;

-- name: EnsurePack :exec
INSERT INTO pack (campaign, id, taken, extra) VALUES (sqlc.arg(campaign), sqlc.arg(id), 0, 0) ON CONFLICT DO NOTHING;

-- name: TakePack :execrows
UPDATE pack SET taken = taken + 1
WHERE campaign = sqlc.arg(campaign) AND id = sqlc.arg(id) AND (taken < sqlc.arg(stock) + extra OR sqlc.arg(stock) < 0);

-- name: Taken :one
SELECT CAST(taken - extra AS bigint) AS taken FROM pack WHERE campaign = sqlc.arg(campaign) AND id = sqlc.arg(id);

-- name: Stopped :many
SELECT url FROM stopped_link WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack);
