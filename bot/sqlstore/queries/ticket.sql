-- name: NextNumber :one
INSERT INTO counter (campaign, kind, n) VALUES (sqlc.arg(campaign), sqlc.arg(kind), 1)
ON CONFLICT (campaign, kind) DO UPDATE SET n = counter.n + 1
RETURNING n;

-- name: OpenTicket :one
SELECT * FROM ticket
WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person) AND kind = sqlc.arg(kind) AND state = 'open' AND entry = ''
ORDER BY number DESC LIMIT 1;

-- name: EntryTicket :one
SELECT * FROM ticket WHERE campaign = sqlc.arg(campaign) AND entry = sqlc.arg(entry) AND state = 'open'
ORDER BY number DESC LIMIT 1;

-- name: InsertTicket :exec
INSERT INTO ticket (campaign, kind, number, person, entry, state, body, opened_at, last_at)
VALUES (sqlc.arg(campaign), sqlc.arg(kind), sqlc.arg(number), sqlc.arg(person), sqlc.arg(entry), 'open', sqlc.arg(body),
  sqlc.arg(at), sqlc.arg(at));

-- name: AppendTicket :exec
UPDATE ticket SET body = sqlc.arg(body), last_at = sqlc.arg(at)
WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number);

-- name: AddAsker :exec
INSERT INTO ticket_asker (campaign, kind, number, person, at)
VALUES (sqlc.arg(campaign), sqlc.arg(kind), sqlc.arg(number), sqlc.arg(person), sqlc.arg(at)) ON CONFLICT DO NOTHING;
