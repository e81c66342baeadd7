-- Who asks a ticket, and what each of them wrote.

-- name: AddAsker :execrows
INSERT INTO ticket_asker (campaign, kind, number, person, at, body, heard)
VALUES (sqlc.arg(campaign), sqlc.arg(kind), sqlc.arg(number), sqlc.arg(person), sqlc.arg(at), sqlc.arg(body),
  COALESCE((SELECT p.heard FROM person p WHERE p.id = sqlc.arg(person)), 0))
ON CONFLICT DO NOTHING;

-- name: CountAsker :exec
UPDATE ticket SET askers = askers + 1
WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number);

-- name: AskAgain :exec
UPDATE ticket_asker SET at = sqlc.arg(at),
  heard = COALESCE((SELECT p.heard FROM person p WHERE p.id = ticket_asker.person), 0),
  body = CASE WHEN CAST(sqlc.arg(more) AS text) = '' THEN body WHEN body = '' THEN CAST(sqlc.arg(more) AS text)
    ELSE body || CAST(sqlc.arg(part_end) AS text) || CAST(sqlc.arg(more) AS text) END
WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number) AND person = sqlc.arg(person);

-- name: Askers :many
SELECT a.person, a.body, a.heard, COALESCE(p.heard, 0) AS said
FROM ticket_asker a LEFT JOIN person p ON p.id = a.person
WHERE a.campaign = sqlc.arg(campaign) AND a.kind = sqlc.arg(kind) AND a.number = sqlc.arg(number)
  AND a.person > sqlc.arg(after) ORDER BY a.person LIMIT sqlc.arg(n);

-- name: OpenAsked :many
SELECT sqlc.embed(t), a.body AS said, a.at AS said_at FROM ticket_asker a
JOIN ticket t ON t.campaign = a.campaign AND t.kind = a.kind AND t.number = a.number
WHERE a.person = sqlc.arg(person) AND a.campaign = sqlc.arg(campaign) AND a.kind = 'U' AND t.state = 'open'
ORDER BY a.at DESC, a.number DESC LIMIT sqlc.arg(n);

-- name: MatterTicket :one
SELECT * FROM ticket WHERE campaign = sqlc.arg(campaign) AND matter = sqlc.arg(matter) AND matter <> '' AND state = 'open'
LIMIT 1 /* FOR UPDATE */;

-- name: ListInbox :many
SELECT * FROM ticket WHERE campaign = sqlc.arg(campaign) AND state IN ('open', 'taken')
ORDER BY askers DESC, opened_at, kind, number LIMIT sqlc.arg(n);

-- name: SetTicketWords :exec
UPDATE ticket SET body = sqlc.arg(body)
WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number);

-- name: ForgetAskerWords :execrows
UPDATE ticket_asker SET body = '' WHERE (campaign, kind, number, person) IN
  (SELECT a.campaign, a.kind, a.number, a.person FROM ticket_asker a
    WHERE a.body <> '' AND a.at < sqlc.arg(before) ORDER BY a.at LIMIT sqlc.arg(n));

-- name: WaitingTickets :many
SELECT kind, number FROM ticket
WHERE campaign = sqlc.arg(campaign) AND state IN ('open', 'taken') AND state = 'open'
  AND opened_at >= sqlc.arg(since) AND opened_at < sqlc.arg(before)
ORDER BY opened_at, kind, number LIMIT sqlc.arg(n);

-- name: WatchTold :execrows
INSERT INTO ticket_watch (campaign, kind, at) VALUES (sqlc.arg(campaign), sqlc.arg(kind), sqlc.arg(at))
ON CONFLICT (campaign, kind) DO UPDATE SET at = excluded.at WHERE ticket_watch.at <= sqlc.arg(before);

-- name: RewriteEntry :execrows
UPDATE entry SET answer = sqlc.arg(answer), by_whom = sqlc.arg(by_whom)
WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND state = 'live';

-- name: AskerHash :one
SELECT p.hash FROM person p WHERE p.id = sqlc.arg(id);

-- name: TicketAuthor :one
SELECT p.* FROM ticket t JOIN person p ON p.id = t.person
WHERE t.campaign = sqlc.arg(campaign) AND t.kind = sqlc.arg(kind) AND t.number = sqlc.arg(number);

-- name: QuestionAuthor :one
SELECT p.* FROM question q JOIN person p ON p.id = q.person
WHERE q.campaign = sqlc.arg(campaign) AND q.number = sqlc.arg(number);
