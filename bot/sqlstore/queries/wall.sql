-- The wall of a class: the question that everybody in the room sees, and the screens.

-- name: EnsureWall :exec
INSERT INTO wall (campaign, showing, line, past, ends_at, code, revision) VALUES (sqlc.arg(campaign), 0, '', '', 0, '', 0)
ON CONFLICT DO NOTHING;

-- name: Wall :one
SELECT * FROM wall WHERE campaign = sqlc.arg(campaign) /* FOR UPDATE */;

-- name: SaveWall :execrows
UPDATE wall SET showing = sqlc.arg(showing), line = sqlc.arg(line), past = sqlc.arg(past), ends_at = sqlc.arg(ends_at),
  code = sqlc.arg(code), revision = revision + 1
WHERE campaign = sqlc.arg(campaign) AND revision = sqlc.arg(revision);

-- name: WallQuestion :one
SELECT * FROM question
WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND state IN ('approved', 'answered') AND body <> '';

-- name: AddScreen :exec
INSERT INTO wall_screen (token, campaign, login, steers, made_at)
VALUES (sqlc.arg(token), sqlc.arg(campaign), sqlc.arg(login), sqlc.arg(steers), sqlc.arg(at));

-- name: Screen :one
SELECT * FROM wall_screen WHERE token = sqlc.arg(token);

-- name: Screens :many
SELECT * FROM wall_screen WHERE campaign = sqlc.arg(campaign) ORDER BY made_at DESC, token LIMIT 50;

-- name: DeleteScreen :execrows
DELETE FROM wall_screen WHERE token = sqlc.arg(token) AND campaign = sqlc.arg(campaign);

-- name: DeleteScreensOf :execrows
DELETE FROM wall_screen WHERE login = sqlc.arg(login);

-- name: ForgetScreens :execrows
DELETE FROM wall_screen WHERE token IN
  (SELECT s.token FROM wall_screen s WHERE s.campaign = sqlc.arg(campaign) LIMIT sqlc.arg(n));
