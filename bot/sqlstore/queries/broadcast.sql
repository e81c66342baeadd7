-- name: ReminderRun :one
SELECT count(*) FROM reminder_run WHERE campaign = sqlc.arg(campaign) AND
  (name = sqlc.arg(name) AND planned >= sqlc.arg(planned) OR
   planned = sqlc.arg(planned) AND words = sqlc.arg(words) AND audience = sqlc.arg(audience));

-- name: RecordRun :execrows
INSERT INTO reminder_run (campaign, name, planned, words, audience, at, people, late, told)
VALUES (sqlc.arg(campaign), sqlc.arg(name), sqlc.arg(planned), sqlc.arg(words), sqlc.arg(audience), sqlc.arg(at), 0,
  sqlc.arg(late), 2) ON CONFLICT DO NOTHING;

-- name: CountRun :exec
UPDATE reminder_run SET people = sqlc.arg(people), told = late
WHERE campaign = sqlc.arg(campaign) AND name = sqlc.arg(name) AND planned = sqlc.arg(planned);

-- name: UntoldRuns :many
SELECT * FROM reminder_run WHERE campaign = sqlc.arg(campaign) AND told = 0 ORDER BY planned, name;

-- name: RunTold :exec
UPDATE reminder_run SET told = 1 WHERE campaign = sqlc.arg(campaign) AND name = sqlc.arg(name) AND planned = sqlc.arg(planned);

-- name: InsertBroadcast :exec
INSERT INTO broadcast (campaign, number, audience, audience_arg, body, state, size, previewed, by_whom, approved, made_at, due,
  sent_at, done_at, told, owner, moment, listing, gone, date_meant)
VALUES (sqlc.arg(campaign), sqlc.arg(number), sqlc.arg(audience), sqlc.arg(audience_arg), sqlc.arg(body), 'draft', sqlc.arg(size),
  sqlc.arg(previewed), sqlc.arg(by_whom), '', sqlc.arg(at), 0, 0, 0, 0, sqlc.arg(owner), sqlc.arg(moment), 0, 0,
  sqlc.arg(date_meant));

-- name: Broadcast :one
SELECT * FROM broadcast WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) /* FOR UPDATE */;

-- name: BroadcastsIn :many
SELECT * FROM broadcast WHERE campaign = sqlc.arg(campaign) AND state = sqlc.arg(state) ORDER BY number /* FOR UPDATE */;

-- name: SaveBroadcast :exec
UPDATE broadcast SET body = sqlc.arg(body), made_at = sqlc.arg(made_at), state = sqlc.arg(state), size = sqlc.arg(size), previewed = sqlc.arg(previewed),
  approved = sqlc.arg(approved), due = sqlc.arg(due), sent_at = sqlc.arg(sent_at), done_at = sqlc.arg(done_at), told = sqlc.arg(told),
  moment = sqlc.arg(moment), listing = sqlc.arg(listing), gone = sqlc.arg(gone), date_meant = sqlc.arg(date_meant)
WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number);

-- name: SentSince :many
SELECT * FROM broadcast WHERE campaign = sqlc.arg(campaign) AND sent_at > sqlc.arg(since) ORDER BY number DESC;

-- name: DueBroadcasts :many
SELECT * FROM broadcast WHERE campaign = sqlc.arg(campaign) AND state IN ('scheduled', 'leaving') AND due <= sqlc.arg(now) ORDER BY due /* FOR UPDATE */;

-- The counts of audiences have the conditions of the lists that follow, at this moment.

-- Those who are not reached are few, and are subtracted: to look into the row of everybody takes
-- four times as long as to count the rows.
-- name: CountAudienceAll :one
SELECT count(*) AS people, CAST(count(*)
  - (SELECT count(*) FROM person gone WHERE gone.openid IS NOT NULL AND gone.following = 0)
  - (SELECT count(*) FROM person out WHERE out.openid IS NOT NULL AND out.following = 1 AND out.consent = 2) AS bigint) AS reachable
FROM person p WHERE p.openid IS NOT NULL;

-- name: CountAudienceStanding :one
SELECT count(*) AS people, CAST(COALESCE(sum(CASE WHEN p.following = 1 AND p.consent <> 2 THEN 1 ELSE 0 END), 0) AS bigint) AS reachable FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.standing = sqlc.arg(standing) AND p.openid IS NOT NULL;

-- name: CountAudiencePresent :one
SELECT count(*) AS people, CAST(COALESCE(sum(CASE WHEN p.following = 1 AND p.consent <> 2 THEN 1 ELSE 0 END), 0) AS bigint) AS reachable FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.checked_at > 0 AND (m.standing <> '' OR m.signed_at > 0) AND p.openid IS NOT NULL
  AND NOT EXISTS
  (SELECT 1 FROM claim c WHERE c.campaign = m.campaign AND c.person = m.person AND c.pack = sqlc.arg(without_pack) AND c.state = 'held');

-- name: CountAudienceHolders :one
SELECT count(*) AS people, CAST(COALESCE(sum(CASE WHEN p.following = 1 AND p.consent <> 2 THEN 1 ELSE 0 END), 0) AS bigint) AS reachable FROM claim c JOIN person p ON p.id = c.person
WHERE c.campaign = sqlc.arg(campaign) AND c.pack = sqlc.arg(pack) AND c.state = 'held' AND p.openid IS NOT NULL;

-- name: CountAudienceSource :one
SELECT count(*) AS people, CAST(COALESCE(sum(CASE WHEN p.following = 1 AND p.consent <> 2 THEN 1 ELSE 0 END), 0) AS bigint) AS reachable FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.source = sqlc.arg(source) AND m.standing <> '' AND p.openid IS NOT NULL;

-- name: CountAudienceOf :one
SELECT count(*) AS people, CAST(COALESCE(sum(CASE WHEN p.following = 1 AND p.consent <> 2 THEN 1 ELSE 0 END), 0) AS bigint) AS reachable FROM broadcast_person b
JOIN broadcast_chunk c ON c.campaign = b.campaign AND c.number = b.number AND c.first_place < b.place AND c.last_place >= b.place
JOIN person p ON p.id = b.person
WHERE b.campaign = sqlc.arg(campaign) AND b.number = sqlc.arg(of_number) AND b.skipped = 0 AND c.state IN ('accepted', 'unknown')
  AND p.openid IS NOT NULL;

-- name: CountMassSends :one
SELECT count(*) FROM broadcast b WHERE EXISTS (SELECT 1 FROM broadcast_chunk c WHERE c.campaign = b.campaign AND c.number = b.number
  AND c.state = 'accepted' AND c.msg_id <> '' AND c.began_at >= sqlc.arg(month));

-- name: CountExhausted :one
SELECT count(*) FROM person p LEFT JOIN member m ON m.campaign = sqlc.arg(campaign) AND m.person = p.id
WHERE p.id IN (SELECT o.person FROM broadcast_chunk h
    JOIN broadcast_person o ON o.campaign = h.campaign AND o.number = h.number AND o.place > h.first_place AND o.place <= h.last_place
    WHERE h.state = 'accepted' AND h.msg_id <> '' AND h.began_at >= sqlc.arg(month) AND o.skipped = 0
    GROUP BY o.person HAVING count(*) >= CAST(sqlc.arg(quota) AS bigint))
  AND p.openid IS NOT NULL AND p.following = 1 AND p.consent <> 2 AND (CAST(sqlc.arg(kind) AS text) = 'received' AND EXISTS
  (SELECT 1 FROM broadcast_person b JOIN broadcast_chunk d ON d.campaign = b.campaign AND d.number = b.number AND d.first_place < b.place
    AND d.last_place >= b.place WHERE b.campaign = sqlc.arg(campaign) AND b.number = sqlc.arg(of_number) AND b.person = p.id AND b.skipped = 0
    AND d.state IN ('accepted', 'unknown'))
  OR CASE CAST(sqlc.arg(kind) AS text)
    WHEN 'all' THEN true
    WHEN 'seated' THEN m.standing = 'seat' AND m.since <= sqlc.arg(moment)
    WHEN 'waiting' THEN m.standing = 'wait' AND m.since <= sqlc.arg(moment)
    WHEN 'present' THEN m.checked_at > 0 AND m.seen <= sqlc.arg(moment) AND (m.standing <> '' OR m.signed_at > 0)
    WHEN 'present-without' THEN m.checked_at > 0 AND m.seen <= sqlc.arg(moment) AND (m.standing <> '' OR m.signed_at > 0) AND NOT EXISTS
      (SELECT 1 FROM claim c WHERE c.campaign = sqlc.arg(campaign) AND c.person = p.id AND c.pack = CAST(sqlc.arg(arg) AS text) AND c.state = 'held')
    WHEN 'holders' THEN EXISTS (SELECT 1 FROM claim c
      WHERE c.campaign = sqlc.arg(campaign) AND c.person = p.id AND c.pack = CAST(sqlc.arg(arg) AS text) AND c.state = 'held'
        AND c.since <= sqlc.arg(moment))
    WHEN 'source' THEN m.source = CAST(sqlc.arg(arg) AS text) AND m.standing <> '' AND m.joined <= sqlc.arg(moment)
    ELSE false END);

-- The lists are pages of candidates after a key, at most n, each with whether they fit: so
-- a page never reads more than n, however few fit.

-- name: CandidatesBySeat :many
SELECT m.person, CAST(m.seat AS bigint) AS at_key, p.openid, p.consent, p.since, CAST(CASE WHEN CASE CAST(sqlc.arg(kind) AS text)
    WHEN 'all' THEN true
    WHEN 'seated' THEN m.standing = 'seat' AND m.since <= sqlc.arg(moment)
    WHEN 'waiting' THEN m.standing = 'wait' AND m.since <= sqlc.arg(moment)
    WHEN 'present' THEN m.checked_at > 0 AND m.seen <= sqlc.arg(moment) AND (m.standing <> '' OR m.signed_at > 0)
    WHEN 'present-without' THEN m.checked_at > 0 AND m.seen <= sqlc.arg(moment) AND (m.standing <> '' OR m.signed_at > 0) AND NOT EXISTS
      (SELECT 1 FROM claim c WHERE c.campaign = sqlc.arg(campaign) AND c.person = p.id AND c.pack = CAST(sqlc.arg(arg) AS text) AND c.state = 'held')
    WHEN 'holders' THEN EXISTS (SELECT 1 FROM claim c
      WHERE c.campaign = sqlc.arg(campaign) AND c.person = p.id AND c.pack = CAST(sqlc.arg(arg) AS text) AND c.state = 'held'
        AND c.since <= sqlc.arg(moment))
    WHEN 'source' THEN m.source = CAST(sqlc.arg(arg) AS text) AND m.standing <> '' AND m.joined <= sqlc.arg(moment)
    ELSE false END THEN 1 ELSE 0 END AS bigint) AS fits
FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.seat > CAST(sqlc.arg(after) AS bigint) ORDER BY m.seat LIMIT sqlc.arg(n);

-- name: CandidatesByQueue :many
SELECT m.person, CAST(m.queue AS bigint) AS at_key, p.openid, p.consent, p.since,
  CAST(CASE WHEN m.standing = 'wait' AND m.since <= sqlc.arg(moment) THEN 1 ELSE 0 END AS bigint) AS fits
FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.queue > CAST(sqlc.arg(after) AS bigint) ORDER BY m.queue LIMIT sqlc.arg(n);

-- name: CandidatesInClass :many
SELECT m.person, m.person AS at_key, p.openid, p.consent, p.since, CAST(CASE WHEN CASE CAST(sqlc.arg(kind) AS text)
    WHEN 'all' THEN true
    WHEN 'seated' THEN m.standing = 'seat' AND m.since <= sqlc.arg(moment)
    WHEN 'waiting' THEN m.standing = 'wait' AND m.since <= sqlc.arg(moment)
    WHEN 'present' THEN m.checked_at > 0 AND m.seen <= sqlc.arg(moment) AND (m.standing <> '' OR m.signed_at > 0)
    WHEN 'present-without' THEN m.checked_at > 0 AND m.seen <= sqlc.arg(moment) AND (m.standing <> '' OR m.signed_at > 0) AND NOT EXISTS
      (SELECT 1 FROM claim c WHERE c.campaign = sqlc.arg(campaign) AND c.person = p.id AND c.pack = CAST(sqlc.arg(arg) AS text) AND c.state = 'held')
    WHEN 'holders' THEN EXISTS (SELECT 1 FROM claim c
      WHERE c.campaign = sqlc.arg(campaign) AND c.person = p.id AND c.pack = CAST(sqlc.arg(arg) AS text) AND c.state = 'held'
        AND c.since <= sqlc.arg(moment))
    WHEN 'source' THEN m.source = CAST(sqlc.arg(arg) AS text) AND m.standing <> '' AND m.joined <= sqlc.arg(moment)
    ELSE false END THEN 1 ELSE 0 END AS bigint) AS fits
FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.person > sqlc.arg(after) ORDER BY m.person LIMIT sqlc.arg(n);

-- name: CandidatesHolding :many
SELECT c.person, c.person AS at_key, p.openid, p.consent, p.since, CAST(CASE WHEN c.since <= sqlc.arg(moment) THEN 1 ELSE 0 END AS bigint) AS fits
FROM claim c JOIN person p ON p.id = c.person
WHERE c.campaign = sqlc.arg(campaign) AND c.pack = sqlc.arg(arg) AND c.state = 'held' AND c.person > sqlc.arg(after)
ORDER BY c.person LIMIT sqlc.arg(n);

-- name: CandidatesOf :many
SELECT b.person, b.place AS at_key, p.openid, p.consent, p.since,
  CAST(CASE WHEN b.skipped = 0 AND c.state IN ('accepted', 'unknown') THEN 1 ELSE 0 END AS bigint) AS fits
FROM broadcast_person b
JOIN broadcast_chunk c ON c.campaign = b.campaign AND c.number = b.number AND c.first_place < b.place AND c.last_place >= b.place
JOIN person p ON p.id = b.person
WHERE b.campaign = sqlc.arg(campaign) AND b.number = sqlc.arg(of_number) AND b.place > sqlc.arg(after)
ORDER BY b.place LIMIT sqlc.arg(n);

-- name: Candidates :many
SELECT p.id AS person, p.id AS at_key, p.openid, p.consent, p.since, CAST(1 AS bigint) AS fits FROM person p
WHERE p.id > sqlc.arg(after) ORDER BY p.id LIMIT sqlc.arg(n);

-- name: AddToAudience :execrows
INSERT INTO broadcast_person (campaign, number, person, place, skipped)
VALUES (sqlc.arg(campaign), sqlc.arg(number), sqlc.arg(person), sqlc.arg(place), 0) ON CONFLICT (campaign, number, person) DO NOTHING;

-- name: InsertChunk :exec
INSERT INTO broadcast_chunk (campaign, number, chunk, first_place, last_place, state, due, began_at, owner, lease_until, client_id, msg_id, size, total, filtered, sent,
  failed, finished, maybe, asked, code, words)
VALUES (sqlc.arg(campaign), sqlc.arg(number), sqlc.arg(chunk), sqlc.arg(first_place), sqlc.arg(last_place), 'queued', sqlc.arg(due), 0, '', 0, sqlc.arg(client_id), '',
  sqlc.arg(size), 0, 0, 0, 0, 0, 0, 0, 0, '');

-- name: DueChunks :many
SELECT c.* FROM broadcast_chunk c JOIN broadcast b ON b.campaign = c.campaign AND b.number = c.number
WHERE b.state = 'sending' AND (c.state = 'queued' AND c.due <= sqlc.arg(now) OR c.state = 'sending' AND
  (c.lease_until <= sqlc.arg(lease_now) OR c.owner <> sqlc.arg(owner)
    AND NOT EXISTS (SELECT 1 FROM instance i WHERE i.boot = c.owner AND i.seen_at > sqlc.arg(seen))))
  AND NOT EXISTS (SELECT 1 FROM broadcast_chunk e
    WHERE e.campaign = c.campaign AND e.number = c.number AND e.state = 'sending' AND e.owner <> sqlc.arg(owner)
      AND e.lease_until > sqlc.arg(lease_now)
      AND EXISTS (SELECT 1 FROM instance i WHERE i.boot = e.owner AND i.seen_at > sqlc.arg(seen)))
ORDER BY c.number, c.chunk LIMIT 1;

-- name: Chunks :many
SELECT * FROM broadcast_chunk WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) ORDER BY chunk;

-- name: WaitingChunks :one
SELECT count(*) FROM broadcast_chunk WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND state IN ('queued', 'sending');

-- name: BeginChunk :execrows
UPDATE broadcast_chunk SET state = 'sending', owner = sqlc.arg(owner), lease_until = sqlc.arg(lease_until), size = sqlc.arg(size),
  began_at = CASE WHEN began_at = 0 THEN sqlc.arg(now) ELSE began_at END
WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND chunk = sqlc.arg(chunk) AND
  (state = 'queued' OR state = 'sending' AND owner = sqlc.arg(was) AND lease_until = sqlc.arg(was_until));

-- name: SkipUnreachable :execrows
UPDATE broadcast_person SET skipped = 1
WHERE broadcast_person.campaign = sqlc.arg(campaign) AND broadcast_person.number = sqlc.arg(number) AND broadcast_person.place IN
  (SELECT b.place FROM broadcast_person b WHERE b.campaign = sqlc.arg(campaign) AND b.number = sqlc.arg(number) AND b.place > sqlc.arg(after)
    AND b.place <= sqlc.arg(upto) AND b.skipped = 0 AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = b.person
      AND p.following = 1 AND p.consent <> 2 AND p.openid IS NOT NULL) ORDER BY b.place LIMIT sqlc.arg(n));

-- name: ChunkPeople :many
SELECT b.place, p.id, p.openid, p.following, p.consent, p.credits, p.credits_until FROM broadcast_person b JOIN person p ON p.id = b.person
WHERE b.campaign = sqlc.arg(campaign) AND b.number = sqlc.arg(number) AND b.place > sqlc.arg(after) AND b.place <= sqlc.arg(upto) AND b.skipped = 0
ORDER BY b.place LIMIT sqlc.arg(n);

-- name: CountSkipped :one
SELECT count(*) FROM broadcast_person WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND skipped = 1;

-- The owner must be who leased it last: another process may have taken it over.
-- name: SaveChunk :execrows
UPDATE broadcast_chunk SET state = sqlc.arg(state), due = sqlc.arg(due), began_at = sqlc.arg(began_at), msg_id = sqlc.arg(msg_id), size = sqlc.arg(size),
  total = sqlc.arg(total), filtered = sqlc.arg(filtered), sent = sqlc.arg(sent), failed = sqlc.arg(failed),
  finished = sqlc.arg(finished), maybe = sqlc.arg(maybe), code = sqlc.arg(code), words = sqlc.arg(words), approval = sqlc.arg(approval)
WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND chunk = sqlc.arg(chunk) AND owner = sqlc.arg(owner);

-- name: CancelChunks :execrows
UPDATE broadcast_chunk SET state = CASE WHEN maybe = 1 OR state = 'sending' THEN 'unknown' ELSE 'cancelled' END
WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND state IN ('queued', 'sending');

-- name: StopSending :exec
UPDATE broadcast SET state = 'stopped' WHERE state = 'sending';

-- name: PauseSending :exec
UPDATE broadcast SET state = 'paused' WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND state = 'sending';

-- name: ChunkByMsg :one
SELECT * FROM broadcast_chunk WHERE msg_id = sqlc.arg(msg_id) /* FOR UPDATE */;

-- name: InsertMassResult :exec
INSERT INTO mass_result (msg_id, status, total, filtered, sent, failed, at, approval)
VALUES (sqlc.arg(msg_id), sqlc.arg(status), sqlc.arg(total), sqlc.arg(filtered), sqlc.arg(sent), sqlc.arg(failed), sqlc.arg(at),
  sqlc.arg(approval))
ON CONFLICT (msg_id) DO UPDATE SET status = excluded.status, total = excluded.total, filtered = excluded.filtered, sent = excluded.sent,
  failed = excluded.failed, at = excluded.at, approval = excluded.approval
WHERE mass_result.approval = 'waiting';

-- name: MassResult :one
SELECT * FROM mass_result WHERE msg_id = sqlc.arg(msg_id);

-- name: OptedOutOf :one
SELECT count(*) FROM broadcast_person b JOIN person p ON p.id = b.person
WHERE b.campaign = sqlc.arg(campaign) AND b.number = sqlc.arg(number) AND b.skipped = 0 AND p.consent = 2
  AND p.consent_at >= sqlc.arg(since) AND p.consent_at < sqlc.arg(until);

-- name: UntoldBroadcasts :many
SELECT * FROM broadcast WHERE campaign = sqlc.arg(campaign) AND state IN ('sending', 'paused', 'stopped') AND told = 0 AND listing = 0 ORDER BY number /* FOR UPDATE */;

-- name: SilentChunk :one
SELECT * FROM broadcast_chunk WHERE state = 'accepted' AND finished = 0 AND msg_id <> '' AND asked = 0
  AND began_at <= sqlc.arg(before) AND began_at > sqlc.arg(after) ORDER BY began_at LIMIT 1;

-- name: ChunkAsked :exec
UPDATE broadcast_chunk SET asked = 1 WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND chunk = sqlc.arg(chunk);

-- name: OpenChunks :one
SELECT count(*) FROM broadcast_chunk WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND
  (state IN ('queued', 'sending') OR state = 'accepted' AND finished = 0 AND began_at > sqlc.arg(since));
