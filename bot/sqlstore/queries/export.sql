-- Tables that moderators take away. Who has left or had their data erased is in none.

-- name: ListExportPeople :many
SELECT sqlc.embed(m), p.hash, p.following, p.consent FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.person > CAST(sqlc.arg(after) AS bigint) AND p.openid IS NOT NULL
  AND (m.standing <> '' OR m.checked_at > 0)
ORDER BY m.person LIMIT sqlc.arg(n);

-- name: ListExportClaims :many
SELECT c.person, c.pack, c.state, c.at, p.hash FROM claim c JOIN person p ON p.id = c.person
WHERE c.campaign = sqlc.arg(campaign) AND (c.person, c.pack) > (CAST(sqlc.arg(person) AS bigint), CAST(sqlc.arg(pack) AS text))
  AND p.openid IS NOT NULL
ORDER BY c.person, c.pack LIMIT sqlc.arg(n);

-- name: ListExportQuestions :many
SELECT sqlc.embed(q), p.hash FROM question q JOIN person p ON p.id = q.person
WHERE q.campaign = sqlc.arg(campaign) AND q.number > CAST(sqlc.arg(after) AS bigint) AND q.body <> '' AND p.openid IS NOT NULL
ORDER BY q.number LIMIT sqlc.arg(n);

-- name: ListExportTickets :many
SELECT sqlc.embed(t), p.hash FROM ticket t JOIN person p ON p.id = t.person
WHERE t.campaign = sqlc.arg(campaign) AND (t.kind, t.number) > (CAST(sqlc.arg(kind) AS text), CAST(sqlc.arg(number) AS bigint))
  AND t.state <> 'gone' AND p.openid IS NOT NULL
ORDER BY t.kind, t.number LIMIT sqlc.arg(n);

-- name: ListExportReceivers :many
SELECT b.number, b.place, b.skipped, p.hash, COALESCE(c.state, '') AS state, COALESCE(c.began_at, 0) AS began_at,
  COALESCE(c.finished, 0) AS finished, COALESCE(c.size, 0) AS size, COALESCE(c.sent, 0) AS sent, COALESCE(c.code, 0) AS code
FROM broadcast_person b JOIN person p ON p.id = b.person
  LEFT JOIN broadcast_chunk c ON c.campaign = b.campaign AND c.number = b.number AND c.first_place < b.place AND b.place <= c.last_place
WHERE b.campaign = sqlc.arg(campaign) AND (b.number, b.place) > (CAST(sqlc.arg(number) AS bigint), CAST(sqlc.arg(place) AS bigint))
  AND p.openid IS NOT NULL
ORDER BY b.number, b.place LIMIT sqlc.arg(n);

-- name: CountExportPeople :one
SELECT count(*) FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND p.openid IS NOT NULL AND (m.standing <> '' OR m.checked_at > 0);

-- name: CountExportClaims :one
SELECT count(*) FROM claim c JOIN person p ON p.id = c.person WHERE c.campaign = sqlc.arg(campaign) AND p.openid IS NOT NULL;

-- name: CountExportQuestions :one
SELECT count(*) FROM question q JOIN person p ON p.id = q.person
WHERE q.campaign = sqlc.arg(campaign) AND q.number > 0 AND q.body <> '' AND p.openid IS NOT NULL;

-- name: CountExportTickets :one
SELECT count(*) FROM ticket t JOIN person p ON p.id = t.person
WHERE t.campaign = sqlc.arg(campaign) AND t.state <> 'gone' AND p.openid IS NOT NULL;

-- name: CountExportReceivers :one
SELECT count(*) FROM broadcast_person b JOIN person p ON p.id = b.person
WHERE b.campaign = sqlc.arg(campaign) AND p.openid IS NOT NULL;
