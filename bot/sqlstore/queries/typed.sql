-- What moderators are typing into forms of the console.

-- name: SaveTyped :exec
INSERT INTO typed (campaign, form, subject, login, body, date_meant, at)
VALUES (sqlc.arg(campaign), sqlc.arg(form), sqlc.arg(subject), sqlc.arg(login), sqlc.arg(body), sqlc.arg(date_meant), sqlc.arg(at))
ON CONFLICT (campaign, form, subject, login) DO UPDATE SET body = excluded.body, date_meant = excluded.date_meant, at = excluded.at;

-- name: Typed :one
SELECT * FROM typed
WHERE campaign = sqlc.arg(campaign) AND form = sqlc.arg(form) AND subject = sqlc.arg(subject) AND login = sqlc.arg(login);

-- name: TypedInto :many
SELECT * FROM typed WHERE campaign = sqlc.arg(campaign) AND form = sqlc.arg(form) ORDER BY subject, login LIMIT 500;

-- name: CountTyped :one
SELECT count(*) FROM typed WHERE login = sqlc.arg(login);

-- name: DropTyped :execrows
DELETE FROM typed
WHERE campaign = sqlc.arg(campaign) AND form = sqlc.arg(form) AND subject = sqlc.arg(subject) AND login = sqlc.arg(login);

-- name: DropTypedOf :execrows
DELETE FROM typed WHERE login = sqlc.arg(login);

-- name: ForgetTyped :execrows
DELETE FROM typed WHERE (campaign, form, subject, login) IN
  (SELECT d.campaign, d.form, d.subject, d.login FROM typed d WHERE d.at < sqlc.arg(before) ORDER BY d.at LIMIT sqlc.arg(n));

-- What moderators are typing to the questions of somebody who erases everything may quote them.
-- name: DropTypedAbout :exec
DELETE FROM typed WHERE form = 'reply' AND (campaign, subject) IN
  (SELECT q.campaign, 'Q' || CAST(q.number AS text) FROM question q WHERE q.person = sqlc.arg(person));
