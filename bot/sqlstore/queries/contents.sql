-- The console's pages about the content of a class.

-- name: VersionsBelow :many
SELECT campaign, number, hash, name, files, imported_at, origin, by_whom
FROM content_version WHERE campaign = sqlc.arg(campaign) AND number < sqlc.arg(below)
ORDER BY number DESC LIMIT sqlc.arg(n);

-- name: SaveContentDraft :exec
INSERT INTO content_draft (campaign, login, kind, body, base, at)
VALUES (sqlc.arg(campaign), sqlc.arg(login), sqlc.arg(kind), sqlc.arg(body), sqlc.arg(base), sqlc.arg(at))
ON CONFLICT (campaign, login, kind) DO UPDATE SET body = excluded.body, base = excluded.base, at = excluded.at;

-- name: ContentDraft :one
SELECT * FROM content_draft WHERE campaign = sqlc.arg(campaign) AND login = sqlc.arg(login) AND kind = sqlc.arg(kind);

-- name: DropContentDraft :execrows
DELETE FROM content_draft WHERE campaign = sqlc.arg(campaign) AND login = sqlc.arg(login) AND kind = sqlc.arg(kind);

-- name: DropContentDraftsOf :execrows
DELETE FROM content_draft WHERE login = sqlc.arg(login);

-- name: ForgetContentDrafts :execrows
DELETE FROM content_draft WHERE (campaign, login, kind) IN
  (SELECT d.campaign, d.login, d.kind FROM content_draft d WHERE d.at < sqlc.arg(before) ORDER BY d.at LIMIT sqlc.arg(n));

-- name: RecentTexts :many
SELECT person, body FROM journal WHERE campaign = sqlc.arg(campaign) AND kind = 'text' AND at >= sqlc.arg(since) AND body <> ''
ORDER BY at DESC LIMIT sqlc.arg(n);

-- name: RecentUnanswered :many
SELECT body, outcome, entry, person FROM unanswered WHERE campaign = sqlc.arg(campaign) AND at >= sqlc.arg(since)
ORDER BY at DESC LIMIT sqlc.arg(n);
