-- name: Subscribe :execrows
INSERT INTO subscription (token, campaign, person, at, spent)
VALUES (sqlc.arg(token), sqlc.arg(campaign), sqlc.arg(person), sqlc.arg(at), 0) ON CONFLICT DO NOTHING;

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
  pending, pending_until, choices, choices_until, shelved, taken)
VALUES (sqlc.arg(id), sqlc.arg(openid), sqlc.arg(hash), 0, 0, 1, 0, 0, 0, '', 0, '', 0, 0, 0)
ON CONFLICT (hash) DO NOTHING;
