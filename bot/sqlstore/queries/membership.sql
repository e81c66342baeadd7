-- name: Memberships :many
SELECT p.id, p.heard, p.taken, p.pending, p.pending_until, p.choices, p.choices_until, CAST('' AS text) AS class,
  CAST('' AS text) AS standing, CAST(0 AS bigint) AS claimed FROM person p WHERE p.hash = sqlc.arg(hash)
UNION ALL
SELECT p.id, p.heard, 0, '', 0, '', 0, m.campaign, m.standing, 0 FROM person p JOIN member m ON m.person = p.id
WHERE p.hash = sqlc.arg(hash) AND (m.standing <> '' OR m.checked_at > 0)
UNION ALL
SELECT p.id, p.heard, 0, '', 0, '', 0, c.campaign, '', CASE WHEN c.state IN ('held', 'queued') THEN 1 ELSE 0 END FROM person p JOIN claim c ON c.person = p.id
WHERE p.hash = sqlc.arg(hash);

-- name: ClassesOf :many
SELECT m.campaign FROM member m WHERE m.person = sqlc.arg(person) AND (m.standing <> '' OR m.checked_at > 0)
UNION SELECT c.campaign FROM claim c WHERE c.person = sqlc.arg(person);

-- name: LastClass :one
SELECT j.campaign FROM journal j WHERE j.person = sqlc.arg(person) AND j.at >= sqlc.arg(since) ORDER BY j.at DESC LIMIT 1;

-- name: TakenClass :one
SELECT t.campaign FROM ticket t WHERE t.person = sqlc.arg(person) AND t.state = 'taken' ORDER BY t.opened_at DESC LIMIT 1;

-- name: Said :one
SELECT j.body FROM journal j WHERE j.key = sqlc.arg(key) AND j.person = sqlc.arg(person);

-- name: ClosedClasses :many
SELECT c.id FROM campaign c WHERE c.closed <> 0;

-- name: CodeClass :one
SELECT c.campaign FROM confirmation c
WHERE c.moderator = sqlc.arg(moderator) AND c.code = sqlc.arg(code) AND c.used = 0 AND c.until >= sqlc.arg(now);

-- name: SwitchClass :exec
UPDATE moderator SET campaign = sqlc.arg(campaign) WHERE hash = sqlc.arg(hash);
