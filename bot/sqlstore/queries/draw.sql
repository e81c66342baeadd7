-- name: DrawOf :one
SELECT number, odds, gone FROM draw
WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) AND hash = sqlc.arg(hash) AND hash <> '';

-- name: CountDraw :execrows
UPDATE pack SET drawn = drawn + 1 WHERE campaign = sqlc.arg(campaign) AND id = sqlc.arg(id) AND shown = 0;

-- name: DrawTally :one
SELECT drawn, chain, step_chain, shown FROM pack WHERE campaign = sqlc.arg(campaign) AND id = sqlc.arg(id);

-- name: DrawnPacks :many
SELECT id FROM pack WHERE campaign = sqlc.arg(campaign) AND drawn > 0 ORDER BY id;

-- name: AddDraw :exec
INSERT INTO draw (campaign, pack, number, hash, odds, at)
VALUES (sqlc.arg(campaign), sqlc.arg(pack), sqlc.arg(number), sqlc.arg(hash), sqlc.arg(odds), sqlc.arg(at));

-- name: SetDrawChain :exec
UPDATE pack SET chain = sqlc.arg(chain), step_chain = sqlc.arg(step_chain) WHERE campaign = sqlc.arg(campaign) AND id = sqlc.arg(id);

-- name: DrawsAfter :many
SELECT number, odds FROM draw
WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) AND number > sqlc.arg(after) ORDER BY number LIMIT sqlc.arg(n);

-- name: ShowSeed :exec
UPDATE pack SET shown = sqlc.arg(at) WHERE campaign = sqlc.arg(campaign) AND id = sqlc.arg(id) AND shown = 0;

-- name: LeaveDraws :exec
UPDATE draw SET gone = sqlc.arg(gone) WHERE hash = sqlc.arg(hash) AND hash <> '';

-- name: ForgetDrawers :execrows
UPDATE draw SET hash = '', gone = 0 WHERE (campaign, pack, number) IN
  (SELECT d.campaign, d.pack, d.number FROM draw d WHERE d.campaign = sqlc.arg(campaign) AND d.gone <> 0 LIMIT sqlc.arg(n));

-- name: ForgetDrawer :exec
UPDATE draw SET hash = '', gone = 0
WHERE hash = (SELECT p.hash FROM person p WHERE p.id = sqlc.arg(person) AND p.openid IS NULL) AND hash <> '';

-- name: DrawnIn :many
SELECT campaign FROM draw WHERE hash = sqlc.arg(hash) AND hash <> ''
GROUP BY campaign ORDER BY max(at) DESC LIMIT sqlc.arg(n);
