-- name: EnsureCampaign :exec
INSERT INTO campaign (id, taken, extra, closed, next_queue, ends_at, claims_end)
VALUES (sqlc.arg(id), 0, 0, 0, 0, sqlc.arg(ends_at), sqlc.arg(claims_end))
ON CONFLICT (id) DO UPDATE SET ends_at = excluded.ends_at, claims_end = excluded.claims_end;

-- name: Tally :one
SELECT taken, extra, closed FROM campaign WHERE id = sqlc.arg(id);

-- name: LockCampaign :one
SELECT id FROM campaign WHERE id = sqlc.arg(id) /* FOR UPDATE */;

-- name: TakeSeat :one
UPDATE campaign SET taken = taken + 1 WHERE id = sqlc.arg(id) AND taken < sqlc.arg(seats) RETURNING taken;

-- name: LargestSeat :one
SELECT CAST(COALESCE(max(seat), 0) AS bigint) AS seat FROM member WHERE campaign = sqlc.arg(id);

-- name: FreeSeat :exec
UPDATE campaign SET taken = taken - 1 WHERE id = sqlc.arg(id) AND taken > 0;

-- name: TakeFreeSeat :one
DELETE FROM free_seat WHERE free_seat.campaign = sqlc.arg(campaign) AND seat =
  (SELECT min(f.seat) FROM free_seat f WHERE f.campaign = sqlc.arg(campaign))
RETURNING seat;

-- name: LeaveSeat :exec
INSERT INTO free_seat (campaign, seat) VALUES (sqlc.arg(campaign), sqlc.arg(seat)) ON CONFLICT DO NOTHING;

-- name: NextQueue :one
UPDATE campaign SET next_queue = next_queue + 1 WHERE id = sqlc.arg(id) RETURNING next_queue;

-- name: Member :one
SELECT * FROM member WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person) /* FOR UPDATE */;

-- name: SaveMember :exec
INSERT INTO member (campaign, person, standing, seat, queue, source, signed_at, checked_at, wrong_tries, wrong_since,
  decided_at, since, joined, seen)
VALUES (sqlc.arg(campaign), sqlc.arg(person), sqlc.arg(standing), sqlc.narg(seat), sqlc.narg(queue), sqlc.arg(source),
  sqlc.arg(signed_at), sqlc.arg(checked_at), sqlc.arg(wrong_tries), sqlc.arg(wrong_since), sqlc.arg(decided_at),
  sqlc.arg(stamp), sqlc.arg(stamp), sqlc.arg(stamp))
ON CONFLICT (campaign, person) DO UPDATE SET
  since = CASE WHEN member.standing = excluded.standing THEN member.since ELSE excluded.since END,
  joined = CASE WHEN member.standing <> '' THEN member.joined ELSE excluded.joined END,
  seen = CASE WHEN member.checked_at > 0 THEN member.seen ELSE excluded.seen END,
  standing = excluded.standing, seat = excluded.seat, queue = excluded.queue,
  source = excluded.source, signed_at = excluded.signed_at, checked_at = excluded.checked_at,
  wrong_tries = excluded.wrong_tries, wrong_since = excluded.wrong_since,
  decided_at = CASE WHEN excluded.decided_at > member.decided_at THEN excluded.decided_at ELSE member.decided_at END;

-- name: FirstWaiting :one
SELECT * FROM member WHERE campaign = sqlc.arg(campaign) AND queue IS NOT NULL
  AND COALESCE((SELECT p.following FROM person p WHERE p.id = member.person), 1) <> 0 -- see AnyoneWaiting
ORDER BY queue LIMIT 1 /* FOR UPDATE */;

-- name: WaitingBefore :one
SELECT CAST(COALESCE((SELECT sum(b.n) FROM count_bucket b WHERE b.campaign = sqlc.arg(campaign) AND b.kind = sqlc.arg(kind)
    AND b.bucket < sqlc.arg(bucket)), 0)
  + (SELECT count(*) FROM member m WHERE m.campaign = sqlc.arg(campaign) AND m.queue >= sqlc.arg(first) AND m.queue < sqlc.arg(queue))
  AS bigint) AS n;

-- name: AddCount :exec
INSERT INTO count_bucket (campaign, kind, bucket, n) VALUES (sqlc.arg(campaign), sqlc.arg(kind), sqlc.arg(bucket), sqlc.arg(n))
ON CONFLICT (campaign, kind, bucket) DO UPDATE SET n = count_bucket.n + excluded.n;

-- name: DropCount :exec
DELETE FROM count_bucket WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND bucket = sqlc.arg(bucket) AND n <= 0;

-- name: CountBuckets :one
SELECT CAST(COALESCE(sum(n), 0) AS bigint) AS n FROM count_bucket WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind);
