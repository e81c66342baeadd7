-- name: Enqueue :execrows
INSERT INTO delivery (id, campaign, person, kind, args, due, priority, state, channel, target, about, once, topic, version, owner,
  lease_until, attempts, paid, code, words, created_at, done_at, begun, promise)
VALUES (sqlc.arg(id), sqlc.arg(campaign), sqlc.arg(person), sqlc.arg(kind), sqlc.arg(args), sqlc.arg(due), sqlc.arg(priority),
  'queued', sqlc.arg(channel), sqlc.arg(target), sqlc.arg(about), sqlc.narg(once), sqlc.arg(topic), sqlc.arg(version), '',
  0, 0, 0, 0, '', sqlc.arg(now), 0, 0, sqlc.arg(promise))
ON CONFLICT (once) DO NOTHING;

-- name: FreeOnce :exec
UPDATE delivery SET once = NULL WHERE once = sqlc.arg(once) AND state IN ('failed', 'cancelled');

-- name: SupersededShelved :execrows
UPDATE delivery SET state = 'cancelled', done_at = sqlc.arg(at), promise = ''
WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person) AND topic = sqlc.arg(topic) AND state = 'shelved';

-- name: SupersededQueued :execrows
UPDATE delivery SET state = 'cancelled', done_at = sqlc.arg(at), promise = ''
WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person) AND topic = sqlc.arg(topic) AND state = 'queued';

-- name: DueDeliveries :many
SELECT d.*, p.openid, p.following, p.consent, p.credits, p.credits_until, p.taken,
  CAST(CASE WHEN d.kind = 'reminder' THEN (SELECT count(*) FROM subscription s
    WHERE s.person = d.person AND s.campaign = d.campaign AND s.spent = 0) ELSE 0 END AS bigint) AS subscriptions
FROM delivery d
LEFT JOIN person p ON p.id = d.person
WHERE d.state = 'queued' AND d.channel = 'person' AND d.priority = sqlc.arg(priority) AND d.due <= sqlc.arg(now)
  AND d.lease_until <= sqlc.arg(lease_now)
  AND NOT EXISTS (SELECT 1 FROM delivery e
    WHERE e.person = d.person AND e.state IN ('queued', 'sending') AND e.begun > sqlc.arg(since) AND e.id <> d.id
      AND (e.state = 'sending' OR e.due <= sqlc.arg(now) AND (d.begun = 0 OR e.begun < d.begun OR e.begun = d.begun AND e.id < d.id)))
ORDER BY d.due, d.id LIMIT sqlc.arg(n);

-- name: DueRobot :many
SELECT d.* FROM delivery d
WHERE d.state = 'queued' AND d.channel = 'robot' AND d.target = sqlc.arg(target) AND d.due <= sqlc.arg(now)
  AND NOT EXISTS (SELECT 1 FROM delivery e
    WHERE e.begun > 0 AND e.state IN ('queued', 'sending') AND e.channel = 'robot' AND e.target = d.target AND e.id < d.id
      AND e.begun > sqlc.arg(since) AND (e.state = 'sending' OR e.due > sqlc.arg(now)))
ORDER BY d.priority, d.id LIMIT sqlc.arg(n);

-- name: BeginDelivery :execrows
UPDATE delivery SET state = 'sending', owner = sqlc.arg(owner), lease_until = sqlc.arg(lease_until), attempts = attempts + 1,
  paid = sqlc.arg(paid), begun = CASE WHEN begun = 0 THEN CAST(sqlc.arg(now) AS bigint) ELSE begun END
WHERE id = sqlc.arg(id) AND state = 'queued';

-- name: SpendCredit :execrows
UPDATE person SET credits = credits - 1 WHERE id = sqlc.arg(id) AND credits > 0;

-- name: RefundCredit :exec
UPDATE person SET credits = credits + 1
WHERE id = sqlc.arg(id) AND credits < CASE WHEN credits_until - last_at > sqlc.arg(tap_span)
  THEN CAST(sqlc.arg(typed) AS bigint) ELSE CAST(sqlc.arg(tapped) AS bigint) END;

-- name: DropCredits :exec
UPDATE person SET credits = 0 WHERE id = sqlc.arg(id);

-- name: GonePerson :exec
UPDATE person SET following = 0, credits = 0 WHERE id = sqlc.arg(id);

-- name: EndDelivery :execrows
UPDATE delivery SET state = sqlc.arg(state), done_at = sqlc.arg(at), code = sqlc.arg(code), words = sqlc.arg(words)
WHERE id = sqlc.arg(id) AND state IN ('queued', 'sending');

-- name: ShelveDelivery :execrows
UPDATE delivery SET state = 'shelved', due = sqlc.arg(again), done_at = sqlc.arg(at), code = sqlc.arg(code), words = sqlc.arg(words)
WHERE id = sqlc.arg(id) AND state IN ('queued', 'sending');

-- name: WakingDeliveries :many
SELECT id, person FROM delivery WHERE state = 'shelved' AND due > 0 AND due <= sqlc.arg(now) ORDER BY due, id LIMIT sqlc.arg(n);

-- name: WakeDelivery :execrows
UPDATE delivery SET state = 'queued', begun = 0, lease_until = 0 WHERE id = sqlc.arg(id) AND state = 'shelved';

-- name: RequeueDelivery :execrows
UPDATE delivery SET state = 'queued', due = sqlc.arg(due), lease_until = sqlc.arg(pause_until), code = sqlc.arg(code),
  words = sqlc.arg(words),
  attempts = attempts - CAST(sqlc.arg(uncounted) AS bigint)
WHERE id = sqlc.arg(id) AND state IN ('queued', 'sending');

-- name: Interrupted :many
SELECT * FROM delivery d WHERE d.state = 'sending' AND (d.lease_until <= sqlc.arg(now) OR d.owner <> sqlc.arg(owner)
  AND NOT EXISTS (SELECT 1 FROM instance i WHERE i.boot = d.owner AND i.seen_at > sqlc.arg(seen)))
ORDER BY d.id LIMIT sqlc.arg(n) /* FOR UPDATE SKIP LOCKED */;

-- name: Withdrawn :many
SELECT * FROM delivery WHERE state = 'cancelled' AND promise <> '' ORDER BY id LIMIT sqlc.arg(n);

-- name: EndDeliveryPromise :exec
UPDATE delivery SET promise = '' WHERE id = sqlc.arg(id);

-- name: Waiting :many
SELECT * FROM delivery WHERE person = sqlc.arg(person) AND state = 'shelved' ORDER BY id;

-- name: MarkShown :execrows
UPDATE delivery SET state = 'sent', done_at = sqlc.arg(at) WHERE id = sqlc.arg(id) AND state = 'shelved';

-- name: CountStates :many
SELECT kind, state, count(*) AS n FROM delivery WHERE campaign = sqlc.arg(campaign) AND channel = 'person' GROUP BY kind, state;

-- name: TopicOpen :one
SELECT count(*) FROM (SELECT 1 FROM delivery WHERE campaign = sqlc.arg(campaign) AND topic = sqlc.arg(topic) AND topic <> ''
  AND state IN ('queued', 'sending') LIMIT 1) few;

-- name: TopicFailed :one
SELECT count(*) FROM delivery WHERE campaign = sqlc.arg(campaign) AND topic = sqlc.arg(topic) AND topic <> '' AND state = 'failed';

-- name: OpenFor :one
SELECT count(*) FROM delivery WHERE person = sqlc.arg(person) AND state = 'queued' AND channel = 'person';

-- name: RepeatUnknown :execrows
UPDATE delivery SET state = 'queued', due = sqlc.arg(due), begun = 0, lease_until = 0 WHERE id = sqlc.arg(id) AND state = 'unknown';

-- name: Control :one
SELECT level, revision FROM control WHERE id = 1;

-- name: KeyPrint :one
SELECT key_print FROM control WHERE id = 1;

-- name: SetKeyPrint :exec
UPDATE control SET key_print = sqlc.arg(key_print) WHERE id = 1 AND key_print = '';

-- name: SetLevel :exec
UPDATE control SET level = sqlc.arg(level), at = sqlc.arg(at), by_whom = sqlc.arg(by_whom) WHERE id = 1;

-- name: BumpRevision :exec
UPDATE control SET revision = revision + 1 WHERE id = 1;
