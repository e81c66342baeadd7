-- name: CountReminded :one
SELECT count(*) AS people, CAST(COALESCE(sum(CASE WHEN p.following = 1 AND p.consent <> 2 AND
    (p.credits > 1 AND p.credits_until >= sqlc.arg(at) OR EXISTS (SELECT 1 FROM subscription s
      WHERE s.person = p.id AND s.campaign = m.campaign AND s.spent = 0))
  THEN 1 ELSE 0 END), 0) AS bigint) AS reachable
FROM member m JOIN person p ON p.id = m.person
WHERE m.campaign = sqlc.arg(campaign) AND m.standing = 'seat' AND p.openid IS NOT NULL;
