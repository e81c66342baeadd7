-- name: Subscribe :execrows
INSERT INTO subscription (token, campaign, person, at, spent)
VALUES (sqlc.arg(token), sqlc.arg(campaign), sqlc.arg(person), sqlc.arg(at), 0) ON CONFLICT DO NOTHING;

-- name: ReplaceSubscriptions :exec
UPDATE subscription SET spent = -1 WHERE person = sqlc.arg(person) AND spent = 0 AND token <> sqlc.arg(token);

-- name: SpendSubscription :execrows
UPDATE subscription SET spent = sqlc.arg(delivery)
WHERE token = (SELECT s.token FROM subscription s
  WHERE s.person = sqlc.arg(person) AND s.campaign = sqlc.arg(campaign) AND s.spent = 0 ORDER BY s.at, s.token LIMIT 1);

-- name: RefundSubscription :exec
UPDATE subscription SET spent = 0 WHERE person = sqlc.arg(person) AND spent = sqlc.arg(delivery);

-- name: DeleteSubscriptions :exec
DELETE FROM subscription WHERE person = sqlc.arg(person);

-- name: ListFollower :execrows
INSERT INTO person (id, openid, hash, first_at, last_at, following, consent, credits, credits_until,
  pending, pending_until, choices, choices_until, shelved, taken, since, listed)
SELECT CAST(sqlc.arg(id) AS bigint), CAST(sqlc.arg(openid) AS text), CAST(sqlc.arg(hash) AS text), 0, 0, 1, 0, 0, 0, '', 0, '', 0, 0, 0,
  CAST(sqlc.arg(id) AS bigint), CAST(sqlc.arg(listing) AS bigint)
WHERE NOT EXISTS (SELECT 1 FROM forgotten f WHERE f.hash IN (sqlc.arg(hash), sqlc.arg(trace)))
ON CONFLICT (hash) DO NOTHING;

-- name: Followed :many
SELECT id, openid, listed FROM person WHERE id > sqlc.arg(after) AND openid IS NOT NULL AND last_at < sqlc.arg(seen)
ORDER BY id LIMIT sqlc.arg(n);

-- name: Forgotten :exec
INSERT INTO forgotten (hash, until) VALUES (sqlc.arg(hash), sqlc.arg(until)) ON CONFLICT (hash) DO UPDATE SET until = excluded.until;

-- name: OpenidOf :one
SELECT openid FROM person WHERE id = sqlc.arg(id);

-- name: OpenidOfFollower :one
SELECT openid FROM person WHERE id = sqlc.arg(id) AND following = 1;
