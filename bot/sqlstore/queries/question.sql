-- name: InsertQuestion :exec
INSERT INTO question (campaign, number, person, body, folded, state, merged, answer, at, wall_at, votes)
VALUES (sqlc.arg(campaign), sqlc.arg(number), sqlc.arg(person), sqlc.arg(body), sqlc.arg(folded), sqlc.arg(state), 0, '',
  sqlc.arg(at), 0, 0);

-- name: Question :one
SELECT * FROM question WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) /* FOR UPDATE */;

-- name: SameQuestion :one
SELECT * FROM question WHERE campaign = sqlc.arg(campaign) AND folded = sqlc.arg(folded) AND folded <> ''
  AND state IN ('pending', 'approved')
ORDER BY number LIMIT 1 /* FOR UPDATE */;

-- name: QuestionsIn :many
SELECT * FROM question WHERE campaign = sqlc.arg(campaign) AND state = sqlc.arg(state) ORDER BY number LIMIT 200;

-- name: QuestionsBy :one
SELECT count(*) FROM question q WHERE q.campaign = sqlc.arg(campaign) AND q.person = sqlc.arg(person) AND q.number > 0
  AND NOT EXISTS (SELECT 1 FROM question m WHERE m.campaign = q.campaign AND m.number = q.merged AND m.person = q.person)
  AND NOT EXISTS (SELECT 1 FROM question h WHERE h.campaign = q.campaign AND h.merged = q.number AND h.person = q.person
    AND h.number < 0);

-- name: SetQuestion :execrows
UPDATE question SET state = sqlc.arg(state), merged = sqlc.arg(merged), answer = sqlc.arg(answer), wall_at = sqlc.arg(wall_at)
WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number);

-- name: CountVotes :exec
UPDATE question SET votes = votes + sqlc.arg(n) WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number);

-- name: InsertRepeat :exec
INSERT INTO question (campaign, number, person, body, folded, state, merged, answer, at, wall_at, votes)
SELECT q.campaign, CAST(sqlc.arg(number) AS bigint), CAST(sqlc.arg(person) AS bigint), CAST(sqlc.arg(body) AS text), q.folded,
  'merged', q.number, '', CAST(sqlc.arg(at) AS bigint), 0, 0
FROM question q WHERE q.campaign = sqlc.arg(campaign) AND q.number = sqlc.arg(of_number) AND NOT EXISTS
  (SELECT 1 FROM question o WHERE o.campaign = q.campaign AND o.person = sqlc.arg(person)
    AND (o.number = sqlc.arg(of_number) OR o.merged = sqlc.arg(of_number)));

-- name: BequeathQuestions :exec
UPDATE question SET
  body = (SELECT h.body FROM question h WHERE h.campaign = question.campaign AND h.merged = question.number
    AND h.person <> sqlc.arg(person) AND h.body <> '' ORDER BY h.at, h.number LIMIT 1),
  folded = (SELECT h.folded FROM question h WHERE h.campaign = question.campaign AND h.merged = question.number
    AND h.person <> sqlc.arg(person) AND h.body <> '' ORDER BY h.at, h.number LIMIT 1),
  person = (SELECT h.person FROM question h WHERE h.campaign = question.campaign AND h.merged = question.number
    AND h.person <> sqlc.arg(person) AND h.body <> '' ORDER BY h.at, h.number LIMIT 1)
WHERE person = sqlc.arg(person) AND state IN ('pending', 'approved', 'hidden') AND EXISTS
  (SELECT 1 FROM question h WHERE h.campaign = question.campaign AND h.merged = question.number
    AND h.person <> sqlc.arg(person) AND h.body <> '');

-- name: Vote :execrows
INSERT INTO vote (campaign, number, person) VALUES (sqlc.arg(campaign), sqlc.arg(number), sqlc.arg(person)) ON CONFLICT DO NOTHING;

-- name: Unvote :execrows
DELETE FROM vote WHERE campaign = sqlc.arg(campaign) AND number = sqlc.arg(number) AND person = sqlc.arg(person);

-- name: AuthorsAfter :many
SELECT q.person FROM question q WHERE q.campaign = sqlc.arg(campaign) AND q.number = sqlc.arg(number) AND q.person > sqlc.arg(after)
UNION SELECT m.person FROM question m WHERE m.campaign = sqlc.arg(campaign) AND m.merged = sqlc.arg(number) AND m.person > sqlc.arg(after)
ORDER BY person LIMIT sqlc.arg(n);

-- name: Strike :one
INSERT INTO strike (campaign, person, n, until) VALUES (sqlc.arg(campaign), sqlc.arg(person), 1, 0)
ON CONFLICT (campaign, person) DO UPDATE SET n = strike.n + 1
RETURNING n;

-- name: Muted :one
SELECT until FROM strike WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person);

-- name: Mute :exec
UPDATE strike SET n = 0, until = sqlc.arg(until) WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person);
