-- The console: who signs in, what they are writing, and what has changed.

-- name: Login :one
SELECT * FROM login WHERE name = sqlc.arg(name) /* FOR UPDATE */;

-- name: Logins :many
SELECT * FROM login ORDER BY made_at, name;

-- name: AddLogin :execrows
INSERT INTO login (name, role, password, totp, totp_step, made_at)
VALUES (sqlc.arg(name), sqlc.arg(role), '', '', 0, sqlc.arg(at))
ON CONFLICT DO NOTHING;

-- name: SetLoginRole :execrows
UPDATE login SET role = sqlc.arg(role) WHERE name = sqlc.arg(name);

-- name: SetLoginPassword :execrows
UPDATE login SET password = sqlc.arg(password) WHERE name = sqlc.arg(name);

-- name: SetLoginTOTP :execrows
UPDATE login SET totp = sqlc.arg(totp), totp_step = sqlc.arg(step) WHERE name = sqlc.arg(name);

-- name: TakeLoginStep :execrows
UPDATE login SET totp_step = sqlc.arg(step) WHERE name = sqlc.arg(name) AND totp <> '' AND totp_step < sqlc.arg(step);

-- name: DeleteLogin :execrows
DELETE FROM login WHERE name = sqlc.arg(name);

-- name: DeleteModerator :execrows
DELETE FROM moderator WHERE name = sqlc.arg(name);

-- name: LoginPerson :one
SELECT p.id FROM moderator m JOIN person p ON p.hash = m.hash WHERE m.name = sqlc.arg(name);

-- name: AddLoginLink :exec
INSERT INTO login_link (token, login, until, used) VALUES (sqlc.arg(token), sqlc.arg(login), sqlc.arg(until), 0);

-- name: LoginLink :one
SELECT login FROM login_link WHERE token = sqlc.arg(token) AND used = 0 AND until >= sqlc.arg(now);

-- name: TakeLoginLink :execrows
UPDATE login_link SET used = 1 WHERE token = sqlc.arg(token) AND used = 0 AND until >= sqlc.arg(now);

-- name: DeleteLoginLinks :execrows
DELETE FROM login_link WHERE login = sqlc.arg(login);

-- name: LoginSession :one
SELECT * FROM login_session WHERE token = sqlc.arg(token) AND expires > sqlc.arg(now);

-- name: LoginSessions :many
SELECT * FROM login_session WHERE login = sqlc.arg(login) AND expires > sqlc.arg(now) ORDER BY made_at DESC LIMIT 100;

-- name: SaveLoginSession :exec
INSERT INTO login_session (token, login, data, agent, made_at, expires)
VALUES (sqlc.arg(token), sqlc.arg(login), sqlc.arg(data), sqlc.arg(agent), sqlc.arg(made_at), sqlc.arg(expires))
ON CONFLICT (token) DO UPDATE SET login = excluded.login, data = excluded.data;

-- name: DeleteLoginSession :execrows
DELETE FROM login_session WHERE token = sqlc.arg(token);

-- name: DeleteOtherSessions :execrows
DELETE FROM login_session WHERE login = sqlc.arg(login) AND token <> sqlc.arg(token);

-- name: SaveTicketDraft :execrows
INSERT INTO ticket_draft (campaign, kind, number, login, body, at, seen_at)
SELECT t.campaign, t.kind, t.number, CAST(sqlc.arg(login) AS text), CAST(sqlc.arg(body) AS text), CAST(sqlc.arg(at) AS bigint), CAST(sqlc.arg(at) AS bigint)
FROM ticket t WHERE t.campaign = sqlc.arg(campaign) AND t.kind = sqlc.arg(kind) AND t.number = sqlc.arg(number) AND t.state <> 'gone'
ON CONFLICT (campaign, kind, number, login) DO UPDATE SET body = excluded.body, at = excluded.at, seen_at = excluded.seen_at;

-- name: SeeTicket :execrows
INSERT INTO ticket_draft (campaign, kind, number, login, body, at, seen_at)
SELECT t.campaign, t.kind, t.number, CAST(sqlc.arg(login) AS text), '', 0, CAST(sqlc.arg(at) AS bigint)
FROM ticket t WHERE t.campaign = sqlc.arg(campaign) AND t.kind = sqlc.arg(kind) AND t.number = sqlc.arg(number) AND t.state <> 'gone'
ON CONFLICT (campaign, kind, number, login) DO UPDATE SET seen_at = excluded.seen_at;

-- name: TicketDrafts :many
SELECT * FROM ticket_draft WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number)
ORDER BY login LIMIT 50;

-- name: ListPresent :many
SELECT kind, number, login FROM ticket_draft
WHERE campaign = sqlc.arg(campaign) AND seen_at >= sqlc.arg(since) ORDER BY seen_at DESC LIMIT 200;

-- name: DropTicketDraft :execrows
DELETE FROM ticket_draft WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number)
  AND login = sqlc.arg(login);

-- name: DropDraftsOf :execrows
DELETE FROM ticket_draft WHERE login = sqlc.arg(login);

-- name: ForgetDrafts :execrows
DELETE FROM ticket_draft WHERE (campaign, kind, number, login) IN
  (SELECT d.campaign, d.kind, d.number, d.login FROM ticket_draft d WHERE d.seen_at < sqlc.arg(before) ORDER BY d.seen_at LIMIT sqlc.arg(n));

-- name: ForgetSessions :execrows
DELETE FROM login_session WHERE token IN
  (SELECT s.token FROM login_session s WHERE s.expires < sqlc.arg(before) LIMIT sqlc.arg(n));

-- name: ForgetLoginLinks :execrows
DELETE FROM login_link WHERE token IN
  (SELECT l.token FROM login_link l WHERE l.until < sqlc.arg(before) LIMIT sqlc.arg(n));

-- name: ListSaid :many
SELECT at, kind, body FROM journal WHERE person = sqlc.arg(person) AND at <= sqlc.arg(until) AND body <> ''
ORDER BY at DESC LIMIT sqlc.arg(n);

-- name: TicketMark :one
SELECT count(*) AS n, CAST(COALESCE(sum(f.last_at % 1000000007 + f.askers * 1000003 + f.done_at % 1000000007 + f.held_at % 1000000007 + f.number), 0) AS bigint) AS mark
FROM (SELECT t.last_at, t.askers, t.done_at, t.held_at, t.number FROM ticket t WHERE t.campaign = sqlc.arg(campaign) AND t.state IN ('open', 'taken')
  ORDER BY t.askers DESC, t.opened_at, t.kind, t.number LIMIT 500) f;

-- name: AuditMark :one
SELECT CAST(COALESCE((SELECT a.id FROM audit a WHERE a.campaign = sqlc.arg(campaign) ORDER BY a.id DESC LIMIT 1), 0) AS bigint) AS id;

-- name: PresenceMark :one
SELECT count(*) AS n, CAST(COALESCE(sum(f.at % 1000000007), 0) AS bigint) AS mark FROM
  (SELECT d.at FROM ticket_draft d WHERE d.campaign = sqlc.arg(campaign) AND d.seen_at >= sqlc.arg(since) LIMIT 500) f;

-- name: ClassMark :one
SELECT taken, extra, closed, next_queue FROM campaign WHERE id = sqlc.arg(id);

-- name: BroadcastMark :one
SELECT CAST(COALESCE(max(number), 0) AS bigint) AS newest, CAST(COALESCE(sum(done_at % 1000000007 + sent_at % 1000000007 + due % 1000000007
  + made_at % 1000000007 + listing + previewed * 3 + length(state) * 11 + called), 0) AS bigint) AS mark
FROM (SELECT b.number, b.done_at, b.sent_at, b.due, b.made_at, b.listing, b.previewed, b.state, CAST(CASE
    WHEN b.state IN ('sending', 'paused', 'stopped') THEN
      (SELECT COALESCE(sum(length(c.state) * 31 + c.finished * 17 + c.sent), 0) FROM broadcast_chunk c
        WHERE c.campaign = b.campaign AND c.number = b.number) ELSE 0 END AS bigint) AS called
  FROM broadcast b WHERE b.campaign = sqlc.arg(campaign) ORDER BY b.number DESC LIMIT 20) f;

-- name: StopAuthor :one
SELECT level, at, by_whom FROM control WHERE id = 1;

-- name: SetLabClock :exec
INSERT INTO heartbeat (id, at) VALUES (2, sqlc.arg(at)) ON CONFLICT (id) DO UPDATE SET at = excluded.at;

-- name: DropLabClock :exec
DELETE FROM heartbeat WHERE id = 2;

-- name: LabClock :one
SELECT at FROM heartbeat WHERE id = 2;

-- name: ListDesk :many
SELECT sqlc.embed(t), COALESCE(p.hash, '') AS hash, COALESCE(p.following, 0) AS following, COALESCE(p.consent, 0) AS consent,
  COALESCE(p.credits, 0) AS credits, COALESCE(p.credits_until, 0) AS credits_until
FROM ticket t LEFT JOIN person p ON p.id = t.person
WHERE t.campaign = sqlc.arg(campaign) AND t.state IN ('open', 'taken')
  AND (t.opened_at, t.kind, t.number) > (CAST(sqlc.arg(opened_at) AS bigint), CAST(sqlc.arg(kind) AS text), CAST(sqlc.arg(number) AS bigint))
  AND t.kind >= CAST(sqlc.arg(first_kind) AS text) AND t.kind <= CAST(sqlc.arg(last_kind) AS text)
  AND (CAST(sqlc.arg(held) AS bigint) = 0 OR (t.state = 'taken' AND CAST(sqlc.arg(held_by) AS text) IN ('', t.by_whom))
    OR (t.holder <> '' AND CAST(sqlc.arg(held_by) AS text) IN ('', t.holder)))
ORDER BY t.opened_at, t.kind, t.number LIMIT sqlc.arg(n);

-- name: ListHandled :many
SELECT sqlc.embed(t), COALESCE(p.hash, '') AS hash, COALESCE(p.following, 0) AS following, COALESCE(p.consent, 0) AS consent,
  COALESCE(p.credits, 0) AS credits, COALESCE(p.credits_until, 0) AS credits_until
FROM ticket t LEFT JOIN person p ON p.id = t.person
WHERE t.campaign = sqlc.arg(campaign) AND t.done_at > 0
  AND (t.done_at, t.kind, t.number) < (CAST(sqlc.arg(done_at) AS bigint), CAST(sqlc.arg(kind) AS text), CAST(sqlc.arg(number) AS bigint))
ORDER BY t.done_at DESC, t.kind DESC, t.number DESC LIMIT sqlc.arg(n);
