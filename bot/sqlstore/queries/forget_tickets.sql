-- name: AskedBy :many
SELECT a.campaign, a.kind, a.number, a.at, a.body AS said, t.body, t.person FROM ticket_asker a
JOIN ticket t ON t.campaign = a.campaign AND t.kind = a.kind AND t.number = a.number
WHERE a.person = sqlc.arg(person) AND a.heard <= sqlc.arg(heard) LIMIT sqlc.arg(n);

-- name: UncountAsker :exec
UPDATE ticket SET askers = askers - 1
WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number);

-- name: ForgetDraftsAbout :exec
DELETE FROM ticket_draft
WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number);

-- name: DeleteAsker :exec
DELETE FROM ticket_asker WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number)
  AND person = sqlc.arg(person);

-- Tickets that somebody began and in which nothing of theirs is left to be taken out.
-- name: BegunBy :many
SELECT t.campaign, t.kind, t.number FROM ticket t
WHERE t.person = sqlc.arg(person) AND (t.body <> '' OR t.answer <> '' OR t.state IN ('open', 'taken'))
  AND NOT EXISTS (SELECT 1 FROM ticket_asker a WHERE a.campaign = t.campaign AND a.kind = t.kind AND a.number = t.number
    AND a.person = t.person)
LIMIT sqlc.arg(n);

-- The next of those who asked the same becomes the one who began it.
-- name: BlankTicket :exec
UPDATE ticket SET answer = '',
  body = COALESCE((SELECT a.body FROM ticket_asker a WHERE a.campaign = ticket.campaign AND a.kind = ticket.kind
    AND a.number = ticket.number ORDER BY a.person LIMIT 1), ''),
  matter = CASE WHEN EXISTS (SELECT 1 FROM ticket_asker a
    WHERE a.campaign = ticket.campaign AND a.kind = ticket.kind AND a.number = ticket.number) THEN matter ELSE '' END,
  state = CASE WHEN state IN ('open', 'taken') AND NOT EXISTS (SELECT 1 FROM ticket_asker a
    WHERE a.campaign = ticket.campaign AND a.kind = ticket.kind AND a.number = ticket.number) THEN 'gone' ELSE state END,
  person = COALESCE((SELECT min(a.person) FROM ticket_asker a
    WHERE a.campaign = ticket.campaign AND a.kind = ticket.kind AND a.number = ticket.number), person)
WHERE ticket.campaign = sqlc.arg(campaign) AND ticket.kind = sqlc.arg(kind) AND ticket.number = sqlc.arg(number)
  AND ticket.person = sqlc.arg(person);

-- The plus keeps SQLite from the index by person, in which all that waits for robots has person 0.
-- name: CancelQuotes :exec
UPDATE delivery SET args = '{}', words = '', state = 'cancelled'
WHERE id IN (SELECT d.id FROM delivery d WHERE d.about = sqlc.arg(about) AND d.about > 0 AND +d.person = 0 AND d.state = 'queued'
  LIMIT sqlc.arg(n));
