-- What moderators page through. Each list has an order without ties, and goes on
-- after the last row that was shown.

-- name: ListWaitingTickets :many
SELECT * FROM ticket
WHERE campaign = sqlc.arg(campaign) AND state IN ('open', 'taken')
  AND (opened_at, kind, number) > (CAST(sqlc.arg(opened_at) AS bigint), CAST(sqlc.arg(kind) AS text), CAST(sqlc.arg(number) AS bigint))
ORDER BY opened_at, kind, number LIMIT sqlc.arg(n);

-- name: ListTickets :many
SELECT * FROM ticket
WHERE campaign = sqlc.arg(campaign)
  AND (opened_at, kind, number) < (CAST(sqlc.arg(opened_at) AS bigint), CAST(sqlc.arg(kind) AS text), CAST(sqlc.arg(number) AS bigint))
ORDER BY opened_at DESC, kind DESC, number DESC LIMIT sqlc.arg(n);

-- name: ListEntries :many
SELECT * FROM entry WHERE campaign = sqlc.arg(campaign) AND number < sqlc.arg(number) ORDER BY number DESC LIMIT sqlc.arg(n);

-- name: ListMembers :many
SELECT sqlc.embed(m), p.hash, p.last_at, p.following, p.consent
FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.person > sqlc.arg(person)
ORDER BY m.person LIMIT sqlc.arg(n);

-- name: ListClaims :many
SELECT c.person, c.state, c.url, c.at, p.hash
FROM claim c JOIN person p ON p.id = c.person
WHERE c.campaign = sqlc.arg(campaign) AND c.pack = sqlc.arg(pack)
  AND (c.at, c.person) > (CAST(sqlc.arg(at) AS bigint), CAST(sqlc.arg(person) AS bigint))
ORDER BY c.at, c.person LIMIT sqlc.arg(n);

-- name: ListQuestions :many
SELECT * FROM question WHERE campaign = sqlc.arg(campaign) AND state = sqlc.arg(state) AND number > sqlc.arg(number)
ORDER BY number LIMIT sqlc.arg(n);

-- name: ListBroadcasts :many
SELECT * FROM broadcast WHERE campaign = sqlc.arg(campaign) AND number < sqlc.arg(number) ORDER BY number DESC LIMIT sqlc.arg(n);

-- name: ListDeliveries :many
SELECT d.id, d.kind, d.channel, d.target, d.due, d.attempts, d.code, d.words, d.done_at, p.hash
FROM delivery d LEFT JOIN person p ON p.id = d.person
WHERE d.campaign = sqlc.arg(campaign) AND d.state = sqlc.arg(state) AND d.id < sqlc.arg(id)
ORDER BY d.id DESC LIMIT sqlc.arg(n);

-- name: ListUnknown :many
SELECT d.id, d.kind, p.hash FROM delivery d LEFT JOIN person p ON p.id = d.person
WHERE d.campaign = sqlc.arg(campaign) AND d.state = 'unknown' AND d.channel = 'person' AND d.id > sqlc.arg(id)
ORDER BY d.id LIMIT sqlc.arg(n);

-- name: ListClasses :many
SELECT c.id, c.taken, c.extra, c.closed,
  CAST(COALESCE((SELECT max(v.number) FROM content_version v WHERE v.campaign = c.id), 0) AS bigint) AS version
FROM campaign c WHERE c.id > sqlc.arg(id) ORDER BY c.id LIMIT sqlc.arg(n);
