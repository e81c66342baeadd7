-- name: AddErasure :exec
INSERT INTO erasure (number, kind, trace, at) VALUES (sqlc.arg(number), sqlc.arg(kind), sqlc.arg(trace), sqlc.arg(at));

-- name: Erasures :many
SELECT * FROM erasure WHERE number > sqlc.arg(after) ORDER BY number LIMIT sqlc.arg(n);

-- name: ForgetErasures :execrows
DELETE FROM erasure WHERE number IN (SELECT e.number FROM erasure e WHERE e.at < sqlc.arg(before) ORDER BY e.at LIMIT sqlc.arg(n));

-- name: LastErasure :one
SELECT n FROM counter WHERE campaign = '' AND kind = 'erasure';

-- name: SetLastErasure :exec
INSERT INTO counter (campaign, kind, n) VALUES ('', 'erasure', sqlc.arg(n)) ON CONFLICT (campaign, kind) DO UPDATE SET n = excluded.n
WHERE counter.n < excluded.n;

-- name: HashesOfPeople :many
SELECT id, hash FROM person WHERE id > sqlc.arg(after) ORDER BY id LIMIT sqlc.arg(n);

-- name: Tombstones :many
SELECT * FROM forgotten WHERE hash > sqlc.arg(after) ORDER BY hash LIMIT sqlc.arg(n);

-- name: HasTombstone :one
SELECT count(*) FROM forgotten WHERE hash = sqlc.arg(hash);

-- What follows holds back what was under way when a restored backup was made.

-- name: HoldSending :execrows
UPDATE delivery SET state = CASE WHEN channel = 'person' THEN 'unknown' ELSE 'cancelled' END, owner = '', lease_until = 0, begun = 0,
  promise = '', done_at = sqlc.arg(at), words = CASE WHEN channel = 'person' THEN 'a backup was restored' ELSE '' END
WHERE id IN (SELECT d.id FROM delivery d WHERE d.state = 'sending' LIMIT sqlc.arg(n));

-- name: HoldMessages :execrows
UPDATE delivery SET state = 'unknown', owner = '', lease_until = 0, begun = 0, promise = '', done_at = sqlc.arg(at), words = 'a backup was restored'
WHERE id IN (SELECT d.id FROM delivery d WHERE d.state = 'queued' AND d.channel = 'person' LIMIT sqlc.arg(n));

-- name: DropAlerts :execrows
UPDATE delivery SET state = 'cancelled', owner = '', lease_until = 0, begun = 0, promise = '', done_at = sqlc.arg(at)
WHERE id IN (SELECT d.id FROM delivery d WHERE d.state = 'queued' AND d.channel = 'robot' LIMIT sqlc.arg(n));

-- name: HoldShelved :execrows
UPDATE delivery SET due = 0 WHERE id IN (SELECT d.id FROM delivery d WHERE d.state = 'shelved' AND d.due > 0 AND d.due <= sqlc.arg(until) LIMIT sqlc.arg(n));

-- name: EndJobs :execrows
UPDATE job SET state = 'done', args = '', cursor = '', owner = '', lease_until = 0, error = 'ended by a restore', done_at = sqlc.arg(at)
WHERE id IN (SELECT j.id FROM job j WHERE j.state = 'open' AND j.kind IN ('change', 'forward', 'reminder', 'renotify', 'serve', 'tell')
  LIMIT sqlc.arg(n));

-- name: UnderWay :many
SELECT * FROM broadcast WHERE state IN ('sending', 'scheduled', 'approval') LIMIT sqlc.arg(n);

-- name: HoldBroadcast :exec
UPDATE broadcast SET state = sqlc.arg(state), previewed = CASE WHEN state = 'sending' THEN previewed ELSE 0 END,
  approved = CASE WHEN state = 'sending' THEN approved ELSE '' END, due = CASE WHEN state = 'sending' THEN due ELSE 0 END
WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number);

-- name: HoldChunks :execrows
UPDATE broadcast_chunk SET state = 'unknown', owner = '', lease_until = 0 WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND state = 'sending';

-- name: EndRuns :exec
UPDATE reminder_run SET told = 1 WHERE told <> 1;

-- name: DropSessions :exec
DELETE FROM login_session;

-- name: DropLoginLinks :exec
DELETE FROM login_link;

-- name: DropConfirmations :exec
DELETE FROM confirmation;

-- name: DropInvitations :exec
DELETE FROM invitation;

-- name: SetRestored :exec
INSERT INTO heartbeat (id, at) VALUES (3, sqlc.arg(at)) ON CONFLICT (id) DO UPDATE SET at = excluded.at;

-- name: Restored :one
SELECT at FROM heartbeat WHERE id = 3;

-- name: Heartbeat :one
SELECT at FROM heartbeat WHERE id = sqlc.arg(id);

-- name: SetHeartbeat :exec
INSERT INTO heartbeat (id, at) VALUES (sqlc.arg(id), sqlc.arg(at)) ON CONFLICT (id) DO UPDATE SET at = excluded.at;

-- name: AddHeartbeat :exec
INSERT INTO heartbeat (id, at) VALUES (sqlc.arg(id), sqlc.arg(at)) ON CONFLICT (id) DO NOTHING;

-- name: CountStored :one
SELECT (SELECT count(*) FROM person) AS people, (SELECT count(*) FROM campaign) AS classes, (SELECT count(*) FROM journal) AS messages;
