-- name: Moderator :one
SELECT * FROM moderator WHERE hash = sqlc.arg(hash);

-- name: Moderators :many
SELECT * FROM moderator ORDER BY bound_at;

-- name: SaveModerator :exec
INSERT INTO moderator (hash, name, role, bound_at) VALUES (sqlc.arg(hash), sqlc.arg(name), sqlc.arg(role), sqlc.arg(at))
ON CONFLICT (hash) DO UPDATE SET name = excluded.name, role = excluded.role;

-- name: InsertInvitation :exec
INSERT INTO invitation (code, name, role, until, used) VALUES (sqlc.arg(code), sqlc.arg(name), sqlc.arg(role), sqlc.arg(until), 0);

-- name: Invitation :one
SELECT name, role FROM invitation WHERE code = sqlc.arg(code) AND used = 0 AND until >= sqlc.arg(now);

-- name: TakeInvitation :execrows
UPDATE invitation SET used = 1 WHERE code = sqlc.arg(code) AND used = 0 AND until >= sqlc.arg(now);

-- name: InsertCode :execrows
INSERT INTO confirmation (moderator, code, action, args, until, used, campaign)
VALUES (sqlc.arg(moderator), sqlc.arg(code), sqlc.arg(action), sqlc.arg(args), sqlc.arg(until), 0, sqlc.arg(campaign))
ON CONFLICT (moderator, code) DO UPDATE SET action = excluded.action, args = excluded.args, until = excluded.until, used = 0,
  campaign = excluded.campaign
WHERE confirmation.until < sqlc.arg(now);

-- name: TakeCode :one
UPDATE confirmation SET used = 1
WHERE moderator = sqlc.arg(moderator) AND code = sqlc.arg(code) AND used = 0 AND until >= sqlc.arg(now)
RETURNING action, args, campaign;

-- name: InsertAudit :exec
INSERT INTO audit (id, campaign, at, who, via, action, target, before, after)
VALUES (sqlc.arg(id), sqlc.arg(campaign), sqlc.arg(at), sqlc.arg(who), sqlc.arg(via), sqlc.arg(action), sqlc.arg(target),
  sqlc.arg(before), sqlc.arg(after));

-- name: CountQuestions :one
SELECT count(*) FROM (SELECT 1 FROM question WHERE campaign = sqlc.arg(campaign) AND state = sqlc.arg(state) LIMIT sqlc.arg(n)) few;

-- name: CountTickets :one
SELECT count(*) FROM (SELECT 1 FROM ticket WHERE campaign = sqlc.arg(campaign) AND state IN ('open', 'taken') LIMIT sqlc.arg(n)) few;

-- name: SetClosed :exec
UPDATE campaign SET closed = sqlc.arg(closed) WHERE id = sqlc.arg(id);

-- name: AddSeats :exec
UPDATE campaign SET extra = extra + sqlc.arg(n) WHERE id = sqlc.arg(id);

-- name: PersonByHead :one
SELECT * FROM person WHERE hash >= sqlc.arg(low) AND hash <= sqlc.arg(high) ORDER BY last_at DESC LIMIT 1;

-- name: PersonByID :one
SELECT * FROM person WHERE id = sqlc.arg(id);
