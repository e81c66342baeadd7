-- name: QueuedGauge :one
SELECT count(*) AS n, CAST(COALESCE(min(d.due), 0) AS bigint) AS oldest FROM
  (SELECT due FROM delivery WHERE state = 'queued' AND channel = 'person' LIMIT sqlc.arg(n)) d;

-- name: RobotGauge :one
SELECT count(*) AS n, CAST(COALESCE(min(d.due), 0) AS bigint) AS oldest FROM
  (SELECT due FROM delivery WHERE state = 'queued' AND channel = 'robot' LIMIT sqlc.arg(n)) d;

-- name: SendingGauge :one
SELECT count(*) AS n, CAST(COALESCE(min(d.begun), 0) AS bigint) AS oldest FROM
  (SELECT begun FROM delivery WHERE state = 'sending' LIMIT sqlc.arg(n)) d;

-- name: DeliveryStateGauge :one
SELECT count(*) FROM (SELECT 1 FROM delivery WHERE campaign = sqlc.arg(campaign) AND state = sqlc.arg(state) LIMIT sqlc.arg(n)) d;

-- name: JobGauge :one
SELECT count(*) AS n, CAST(COALESCE(min(j.created_at), 0) AS bigint) AS oldest, CAST(COALESCE(sum(CASE WHEN j.attempts > 0 THEN 1 ELSE 0 END), 0) AS bigint) AS failing FROM
  (SELECT created_at, attempts FROM job WHERE state = 'open' LIMIT sqlc.arg(n)) j;

-- name: TicketGauge :one
SELECT count(*) AS n, CAST(COALESCE(min(t.opened_at), 0) AS bigint) AS oldest FROM
  (SELECT opened_at FROM ticket WHERE campaign = sqlc.arg(campaign) AND state IN ('open', 'taken') ORDER BY opened_at LIMIT sqlc.arg(n)) t;

-- name: BroadcastGauge :one
SELECT count(*) AS n, CAST(COALESCE(sum(b.size), 0) AS bigint) AS people, CAST(COALESCE(sum((SELECT sum(c.size) FROM broadcast_chunk c
    WHERE c.campaign = b.campaign AND c.number = b.number AND c.state NOT IN ('queued', 'sending'))), 0) AS bigint) AS done
FROM broadcast b WHERE b.state = 'sending';

-- name: InstanceGauge :one
SELECT count(*) FROM instance WHERE seen_at > sqlc.arg(since);
