-- name: EnsureCampaign :exec
INSERT INTO campaign (id, taken, extra, closed, next_queue) VALUES (sqlc.arg(id), 0, 0, 0, 0) ON CONFLICT DO NOTHING;

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

-- name: SmallestFreeSeat :one
SELECT CAST(CASE
  WHEN NOT EXISTS (SELECT 1 FROM member f WHERE f.campaign = sqlc.arg(id) AND f.seat = 1) THEN 1
  ELSE (SELECT min(m.seat) + 1 FROM member m WHERE m.campaign = sqlc.arg(id) AND m.seat IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM member n WHERE n.campaign = m.campaign AND n.seat = m.seat + 1))
  END AS bigint) AS seat;

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
SELECT * FROM member WHERE campaign = sqlc.arg(campaign) AND queue IS NOT NULL ORDER BY queue LIMIT 1 /* FOR UPDATE */;

-- name: WaitingBefore :one
SELECT count(*) FROM member WHERE campaign = sqlc.arg(campaign) AND queue < sqlc.arg(queue);

-- name: CountWaiting :one
SELECT count(*) FROM member WHERE campaign = sqlc.arg(campaign) AND queue IS NOT NULL;

-- name: Present :one
SELECT count(*) FROM member WHERE campaign = sqlc.arg(campaign) AND checked_at > 0;
