-- What pages of the console show of a class: its seats, packs, questions and people.

-- name: ListSeats :many
SELECT sqlc.embed(m), p.hash, p.last_at, p.following, p.consent
FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.seat > CAST(sqlc.arg(after) AS bigint)
  AND (CAST(sqlc.arg(absent) AS bigint) = 0 OR m.checked_at = 0)
ORDER BY m.seat LIMIT sqlc.arg(n);

-- name: ListQueue :many
SELECT sqlc.embed(m), p.hash, p.last_at, p.following, p.consent
FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.queue > CAST(sqlc.arg(after) AS bigint)
ORDER BY m.queue LIMIT sqlc.arg(n);

-- name: ListPresentPeople :many
SELECT sqlc.embed(m), p.hash, p.last_at, p.following, p.consent
FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.checked_at > 0
  AND (m.checked_at, m.person) > (CAST(sqlc.arg(at) AS bigint), CAST(sqlc.arg(person) AS bigint))
ORDER BY m.checked_at, m.person LIMIT sqlc.arg(n);

-- name: SeatOwner :one
SELECT person FROM member WHERE campaign = sqlc.arg(campaign) AND seat = sqlc.narg(seat);

-- name: PeopleByHead :many
SELECT id, hash FROM person WHERE hash >= sqlc.arg(low) AND hash < sqlc.arg(high) ORDER BY hash LIMIT 20;

-- name: SourceShare :many
SELECT source, count(*) AS n FROM member WHERE campaign = sqlc.arg(campaign) AND seat IS NOT NULL
GROUP BY source ORDER BY n DESC, source LIMIT 20;

-- name: SeatTimes :many
SELECT CAST(signed_at / CAST(sqlc.arg(step) AS bigint) * CAST(sqlc.arg(step) AS bigint) AS bigint) AS at, count(*) AS n
FROM member WHERE campaign = sqlc.arg(campaign) AND seat IS NOT NULL AND signed_at > 0 GROUP BY 1 ORDER BY 1 LIMIT 5000;

-- name: ClaimTimes :many
SELECT CAST(at / CAST(sqlc.arg(step) AS bigint) * CAST(sqlc.arg(step) AS bigint) AS bigint) AS at, count(*) AS n
FROM claim WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) AND state = 'held' AND at > 0 GROUP BY 1 ORDER BY 1 LIMIT 5000;

-- name: QuestionTimes :many
SELECT CAST(at / CAST(sqlc.arg(step) AS bigint) * CAST(sqlc.arg(step) AS bigint) AS bigint) AS at, count(*) AS n
FROM question WHERE campaign = sqlc.arg(campaign) AND number > 0 AND at > 0 GROUP BY 1 ORDER BY 1 LIMIT 5000;

-- name: QuestionStates :many
SELECT state, count(*) AS n FROM question WHERE campaign = sqlc.arg(campaign) AND number > 0 GROUP BY state ORDER BY state;

-- name: HoldersByLink :many
SELECT url, count(*) AS n FROM claim WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) AND state = 'held'
GROUP BY url ORDER BY n DESC, url LIMIT 50;

-- name: ReportsByLink :many
SELECT url, count(*) AS n FROM link_report WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack)
GROUP BY url ORDER BY n DESC, url LIMIT 50;

-- name: PackCounts :one
SELECT taken, extra FROM pack WHERE campaign = sqlc.arg(campaign) AND id = sqlc.arg(id);

-- name: CountRenotified :one
SELECT count(*) AS n, CAST(COALESCE(sum(CASE WHEN p.openid IS NOT NULL AND p.following <> 0 AND p.consent <> CAST(sqlc.arg(out_of) AS bigint)
    AND p.credits > 1 AND p.credits_until >= CAST(sqlc.arg(now) AS bigint) THEN 1 ELSE 0 END), 0) AS bigint) AS reached
FROM claim c LEFT JOIN person p ON p.id = c.person
WHERE c.campaign = sqlc.arg(campaign) AND c.pack = sqlc.arg(pack)
  AND (c.state = 'queued' OR c.state = 'held' AND (c.url <> sqlc.arg(url) OR CAST(sqlc.arg(everybody) AS bigint) > 0));

-- name: ListRenotified :many
SELECT c.person, c.state, c.url, c.at, p.hash, p.following, p.consent, p.credits, p.credits_until
FROM claim c JOIN person p ON p.id = c.person
WHERE c.campaign = sqlc.arg(campaign) AND c.pack = sqlc.arg(pack) AND c.state = 'held' AND c.person > CAST(sqlc.arg(after) AS bigint)
  AND c.url <> sqlc.arg(url)
ORDER BY c.person LIMIT sqlc.arg(n);

-- name: ListBoard :many
SELECT sqlc.embed(q), COALESCE(p.hash, '') AS hash FROM question q LEFT JOIN person p ON p.id = q.person
WHERE q.campaign = sqlc.arg(campaign) AND q.state = 'approved' AND q.body <> ''
  AND q.votes <= CAST(sqlc.arg(votes) AS bigint) AND (q.votes < CAST(sqlc.arg(votes) AS bigint) OR q.number > CAST(sqlc.arg(number) AS bigint))
ORDER BY q.votes DESC, q.number LIMIT sqlc.arg(n);

-- name: ListAsked :many
SELECT sqlc.embed(q), COALESCE(p.hash, '') AS hash FROM question q LEFT JOIN person p ON p.id = q.person
WHERE q.campaign = sqlc.arg(campaign) AND q.state = sqlc.arg(state) AND q.number > CAST(sqlc.arg(after) AS bigint) AND q.number > 0 AND q.body <> ''
ORDER BY q.number LIMIT sqlc.arg(n);

-- name: ListAskedBack :many
SELECT sqlc.embed(q), COALESCE(p.hash, '') AS hash FROM question q LEFT JOIN person p ON p.id = q.person
WHERE q.campaign = sqlc.arg(campaign) AND q.state = sqlc.arg(state) AND q.number < CAST(sqlc.arg(before) AS bigint) AND q.number > 0 AND q.body <> ''
ORDER BY q.number DESC LIMIT sqlc.arg(n);

-- name: QuestionMark :one
SELECT count(*) AS n, CAST(COALESCE(sum(f.number % 1009 * (1 + f.votes * 31 + f.wall_at % 1000003 + length(f.body)
    + CASE f.state WHEN 'pending' THEN 7 WHEN 'approved' THEN 11 WHEN 'answered' THEN 13 WHEN 'hidden' THEN 17 ELSE 19 END)), 0) AS bigint) AS mark
FROM (SELECT q.number, q.votes, q.wall_at, q.state, q.body FROM question q WHERE q.campaign = sqlc.arg(campaign)
  ORDER BY q.number DESC LIMIT 500) f;

-- name: PersonJournal :many
SELECT campaign, kind, body, reply, at, why FROM journal
WHERE person = sqlc.arg(person) AND at < sqlc.arg(before) ORDER BY at DESC LIMIT sqlc.arg(n);

-- name: PersonDeliveries :many
SELECT id, campaign, kind, state, channel, due, code, words, attempts, paid, version, created_at, done_at FROM delivery
WHERE person = sqlc.arg(person) AND channel = 'person' AND created_at < sqlc.arg(before)
ORDER BY created_at DESC, id DESC LIMIT sqlc.arg(n);

-- name: PersonTickets :many
SELECT a.at, a.body AS wrote, t.kind, t.number, t.state, t.body, t.answer, t.by_whom, t.done_at
FROM ticket_asker a JOIN ticket t ON t.campaign = a.campaign AND t.kind = a.kind AND t.number = a.number
WHERE a.person = sqlc.arg(person) AND a.campaign = sqlc.arg(campaign) AND a.at < sqlc.arg(before)
ORDER BY a.at DESC, t.kind, t.number LIMIT sqlc.arg(n);

-- name: PersonQuestions :many
SELECT * FROM question WHERE person = sqlc.arg(person) AND campaign = sqlc.arg(campaign) AND at < sqlc.arg(before)
ORDER BY at DESC, number LIMIT sqlc.arg(n);

-- name: PersonClaims :many
SELECT pack, state, url, at FROM claim WHERE person = sqlc.arg(person) AND campaign = sqlc.arg(campaign) ORDER BY at, pack LIMIT 50;

-- name: PersonReports :many
SELECT pack, url, number, at FROM link_report WHERE person = sqlc.arg(person) AND campaign = sqlc.arg(campaign) AND at < sqlc.arg(before)
ORDER BY at DESC LIMIT sqlc.arg(n);

-- name: RepeatFailed :execrows
UPDATE delivery SET state = 'queued', due = sqlc.arg(due), begun = 0, lease_until = 0, attempts = 0
WHERE id = sqlc.arg(id) AND person = sqlc.arg(person) AND state = 'failed' AND channel = 'person' AND args <> ''
  AND kind IN ('promoted', 'reply', 'human', 'makeup', 'link', 'pack', 'answered', 'forwarded', 'picture', 'closed');

-- name: VersionAt :one
SELECT number FROM content_version WHERE campaign = sqlc.arg(campaign) AND imported_at <= sqlc.arg(at) ORDER BY number DESC LIMIT 1;

-- name: VersionOf :one
SELECT number FROM content_version WHERE campaign = sqlc.arg(campaign) AND hash >= CAST(sqlc.arg(hash) AS text)
  AND hash < CAST(sqlc.arg(upto) AS text)
ORDER BY CASE WHEN imported_at <= sqlc.arg(at) THEN 0 ELSE 1 END, number DESC LIMIT 1;

-- name: StoppedAt :many
SELECT url, at FROM stopped_link WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack);
