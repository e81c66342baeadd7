-- The people behind the numbers of the console's pages, at most n after a key of a time and a
-- person. Who has erased everything has no hash to show, and is left out.

-- name: BehindSigned :many
SELECT m.person, m.signed_at AS at, p.hash FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.signed_at > 0 AND m.signed_at >= CAST(sqlc.arg(at) AS bigint) AND m.signed_at < CAST(sqlc.arg(upto) AS bigint)
  AND (m.signed_at > CAST(sqlc.arg(at) AS bigint) OR m.person > CAST(sqlc.arg(person) AS bigint))
  AND (CAST(sqlc.arg(every) AS bigint) = 1 OR m.source = CAST(sqlc.arg(source) AS text))
  AND (CAST(sqlc.arg(seated) AS bigint) = 0 OR m.seat IS NOT NULL)
ORDER BY m.signed_at, m.person LIMIT sqlc.arg(n);

-- name: BehindChecked :many
SELECT m.person, m.checked_at AS at, p.hash FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.checked_at > 0 AND m.checked_at >= CAST(sqlc.arg(at) AS bigint) AND m.checked_at < CAST(sqlc.arg(upto) AS bigint)
  AND (m.checked_at > CAST(sqlc.arg(at) AS bigint) OR m.person > CAST(sqlc.arg(person) AS bigint))
ORDER BY m.checked_at, m.person LIMIT sqlc.arg(n);

-- name: BehindClaims :many
SELECT c.person, c.at, p.hash FROM claim c JOIN person p ON p.id = c.person
WHERE c.campaign = sqlc.arg(campaign) AND c.pack = sqlc.arg(pack) AND c.at >= CAST(sqlc.arg(at) AS bigint) AND c.at < CAST(sqlc.arg(upto) AS bigint)
  AND (c.at > CAST(sqlc.arg(at) AS bigint) OR c.person > CAST(sqlc.arg(person) AS bigint))
  AND c.state = sqlc.arg(state) AND (CAST(sqlc.arg(url) AS text) = '' OR c.url = CAST(sqlc.arg(url) AS text))
ORDER BY c.at, c.person LIMIT sqlc.arg(n);

-- name: BehindReports :many
SELECT r.person, r.at, p.hash FROM link_report r JOIN person p ON p.id = r.person
WHERE r.campaign = sqlc.arg(campaign) AND r.pack = sqlc.arg(pack) AND r.url = sqlc.arg(url) AND r.person > CAST(sqlc.arg(person) AS bigint)
ORDER BY r.person LIMIT sqlc.arg(n);

-- name: BehindVotes :many
SELECT v.person, CAST(0 AS bigint) AS at, p.hash FROM vote v JOIN person p ON p.id = v.person
WHERE v.campaign = sqlc.arg(campaign) AND v.number = sqlc.arg(number) AND v.person > CAST(sqlc.arg(person) AS bigint)
ORDER BY v.person LIMIT sqlc.arg(n);

-- name: BehindTicket :many
SELECT a.person, a.at, p.hash FROM ticket_asker a JOIN person p ON p.id = a.person
WHERE a.campaign = sqlc.arg(campaign) AND a.kind = sqlc.arg(kind) AND a.number = sqlc.arg(number) AND a.person > CAST(sqlc.arg(person) AS bigint)
ORDER BY a.person LIMIT sqlc.arg(n);

-- name: BehindNotices :many
SELECT d.person, d.id AS at, p.hash FROM delivery d JOIN person p ON p.id = d.person
WHERE d.campaign = sqlc.arg(campaign) AND d.topic = sqlc.arg(topic) AND d.topic <> '' AND d.state IN (sqlc.arg(state), sqlc.arg(also), sqlc.arg(third))
  AND d.id > CAST(sqlc.arg(after) AS bigint) ORDER BY d.id LIMIT sqlc.arg(n);

-- name: BehindCalls :many
SELECT b.person, b.place AS at, p.hash FROM broadcast_chunk k
JOIN broadcast_person b ON b.campaign = k.campaign AND b.number = k.number AND b.place > k.first_place AND b.place <= k.last_place
JOIN person p ON p.id = b.person
WHERE k.campaign = sqlc.arg(campaign) AND k.number = sqlc.arg(number) AND k.state IN (sqlc.arg(state), sqlc.arg(also))
  AND b.place > CAST(sqlc.arg(after) AS bigint) AND b.skipped = 0 ORDER BY b.place LIMIT sqlc.arg(n);

-- name: BehindOptedOut :many
SELECT b.person, p.consent_at AS at, p.hash FROM broadcast_person b JOIN person p ON p.id = b.person
WHERE b.campaign = sqlc.arg(campaign) AND b.number = sqlc.arg(number) AND b.skipped = 0 AND p.consent = 2
  AND p.consent_at >= CAST(sqlc.arg(at) AS bigint) AND p.consent_at < CAST(sqlc.arg(upto) AS bigint)
  AND (p.consent_at > CAST(sqlc.arg(at) AS bigint) OR b.person > CAST(sqlc.arg(person) AS bigint))
ORDER BY p.consent_at, b.person LIMIT sqlc.arg(n);

-- name: BehindAsked :many
SELECT q.person, q.at, p.hash FROM question q JOIN person p ON p.id = q.person
WHERE q.campaign = sqlc.arg(campaign) AND q.number > 0 AND q.at >= CAST(sqlc.arg(at) AS bigint) AND q.at < CAST(sqlc.arg(upto) AS bigint)
  AND (q.at > CAST(sqlc.arg(at) AS bigint) OR q.person > CAST(sqlc.arg(person) AS bigint))
ORDER BY q.at, q.person LIMIT sqlc.arg(n);

-- name: BehindAskers :many
SELECT q.person, CAST(min(q.at) AS bigint) AS at, p.hash FROM question q JOIN person p ON p.id = q.person
WHERE q.campaign = sqlc.arg(campaign) AND q.person > CAST(sqlc.arg(person) AS bigint)
GROUP BY q.person, p.hash ORDER BY q.person LIMIT sqlc.arg(n);
