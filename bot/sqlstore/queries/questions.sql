-- name: InsertQuestion :exec
INSERT INTO question (campaign, number, person, body, folded, state, merged, answer, at, wall_at)
VALUES (sqlc.arg(campaign), sqlc.arg(number), sqlc.arg(person), sqlc.arg(body), sqlc.arg(folded), sqlc.arg(state), 0, '',
  sqlc.arg(at), 0);

-- name: Question :one
SELECT q.*, (SELECT count(*) FROM vote v WHERE v.campaign = q.campaign AND v.number = q.number) AS votes
FROM question q WHERE q.campaign = sqlc.arg(campaign) AND q.number = sqlc.arg(number);

-- name: SameQuestion :one
SELECT q.*, (SELECT count(*) FROM vote v WHERE v.campaign = q.campaign AND v.number = q.number) AS votes
FROM question q WHERE q.campaign = sqlc.arg(campaign) AND q.folded = sqlc.arg(folded) AND q.state IN ('pending', 'approved')
ORDER BY q.number LIMIT 1;

-- name: QuestionsIn :many
SELECT q.*, (SELECT count(*) FROM vote v WHERE v.campaign = q.campaign AND v.number = q.number) AS votes
FROM question q WHERE q.campaign = sqlc.arg(campaign) AND q.state = sqlc.arg(state)
ORDER BY q.number LIMIT 200;

-- name: QuestionsBy :one
SELECT count(*) FROM question WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person);

-- name: SetQuestion :execrows
UPDATE question SET state = sqlc.arg(state), merged = sqlc.arg(merged), answer = sqlc.arg(answer), wall_at = sqlc.arg(wall_at)
WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number);

-- name: MoveVotes :exec
INSERT INTO vote (campaign, number, person)
SELECT v.campaign, sqlc.arg(into_number), v.person FROM vote v
WHERE v.campaign = sqlc.arg(campaign) AND v.number = sqlc.arg(number)
ON CONFLICT DO NOTHING;

-- name: Vote :execrows
INSERT INTO vote (campaign, number, person) VALUES (sqlc.arg(campaign), sqlc.arg(number), sqlc.arg(person)) ON CONFLICT DO NOTHING;

-- name: Unvote :execrows
DELETE FROM vote WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND person = sqlc.arg(person);

-- name: QuestionAuthors :many
SELECT DISTINCT person FROM question
WHERE campaign = sqlc.arg(campaign) AND (number = sqlc.arg(number) OR merged = sqlc.arg(number)) ORDER BY person;

-- name: Strike :one
INSERT INTO strike (campaign, person, n, until) VALUES (sqlc.arg(campaign), sqlc.arg(person), 1, 0)
ON CONFLICT (campaign, person) DO UPDATE SET n = strike.n + 1
RETURNING n;

-- name: Muted :one
SELECT until FROM strike WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person);

-- name: Mute :exec
UPDATE strike SET n = 0, until = sqlc.arg(until) WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person);
