-- The console's pages about broadcasts, reminders and charts.

-- name: WithdrawTopic :execrows
UPDATE delivery SET state = 'cancelled', done_at = sqlc.arg(at), promise = ''
WHERE campaign = sqlc.arg(campaign) AND topic = sqlc.arg(topic) AND topic <> '' AND state = 'queued' AND begun = 0;

-- name: TopicGone :one
SELECT count(*) FROM delivery WHERE campaign = sqlc.arg(campaign) AND topic = sqlc.arg(topic) AND topic <> '' AND state <> 'cancelled';

-- name: ReopenTicket :execrows
UPDATE ticket SET state = sqlc.arg(state), answer = sqlc.arg(answer), by_whom = sqlc.arg(by_whom), done_at = sqlc.arg(done_at),
  matter = CASE WHEN CAST(sqlc.arg(state) AS text) = 'open' AND EXISTS (SELECT 1 FROM ticket o WHERE o.campaign = ticket.campaign
    AND o.matter = ticket.matter AND o.state = 'open' AND o.matter <> '') THEN '' ELSE matter END
WHERE ticket.campaign = sqlc.arg(campaign) AND ticket.kind = sqlc.arg(kind) AND ticket.number = sqlc.arg(number)
  AND ticket.answer = sqlc.arg(given) AND ticket.by_whom = sqlc.arg(giver);

-- name: ReminderRuns :many
SELECT * FROM reminder_run WHERE campaign = sqlc.arg(campaign) ORDER BY planned, name LIMIT 200;

-- name: SkipRun :execrows
INSERT INTO reminder_run (campaign, name, planned, words, audience, at, people, late, told, skipped)
VALUES (sqlc.arg(campaign), sqlc.arg(name), sqlc.arg(planned), sqlc.arg(words), sqlc.arg(audience), sqlc.arg(at), 0, 0, 1, 1)
ON CONFLICT DO NOTHING;

-- name: UnskipRun :execrows
DELETE FROM reminder_run WHERE campaign = sqlc.arg(campaign) AND name = sqlc.arg(name) AND planned = sqlc.arg(planned) AND skipped = 1;

-- name: TopicStates :many
SELECT state, count(*) AS n FROM delivery WHERE campaign = sqlc.arg(campaign) AND topic = sqlc.arg(topic) AND topic <> '' GROUP BY state;

-- name: CountAsked :one
SELECT count(DISTINCT person) FROM question WHERE campaign = sqlc.arg(campaign) AND person > 0;

-- name: CountSignups :many
SELECT CAST((signed_at - CAST(sqlc.arg(since) AS bigint)) / CAST(sqlc.arg(span) AS bigint) AS bigint) AS slot, source, count(*) AS n
FROM member WHERE campaign = sqlc.arg(campaign) AND signed_at > 0 AND signed_at >= sqlc.arg(since) AND signed_at < sqlc.arg(upto)
GROUP BY 1, 2 ORDER BY 1, 2;

-- name: CountCheckins :many
SELECT CAST((checked_at - CAST(sqlc.arg(since) AS bigint)) / CAST(sqlc.arg(span) AS bigint) AS bigint) AS slot, count(*) AS n
FROM member WHERE campaign = sqlc.arg(campaign) AND checked_at > 0 AND checked_at >= sqlc.arg(since) AND checked_at < sqlc.arg(upto)
GROUP BY 1 ORDER BY 1;

-- Who is not reached, by the first reason that holds. Without a credit time (0) a message
-- spends no credit. The conditions are those of the audiences of broadcasts.

-- name: CountReachAll :one
SELECT count(*) AS people, CAST(COALESCE(sum(CASE WHEN p.following <> 1 THEN 1 ELSE 0 END), 0) AS bigint) AS gone,
  CAST(COALESCE(sum(CASE WHEN p.following = 1 AND p.consent = 2 THEN 1 ELSE 0 END), 0) AS bigint) AS out,
  CAST(COALESCE(sum(CASE WHEN p.following = 1 AND p.consent <> 2 AND CAST(sqlc.arg(credit) AS bigint) > 0
    AND NOT (p.credits > 1 AND p.credits_until >= CAST(sqlc.arg(credit) AS bigint)) AND NOT EXISTS (SELECT 1 FROM subscription s
      WHERE s.person = p.id AND s.campaign = sqlc.arg(campaign) AND s.spent = 0) THEN 1 ELSE 0 END), 0) AS bigint) AS silent,
  CAST(0 AS bigint) AS away
FROM person p WHERE p.openid IS NOT NULL;

-- name: CountReachInClass :one
SELECT CAST(COALESCE(sum(CASE WHEN p.openid IS NULL THEN 0 ELSE 1 END), 0) AS bigint) AS people,
  CAST(COALESCE(sum(CASE WHEN p.following <> 1 AND p.openid IS NOT NULL THEN 1 ELSE 0 END), 0) AS bigint) AS gone,
  CAST(COALESCE(sum(CASE WHEN p.openid IS NOT NULL AND p.following = 1 AND p.consent = 2 THEN 1 ELSE 0 END), 0) AS bigint) AS out,
  CAST(COALESCE(sum(CASE WHEN p.openid IS NOT NULL AND p.following = 1 AND p.consent <> 2 AND CAST(sqlc.arg(credit) AS bigint) > 0
    AND NOT (p.credits > 1 AND p.credits_until >= CAST(sqlc.arg(credit) AS bigint)) AND NOT EXISTS (SELECT 1 FROM subscription s
      WHERE s.person = p.id AND s.campaign = sqlc.arg(campaign) AND s.spent = 0) THEN 1 ELSE 0 END), 0) AS bigint) AS silent,
  CAST(COALESCE(sum(CASE WHEN p.openid IS NULL THEN 1 ELSE 0 END), 0) AS bigint) AS away
FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND CASE CAST(sqlc.arg(kind) AS text)
    WHEN 'seated' THEN m.standing = 'seat'
    WHEN 'waiting' THEN m.standing = 'wait'
    WHEN 'signed' THEN m.standing <> ''
    WHEN 'present' THEN m.checked_at > 0 AND (m.standing <> '' OR m.signed_at > 0)
    WHEN 'present-without' THEN m.checked_at > 0 AND (m.standing <> '' OR m.signed_at > 0) AND NOT EXISTS
      (SELECT 1 FROM claim c WHERE c.campaign = m.campaign AND c.person = m.person AND c.pack = CAST(sqlc.arg(arg) AS text) AND c.state = 'held')
    WHEN 'source' THEN m.source = CAST(sqlc.arg(arg) AS text) AND m.standing <> ''
    ELSE false END;

-- name: CountReachHolding :one
SELECT CAST(COALESCE(sum(CASE WHEN p.openid IS NULL THEN 0 ELSE 1 END), 0) AS bigint) AS people,
  CAST(COALESCE(sum(CASE WHEN p.following <> 1 AND p.openid IS NOT NULL THEN 1 ELSE 0 END), 0) AS bigint) AS gone,
  CAST(COALESCE(sum(CASE WHEN p.openid IS NOT NULL AND p.following = 1 AND p.consent = 2 THEN 1 ELSE 0 END), 0) AS bigint) AS out,
  CAST(COALESCE(sum(CASE WHEN p.openid IS NOT NULL AND p.following = 1 AND p.consent <> 2 AND CAST(sqlc.arg(credit) AS bigint) > 0
    AND NOT (p.credits > 1 AND p.credits_until >= CAST(sqlc.arg(credit) AS bigint)) AND NOT EXISTS (SELECT 1 FROM subscription s
      WHERE s.person = p.id AND s.campaign = sqlc.arg(campaign) AND s.spent = 0) THEN 1 ELSE 0 END), 0) AS bigint) AS silent,
  CAST(COALESCE(sum(CASE WHEN p.openid IS NULL THEN 1 ELSE 0 END), 0) AS bigint) AS away
FROM claim c JOIN person p ON p.id = c.person
WHERE c.campaign = sqlc.arg(campaign) AND c.pack = sqlc.arg(arg) AND c.state = 'held';

-- name: CountReachOf :one
SELECT count(*) AS people, CAST(COALESCE(sum(CASE WHEN p.following <> 1 THEN 1 ELSE 0 END), 0) AS bigint) AS gone,
  CAST(COALESCE(sum(CASE WHEN p.following = 1 AND p.consent = 2 THEN 1 ELSE 0 END), 0) AS bigint) AS out,
  CAST(0 AS bigint) AS silent, CAST(0 AS bigint) AS away
FROM broadcast_person b
JOIN broadcast_chunk c ON c.campaign = b.campaign AND c.number = b.number AND c.first_place < b.place AND c.last_place >= b.place
JOIN person p ON p.id = b.person
WHERE b.campaign = sqlc.arg(campaign) AND b.number = sqlc.arg(of_number) AND b.skipped = 0 AND c.state IN ('accepted', 'unknown')
  AND p.openid IS NOT NULL;

-- Pages of people after a key, at most n rows, each with whether they fit. sends is how many
-- mass sends of the month they have got.

-- name: PeopleBySeat :many
SELECT p.id, CAST(m.seat AS bigint) AS at_key, p.hash, p.openid, p.following, p.consent, p.credits, p.credits_until, p.last_at,
  CAST(COALESCE(m.seat, 0) AS bigint) AS seat, m.standing, m.signed_at, m.checked_at, CAST(1 AS bigint) AS fits,
  CAST(CASE WHEN CAST(sqlc.arg(credit) AS bigint) = 0 THEN 0 ELSE (SELECT count(*) FROM subscription s WHERE s.person = p.id
    AND s.campaign = m.campaign AND s.spent = 0) END AS bigint) AS consents,
  CAST(CASE WHEN CAST(sqlc.arg(month) AS bigint) = 0 THEN 0 ELSE (SELECT count(*) FROM broadcast_person o JOIN broadcast_chunk h
    ON h.campaign = o.campaign AND h.number = o.number AND o.place > h.first_place AND o.place <= h.last_place WHERE o.person = p.id
    AND o.skipped = 0 AND h.state = 'accepted' AND h.msg_id <> '' AND h.began_at >= CAST(sqlc.arg(month) AS bigint)) END AS bigint) AS sends
FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.seat > CAST(sqlc.arg(after) AS bigint) ORDER BY m.seat LIMIT sqlc.arg(n);

-- name: PeopleByQueue :many
SELECT p.id, CAST(m.queue AS bigint) AS at_key, p.hash, p.openid, p.following, p.consent, p.credits, p.credits_until, p.last_at,
  CAST(COALESCE(m.seat, 0) AS bigint) AS seat, m.standing, m.signed_at, m.checked_at,
  CAST(CASE WHEN m.standing = 'wait' THEN 1 ELSE 0 END AS bigint) AS fits,
  CAST(CASE WHEN CAST(sqlc.arg(credit) AS bigint) = 0 THEN 0 ELSE (SELECT count(*) FROM subscription s WHERE s.person = p.id
    AND s.campaign = m.campaign AND s.spent = 0) END AS bigint) AS consents,
  CAST(CASE WHEN CAST(sqlc.arg(month) AS bigint) = 0 THEN 0 ELSE (SELECT count(*) FROM broadcast_person o JOIN broadcast_chunk h
    ON h.campaign = o.campaign AND h.number = o.number AND o.place > h.first_place AND o.place <= h.last_place WHERE o.person = p.id
    AND o.skipped = 0 AND h.state = 'accepted' AND h.msg_id <> '' AND h.began_at >= CAST(sqlc.arg(month) AS bigint)) END AS bigint) AS sends
FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.queue > CAST(sqlc.arg(after) AS bigint) ORDER BY m.queue LIMIT sqlc.arg(n);

-- name: PeopleInClass :many
SELECT p.id, p.id AS at_key, p.hash, p.openid, p.following, p.consent, p.credits, p.credits_until, p.last_at,
  CAST(COALESCE(m.seat, 0) AS bigint) AS seat, m.standing, m.signed_at, m.checked_at, CAST(CASE WHEN CASE CAST(sqlc.arg(kind) AS text)
    WHEN 'present' THEN m.checked_at > 0 AND (m.standing <> '' OR m.signed_at > 0)
    WHEN 'present-without' THEN m.checked_at > 0 AND (m.standing <> '' OR m.signed_at > 0) AND NOT EXISTS
      (SELECT 1 FROM claim c WHERE c.campaign = m.campaign AND c.person = m.person AND c.pack = CAST(sqlc.arg(arg) AS text) AND c.state = 'held')
    WHEN 'source' THEN m.source = CAST(sqlc.arg(arg) AS text) AND m.standing <> ''
    ELSE false END THEN 1 ELSE 0 END AS bigint) AS fits,
  CAST(CASE WHEN CAST(sqlc.arg(credit) AS bigint) = 0 THEN 0 ELSE (SELECT count(*) FROM subscription s WHERE s.person = p.id
    AND s.campaign = m.campaign AND s.spent = 0) END AS bigint) AS consents,
  CAST(CASE WHEN CAST(sqlc.arg(month) AS bigint) = 0 THEN 0 ELSE (SELECT count(*) FROM broadcast_person o JOIN broadcast_chunk h
    ON h.campaign = o.campaign AND h.number = o.number AND o.place > h.first_place AND o.place <= h.last_place WHERE o.person = p.id
    AND o.skipped = 0 AND h.state = 'accepted' AND h.msg_id <> '' AND h.began_at >= CAST(sqlc.arg(month) AS bigint)) END AS bigint) AS sends
FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.person > CAST(sqlc.arg(after) AS bigint) ORDER BY m.person LIMIT sqlc.arg(n);

-- name: PeopleWhoCame :many
SELECT p.id, p.id AS at_key, p.hash, p.openid, p.following, p.consent, p.credits, p.credits_until, p.last_at,
  CAST(COALESCE(m.seat, 0) AS bigint) AS seat, COALESCE(m.standing, '') AS standing, COALESCE(m.signed_at, 0) AS signed_at,
  COALESCE(m.checked_at, 0) AS checked_at, CAST(1 AS bigint) AS fits,
  CAST(CASE WHEN CAST(sqlc.arg(credit) AS bigint) = 0 THEN 0 ELSE (SELECT count(*) FROM subscription s WHERE s.person = p.id
    AND s.campaign = CAST(sqlc.arg(campaign) AS text) AND s.spent = 0) END AS bigint) AS consents,
  CAST(CASE WHEN CAST(sqlc.arg(month) AS bigint) = 0 THEN 0 ELSE (SELECT count(*) FROM broadcast_person o JOIN broadcast_chunk h
    ON h.campaign = o.campaign AND h.number = o.number AND o.place > h.first_place AND o.place <= h.last_place WHERE o.person = p.id
    AND o.skipped = 0 AND h.state = 'accepted' AND h.msg_id <> '' AND h.began_at >= CAST(sqlc.arg(month) AS bigint)) END AS bigint) AS sends
FROM (
  SELECT a.person FROM arrival a WHERE a.campaign = CAST(sqlc.arg(campaign) AS text) AND a.person > CAST(sqlc.arg(after) AS bigint)
  UNION SELECT r.person FROM member r WHERE r.campaign = CAST(sqlc.arg(campaign) AS text) AND r.person > CAST(sqlc.arg(after) AS bigint)
    AND (r.decided_at > 0 OR r.standing <> '')
) came JOIN person p ON p.id = came.person
LEFT JOIN member m ON m.campaign = CAST(sqlc.arg(campaign) AS text) AND m.person = came.person
ORDER BY p.id LIMIT sqlc.arg(n);

-- name: PeopleHolding :many
SELECT p.id, p.id AS at_key, p.hash, p.openid, p.following, p.consent, p.credits, p.credits_until, p.last_at,
  CAST(COALESCE(m.seat, 0) AS bigint) AS seat, COALESCE(m.standing, '') AS standing, COALESCE(m.signed_at, 0) AS signed_at,
  COALESCE(m.checked_at, 0) AS checked_at, CAST(1 AS bigint) AS fits,
  CAST(CASE WHEN CAST(sqlc.arg(credit) AS bigint) = 0 THEN 0 ELSE (SELECT count(*) FROM subscription s WHERE s.person = p.id
    AND s.campaign = c.campaign AND s.spent = 0) END AS bigint) AS consents,
  CAST(CASE WHEN CAST(sqlc.arg(month) AS bigint) = 0 THEN 0 ELSE (SELECT count(*) FROM broadcast_person o JOIN broadcast_chunk h
    ON h.campaign = o.campaign AND h.number = o.number AND o.place > h.first_place AND o.place <= h.last_place WHERE o.person = p.id
    AND o.skipped = 0 AND h.state = 'accepted' AND h.msg_id <> '' AND h.began_at >= CAST(sqlc.arg(month) AS bigint)) END AS bigint) AS sends
FROM claim c JOIN person p ON p.id = c.person LEFT JOIN member m ON m.campaign = c.campaign AND m.person = c.person
WHERE c.campaign = sqlc.arg(campaign) AND c.pack = sqlc.arg(arg) AND c.state = 'held' AND c.person > CAST(sqlc.arg(after) AS bigint)
ORDER BY c.person LIMIT sqlc.arg(n);

-- name: PeopleOf :many
SELECT p.id, b.place AS at_key, p.hash, p.openid, p.following, p.consent, p.credits, p.credits_until, p.last_at,
  CAST(COALESCE(m.seat, 0) AS bigint) AS seat, COALESCE(m.standing, '') AS standing, COALESCE(m.signed_at, 0) AS signed_at,
  COALESCE(m.checked_at, 0) AS checked_at,
  CAST(CASE WHEN p.openid IS NOT NULL AND b.skipped = 0 AND c.state IN ('accepted', 'unknown') THEN 1 ELSE 0 END AS bigint) AS fits, CAST(0 AS bigint) AS consents,
  CAST(CASE WHEN CAST(sqlc.arg(month) AS bigint) = 0 THEN 0 ELSE (SELECT count(*) FROM broadcast_person o JOIN broadcast_chunk h
    ON h.campaign = o.campaign AND h.number = o.number AND o.place > h.first_place AND o.place <= h.last_place WHERE o.person = p.id
    AND o.skipped = 0 AND h.state = 'accepted' AND h.msg_id <> '' AND h.began_at >= CAST(sqlc.arg(month) AS bigint)) END AS bigint) AS sends
FROM broadcast_person b
JOIN broadcast_chunk c ON c.campaign = b.campaign AND c.number = b.number AND c.first_place < b.place AND c.last_place >= b.place
JOIN person p ON p.id = b.person LEFT JOIN member m ON m.campaign = b.campaign AND m.person = b.person
WHERE b.campaign = sqlc.arg(campaign) AND b.number = sqlc.arg(of_number) AND b.place > CAST(sqlc.arg(after) AS bigint)
ORDER BY b.place LIMIT sqlc.arg(n);

-- name: PeopleAll :many
SELECT p.id, p.id AS at_key, p.hash, p.openid, p.following, p.consent, p.credits, p.credits_until, p.last_at,
  CAST(COALESCE(m.seat, 0) AS bigint) AS seat, COALESCE(m.standing, '') AS standing, COALESCE(m.signed_at, 0) AS signed_at,
  COALESCE(m.checked_at, 0) AS checked_at, CAST(CASE WHEN p.openid IS NULL THEN 0 ELSE 1 END AS bigint) AS fits,
  CAST(CASE WHEN CAST(sqlc.arg(credit) AS bigint) = 0 THEN 0 ELSE (SELECT count(*) FROM subscription s WHERE s.person = p.id
    AND s.campaign = sqlc.arg(campaign) AND s.spent = 0) END AS bigint) AS consents,
  CAST(CASE WHEN CAST(sqlc.arg(month) AS bigint) = 0 THEN 0 ELSE (SELECT count(*) FROM broadcast_person o JOIN broadcast_chunk h
    ON h.campaign = o.campaign AND h.number = o.number AND o.place > h.first_place AND o.place <= h.last_place WHERE o.person = p.id
    AND o.skipped = 0 AND h.state = 'accepted' AND h.msg_id <> '' AND h.began_at >= CAST(sqlc.arg(month) AS bigint)) END AS bigint) AS sends
FROM person p LEFT JOIN member m ON m.campaign = sqlc.arg(campaign) AND m.person = p.id
WHERE p.id > CAST(sqlc.arg(after) AS bigint) ORDER BY p.id LIMIT sqlc.arg(n);

-- name: ListSends :many
SELECT * FROM broadcast WHERE campaign = sqlc.arg(campaign) AND number < sqlc.arg(number) AND CASE CAST(sqlc.arg(tab) AS text)
    WHEN 'draft' THEN state IN ('draft', 'approval', 'held')
    WHEN 'planned' THEN state IN ('scheduled', 'leaving')
    WHEN 'running' THEN state IN ('sending', 'paused', 'stopped')
    WHEN 'ended' THEN state IN ('done', 'cancelled', 'denied')
    ELSE true END
ORDER BY number DESC LIMIT sqlc.arg(n);
