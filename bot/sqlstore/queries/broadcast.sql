-- name: ReminderRun :one
SELECT count(*) FROM reminder_run WHERE campaign = sqlc.arg(campaign) AND
  (name = sqlc.arg(name) AND planned >= sqlc.arg(planned) OR
   planned = sqlc.arg(planned) AND words = sqlc.arg(words) AND audience = sqlc.arg(audience));

-- name: RecordRun :execrows
INSERT INTO reminder_run (campaign, name, planned, words, audience, at, people, late, told)
VALUES (sqlc.arg(campaign), sqlc.arg(name), sqlc.arg(planned), sqlc.arg(words), sqlc.arg(audience), sqlc.arg(at), sqlc.arg(people),
  sqlc.arg(late), sqlc.arg(late)) ON CONFLICT DO NOTHING;

-- name: UntoldRuns :many
SELECT * FROM reminder_run WHERE campaign = sqlc.arg(campaign) AND told = 0 ORDER BY planned, name;

-- name: RunTold :exec
UPDATE reminder_run SET told = 1 WHERE campaign = sqlc.arg(campaign) AND name = sqlc.arg(name) AND planned = sqlc.arg(planned);

-- name: InsertBroadcast :exec
INSERT INTO broadcast (campaign, number, audience, audience_arg, body, state, size, previewed, by_whom, approved, made_at, due,
  sent_at, done_at, told, owner)
VALUES (sqlc.arg(campaign), sqlc.arg(number), sqlc.arg(audience), sqlc.arg(audience_arg), sqlc.arg(body), 'draft', sqlc.arg(size),
  sqlc.arg(previewed), sqlc.arg(by_whom), '', sqlc.arg(at), 0, 0, 0, 0, sqlc.arg(owner));

-- name: Broadcast :one
SELECT * FROM broadcast WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) /* FOR UPDATE */;

-- name: BroadcastsIn :many
SELECT * FROM broadcast WHERE campaign = sqlc.arg(campaign) AND state = sqlc.arg(state) ORDER BY number /* FOR UPDATE */;

-- name: SaveBroadcast :exec
UPDATE broadcast SET body = sqlc.arg(body), made_at = sqlc.arg(made_at), state = sqlc.arg(state), size = sqlc.arg(size), previewed = sqlc.arg(previewed),
  approved = sqlc.arg(approved), due = sqlc.arg(due), sent_at = sqlc.arg(sent_at), done_at = sqlc.arg(done_at), told = sqlc.arg(told)
WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number);

-- name: SentSince :many
SELECT * FROM broadcast WHERE campaign = sqlc.arg(campaign) AND sent_at > sqlc.arg(since) ORDER BY number DESC;

-- name: DueBroadcasts :many
SELECT * FROM broadcast WHERE state = 'scheduled' AND due <= sqlc.arg(now) ORDER BY due /* FOR UPDATE */;

-- name: ForgetAudience :exec
DELETE FROM broadcast_person WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number);

-- The counts of audiences have the conditions of the inserts that follow.

-- name: CountAudienceAll :one
SELECT count(*) FROM person WHERE openid IS NOT NULL;

-- name: CountAudienceStanding :one
SELECT count(*) FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.standing = sqlc.arg(standing) AND p.openid IS NOT NULL;

-- name: CountAudiencePresent :one
SELECT count(*) FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.checked_at > 0 AND (m.standing <> '' OR m.signed_at > 0) AND p.openid IS NOT NULL
  AND NOT EXISTS
  (SELECT 1 FROM claim c WHERE c.campaign = m.campaign AND c.person = m.person AND c.pack = sqlc.arg(without_pack) AND c.state = 'held');

-- name: CountAudienceHolders :one
SELECT count(*) FROM claim c JOIN person p ON p.id = c.person
WHERE c.campaign = sqlc.arg(campaign) AND c.pack = sqlc.arg(pack) AND c.state = 'held' AND p.openid IS NOT NULL;

-- name: CountAudienceSource :one
SELECT count(*) FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.source = sqlc.arg(source) AND m.standing <> '' AND p.openid IS NOT NULL;

-- name: CountAudienceOf :one
SELECT count(*) FROM broadcast_person b JOIN broadcast_chunk c ON c.campaign = b.campaign AND c.number = b.number AND c.chunk = b.chunk
JOIN person p ON p.id = b.person
WHERE b.campaign = sqlc.arg(campaign) AND b.number = sqlc.arg(of_number) AND b.skipped = 0 AND c.state IN ('accepted', 'unknown')
  AND p.openid IS NOT NULL;

-- name: AudienceAll :execrows
INSERT INTO broadcast_person (campaign, number, person, place, chunk, skipped)
SELECT CAST(sqlc.arg(campaign) AS text), CAST(sqlc.arg(number) AS bigint), p.id,
  CAST(row_number() OVER (ORDER BY CASE WHEN m.seat IS NULL THEN 1 ELSE 0 END, m.seat, CASE WHEN p.first_at = 0 THEN 1 ELSE 0 END,
    p.first_at, p.id) AS bigint), 0, 0
FROM person p LEFT JOIN member m ON m.campaign = sqlc.arg(campaign) AND m.person = p.id
WHERE p.openid IS NOT NULL;

-- name: AudienceStanding :execrows
INSERT INTO broadcast_person (campaign, number, person, place, chunk, skipped)
SELECT CAST(sqlc.arg(campaign) AS text), CAST(sqlc.arg(number) AS bigint), p.id,
  CAST(row_number() OVER (ORDER BY CASE WHEN m.seat IS NULL THEN 1 ELSE 0 END, m.seat, m.queue, p.id) AS bigint), 0, 0
FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.standing = sqlc.arg(standing) AND p.openid IS NOT NULL;

-- name: AudiencePresent :execrows
INSERT INTO broadcast_person (campaign, number, person, place, chunk, skipped)
SELECT CAST(sqlc.arg(campaign) AS text), CAST(sqlc.arg(number) AS bigint), p.id,
  CAST(row_number() OVER (ORDER BY CASE WHEN m.seat IS NULL THEN 1 ELSE 0 END, m.seat, p.first_at, p.id) AS bigint), 0, 0
FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.checked_at > 0 AND (m.standing <> '' OR m.signed_at > 0) AND p.openid IS NOT NULL
  AND NOT EXISTS
  (SELECT 1 FROM claim c WHERE c.campaign = m.campaign AND c.person = m.person AND c.pack = sqlc.arg(without_pack) AND c.state = 'held');

-- name: AudienceHolders :execrows
INSERT INTO broadcast_person (campaign, number, person, place, chunk, skipped)
SELECT CAST(sqlc.arg(campaign) AS text), CAST(sqlc.arg(number) AS bigint), p.id,
  CAST(row_number() OVER (ORDER BY CASE WHEN m.seat IS NULL THEN 1 ELSE 0 END, m.seat, p.first_at, p.id) AS bigint), 0, 0
FROM claim c JOIN person p ON p.id = c.person LEFT JOIN member m ON m.campaign = c.campaign AND m.person = c.person
WHERE c.campaign = sqlc.arg(campaign) AND c.pack = sqlc.arg(pack) AND c.state = 'held' AND p.openid IS NOT NULL;

-- name: AudienceSource :execrows
INSERT INTO broadcast_person (campaign, number, person, place, chunk, skipped)
SELECT CAST(sqlc.arg(campaign) AS text), CAST(sqlc.arg(number) AS bigint), p.id,
  CAST(row_number() OVER (ORDER BY CASE WHEN m.seat IS NULL THEN 1 ELSE 0 END, m.seat, p.first_at, p.id) AS bigint), 0, 0
FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.source = sqlc.arg(source) AND m.standing <> '' AND p.openid IS NOT NULL;

-- name: AudienceOf :execrows
INSERT INTO broadcast_person (campaign, number, person, place, chunk, skipped)
SELECT CAST(sqlc.arg(campaign) AS text), CAST(sqlc.arg(number) AS bigint), b.person,
  CAST(row_number() OVER (ORDER BY b.place, b.person) AS bigint), 0, 0
FROM broadcast_person b JOIN broadcast_chunk c ON c.campaign = b.campaign AND c.number = b.number AND c.chunk = b.chunk
JOIN person p ON p.id = b.person
WHERE b.campaign = sqlc.arg(campaign) AND b.number = sqlc.arg(of_number) AND b.skipped = 0 AND c.state IN ('accepted', 'unknown')
  AND p.openid IS NOT NULL;

-- name: Reachable :one
SELECT count(*) FROM broadcast_person b JOIN person p ON p.id = b.person
WHERE b.campaign = sqlc.arg(campaign) AND b.number = sqlc.arg(number) AND p.following = 1 AND p.consent <> 2
  AND (SELECT count(*) FROM broadcast_person o JOIN broadcast_chunk c
      ON c.campaign = o.campaign AND c.number = o.number AND c.chunk = o.chunk
    WHERE o.person = b.person AND o.skipped = 0 AND c.state = 'accepted' AND c.msg_id <> '' AND c.began_at >= sqlc.arg(month)) < CAST(sqlc.arg(quota) AS bigint);

-- name: SetChunk :exec
UPDATE broadcast_person SET chunk = sqlc.arg(chunk)
WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND place > sqlc.arg(after) AND place <= sqlc.arg(upto);

-- name: InsertChunk :exec
INSERT INTO broadcast_chunk (campaign, number, chunk, state, due, began_at, owner, client_id, msg_id, size, total, filtered, sent,
  failed, finished, maybe, asked, code, words)
VALUES (sqlc.arg(campaign), sqlc.arg(number), sqlc.arg(chunk), 'queued', sqlc.arg(due), 0, '', sqlc.arg(client_id), '',
  sqlc.arg(size), 0, 0, 0, 0, 0, 0, 0, 0, '');

-- name: DueChunks :many
SELECT c.* FROM broadcast_chunk c JOIN broadcast b ON b.campaign = c.campaign AND b.number = c.number
WHERE b.state = 'sending' AND (c.state = 'queued' AND c.due <= sqlc.arg(now) OR c.state = 'sending' AND c.owner <> sqlc.arg(owner))
ORDER BY c.number, c.chunk LIMIT 1;

-- name: Chunks :many
SELECT * FROM broadcast_chunk WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) ORDER BY chunk;

-- name: WaitingChunks :one
SELECT count(*) FROM broadcast_chunk WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND state IN ('queued', 'sending');

-- name: BeginChunk :execrows
UPDATE broadcast_chunk SET state = 'sending', owner = sqlc.arg(owner), size = sqlc.arg(size),
  began_at = CASE WHEN began_at = 0 THEN sqlc.arg(now) ELSE began_at END
WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND chunk = sqlc.arg(chunk) AND
  (state = 'queued' OR state = 'sending' AND owner <> sqlc.arg(owner));

-- name: SkipUnreachable :execrows
UPDATE broadcast_person SET skipped = 1
WHERE broadcast_person.campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND chunk = sqlc.arg(chunk) AND EXISTS
  (SELECT 1 FROM person p WHERE p.id = broadcast_person.person AND (p.following = 0 OR p.consent = 2 OR p.openid IS NULL));

-- name: SkipErased :execrows
UPDATE broadcast_person SET skipped = 1
WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND chunk = sqlc.arg(chunk) AND
  NOT EXISTS (SELECT 1 FROM person p WHERE p.id = broadcast_person.person);

-- name: ChunkPeople :many
SELECT p.id, p.openid, p.following, p.consent, p.credits, p.credits_until FROM broadcast_person b JOIN person p ON p.id = b.person
WHERE b.campaign = sqlc.arg(campaign) AND b.number = sqlc.arg(number) AND b.chunk = sqlc.arg(chunk) AND b.skipped = 0
ORDER BY b.place;

-- name: CountSkipped :one
SELECT count(*) FROM broadcast_person WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND skipped = 1;

-- name: SaveChunk :exec
UPDATE broadcast_chunk SET state = sqlc.arg(state), due = sqlc.arg(due), began_at = sqlc.arg(began_at), msg_id = sqlc.arg(msg_id), size = sqlc.arg(size),
  total = sqlc.arg(total), filtered = sqlc.arg(filtered), sent = sqlc.arg(sent), failed = sqlc.arg(failed),
  finished = sqlc.arg(finished), maybe = sqlc.arg(maybe), code = sqlc.arg(code), words = sqlc.arg(words)
WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND chunk = sqlc.arg(chunk);

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
INSERT INTO mass_result (msg_id, status, total, filtered, sent, failed, at)
VALUES (sqlc.arg(msg_id), sqlc.arg(status), sqlc.arg(total), sqlc.arg(filtered), sqlc.arg(sent), sqlc.arg(failed), sqlc.arg(at))
ON CONFLICT DO NOTHING;

-- name: MassResult :one
SELECT * FROM mass_result WHERE msg_id = sqlc.arg(msg_id);

-- name: OptedOutOf :one
SELECT count(*) FROM broadcast_person b JOIN person p ON p.id = b.person
WHERE b.campaign = sqlc.arg(campaign) AND b.number = sqlc.arg(number) AND b.skipped = 0 AND p.consent = 2;

-- name: PeopleStanding :many
SELECT m.person FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.standing = sqlc.arg(standing) AND p.consent <> 2 ORDER BY m.seat, m.queue;

-- name: PeoplePresent :many
SELECT m.person FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.checked_at > 0 AND (m.standing <> '' OR m.signed_at > 0) AND p.consent <> 2 AND NOT EXISTS
  (SELECT 1 FROM claim c WHERE c.campaign = m.campaign AND c.person = m.person AND c.pack = sqlc.arg(without_pack) AND c.state = 'held')
ORDER BY m.checked_at;

-- name: PeopleAll :many
SELECT id FROM person WHERE openid IS NOT NULL AND consent <> 2 ORDER BY first_at, id;

-- name: PeopleHolding :many
SELECT c.person FROM claim c JOIN person p ON p.id = c.person
WHERE c.campaign = sqlc.arg(campaign) AND c.pack = sqlc.arg(pack) AND c.state = 'held' AND p.consent <> 2 ORDER BY c.at, c.person;

-- name: UntoldBroadcasts :many
SELECT * FROM broadcast WHERE state IN ('sending', 'paused', 'stopped') AND told = 0 ORDER BY number /* FOR UPDATE */;

-- name: SilentChunk :one
SELECT * FROM broadcast_chunk WHERE state = 'accepted' AND finished = 0 AND msg_id <> '' AND asked = 0
  AND began_at <= sqlc.arg(before) AND began_at > sqlc.arg(after) ORDER BY began_at LIMIT 1;

-- name: ChunkAsked :exec
UPDATE broadcast_chunk SET asked = 1 WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND chunk = sqlc.arg(chunk);

-- name: OpenChunks :one
SELECT count(*) FROM broadcast_chunk WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND
  (state IN ('queued', 'sending') OR state = 'accepted' AND finished = 0 AND began_at > sqlc.arg(since));
