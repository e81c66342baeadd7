-- name: NextNumber :one
INSERT INTO counter (campaign, kind, n) VALUES (sqlc.arg(campaign), sqlc.arg(kind), 1)
ON CONFLICT (campaign, kind) DO UPDATE SET n = counter.n + 1
RETURNING n;

-- name: OpenTicket :one
SELECT * FROM ticket
WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person) AND kind = sqlc.arg(kind) AND state IN ('open', 'taken')
  AND entry = ''
ORDER BY number DESC LIMIT 1 /* FOR UPDATE */;

-- name: TakenTicket :one
SELECT * FROM ticket WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person) AND kind = 'H' AND state = 'taken'
ORDER BY number DESC LIMIT 1 /* FOR UPDATE */;

-- name: EntryTicket :one
SELECT * FROM ticket WHERE campaign = sqlc.arg(campaign) AND entry = sqlc.arg(entry) AND state = 'open' AND entry <> ''
ORDER BY number DESC LIMIT 1 /* FOR UPDATE */;

-- name: Ticket :one
SELECT * FROM ticket WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number) /* FOR UPDATE */;

-- name: InsertTicket :execrows
INSERT INTO ticket (campaign, kind, number, person, entry, state, body, answer, by_whom, opened_at, last_at, done_at, matter)
VALUES (sqlc.arg(campaign), sqlc.arg(kind), sqlc.arg(number), sqlc.arg(person), sqlc.arg(entry), 'open', sqlc.arg(body), '', '',
  sqlc.arg(at), sqlc.arg(at), 0, sqlc.arg(matter))
ON CONFLICT (campaign, matter) WHERE state = 'open' AND matter <> '' DO NOTHING;

-- name: AppendTicket :exec
UPDATE ticket SET body = body || CAST(sqlc.arg(more) AS text), last_at = sqlc.arg(at)
WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number);

-- name: SetTicket :execrows
UPDATE ticket SET state = sqlc.arg(state), answer = sqlc.arg(answer), by_whom = sqlc.arg(by_whom), done_at = sqlc.arg(at),
  answered_at = CASE WHEN answered_at = 0 AND CAST(sqlc.arg(answer) AS text) <> '' THEN CAST(sqlc.arg(at) AS bigint) ELSE answered_at END
WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number);


-- name: CountAskers :one
SELECT count(*) FROM ticket_asker WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number);

-- name: InsertEntry :execrows
INSERT INTO entry (campaign, number, question, answer, state, at, by_whom)
VALUES (sqlc.arg(campaign), sqlc.arg(number), sqlc.arg(question), sqlc.arg(answer), 'live', sqlc.arg(at), sqlc.arg(by_whom))
ON CONFLICT DO NOTHING;

-- name: UndoEntry :execrows
UPDATE entry SET state = 'undone'
WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND state = 'live' AND at >= sqlc.arg(since);

-- name: Entries :many
SELECT * FROM entry WHERE campaign = sqlc.arg(campaign) AND state = 'live' ORDER BY number;

-- name: SetTaken :exec
UPDATE person SET taken = CASE WHEN EXISTS (SELECT 1 FROM ticket t
  WHERE t.person = person.id AND t.state = 'taken') THEN 1 ELSE 0 END
WHERE person.id = sqlc.arg(id);

-- name: CountCalls :one
SELECT count(*) FROM ticket WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person) AND kind = 'H';
