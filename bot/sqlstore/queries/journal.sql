-- name: Recall :one
SELECT person, reply, at FROM journal WHERE key = sqlc.arg(key);

-- name: DeliveryOnce :one
SELECT id, person, state FROM delivery WHERE once = sqlc.arg(once);

-- name: WithdrawDelivery :execrows
UPDATE delivery SET state = 'cancelled', done_at = sqlc.arg(at) WHERE id = sqlc.arg(id) AND state = sqlc.arg(state);

-- name: Record :execrows
INSERT INTO journal (key, campaign, person, kind, body, reply, at, quotes, why)
VALUES (sqlc.arg(key), sqlc.arg(campaign), sqlc.arg(person), sqlc.arg(kind), sqlc.arg(body), sqlc.arg(reply), sqlc.arg(at),
  sqlc.arg(quotes), sqlc.arg(why))
ON CONFLICT DO NOTHING;

-- name: Beat :execrows
UPDATE heartbeat SET at = sqlc.arg(at) WHERE id = 1;
