-- name: ForgetOpenid :exec
UPDATE person SET openid = NULL, following = 0, credits = 0, credits_until = 0, pending = '', choices = '', taken = 0,
  shelved = (SELECT count(*) FROM delivery d WHERE d.person = person.id AND d.state = 'shelved'
    AND d.kind IN ('promoted', 'makeup', 'link', 'pack'))
WHERE person.id = sqlc.arg(id);

-- name: DeletePerson :exec
DELETE FROM person WHERE id = sqlc.arg(id);

-- Several messages of a person may have the same time: those that are blank are passed over.
-- name: WrittenBy :many
SELECT key, at FROM journal WHERE person = sqlc.arg(person) AND at >= sqlc.arg(since) AND at <= sqlc.arg(until) AND (body <> '' OR reply <> '-' OR why <> '')
ORDER BY at LIMIT sqlc.arg(n);

-- name: LastWritten :one
SELECT CAST(COALESCE(max(at), 0) AS bigint) FROM journal WHERE person = sqlc.arg(person);

-- name: BlankMessage :exec
UPDATE journal SET body = '', reply = '-', quotes = 0, why = '' WHERE key = sqlc.arg(key);

-- name: BlankQuestions :exec
UPDATE question SET body = '', folded = '', state = CASE WHEN state = 'answered' THEN state ELSE 'gone' END
WHERE person = sqlc.arg(person);

-- name: BlankDeliveries :execrows
UPDATE delivery SET args = '{}', words = '', promise = CASE WHEN state = 'sending' THEN '' ELSE promise END,
  state = CASE WHEN state IN ('queued', 'shelved') THEN 'cancelled'
  WHEN state = 'sending' AND kind IN ('human', 'reply', 'answered') THEN 'cancelled' ELSE state END
WHERE id IN (SELECT d.id FROM delivery d WHERE d.person = sqlc.arg(person) AND d.id <= sqlc.arg(newest)
  AND (d.args <> '{}' OR d.words <> '' OR d.state IN ('queued', 'shelved'))
  AND NOT (d.person > 0 AND d.kind IN ('promoted', 'makeup', 'link', 'pack') AND d.state IN ('queued', 'sending', 'shelved'))
  LIMIT sqlc.arg(n));

-- name: BlankQuoting :execrows
UPDATE delivery SET args = '{}', words = '', state = CASE WHEN state IN ('queued', 'shelved') THEN 'cancelled' ELSE state END
WHERE id IN (SELECT d.id FROM delivery d WHERE d.about = sqlc.arg(about) AND d.about > 0 AND d.person <> sqlc.arg(about) AND d.id <= sqlc.arg(newest)
  AND (d.args <> '{}' OR d.words <> '')
  AND (d.person = 0 OR d.state IN ('sent', 'failed', 'cancelled')) LIMIT sqlc.arg(n));

-- name: QuotingDeliveries :many
SELECT id, kind, args FROM delivery
WHERE about = sqlc.arg(about) AND about > 0 AND person <> sqlc.arg(about) AND person > 0 AND state IN ('queued', 'sending', 'shelved', 'unknown')
  AND id > sqlc.arg(after) ORDER BY id LIMIT sqlc.arg(n);

-- name: SetDeliveryArgs :exec
UPDATE delivery SET args = sqlc.arg(args) WHERE id = sqlc.arg(id);

-- name: DropCodes :exec
DELETE FROM confirmation WHERE until < sqlc.arg(now);

-- name: QuotingCodes :many
SELECT moderator, code, args FROM confirmation WHERE args LIKE '%"question":%';

-- name: DropCode :exec
DELETE FROM confirmation WHERE moderator = sqlc.arg(moderator) AND code = sqlc.arg(code);

-- name: QuestionWords :many
SELECT body, at FROM question WHERE person = sqlc.arg(person) AND body <> '';

-- name: JournalPage :many
SELECT key, at, reply FROM journal WHERE quotes = 1 AND at >= sqlc.arg(at) AND (at > sqlc.arg(at) OR key > sqlc.arg(key))
ORDER BY at, key LIMIT sqlc.arg(n);

-- name: BlankReply :exec
UPDATE journal SET reply = '-', quotes = 0 WHERE key = sqlc.arg(key);

-- name: RecentStaffReplies :many
SELECT j.key, j.reply FROM moderator m JOIN person p ON p.hash = m.hash JOIN journal j ON j.person = p.id
WHERE j.quotes = 1 AND j.at >= sqlc.arg(since) AND j.reply <> '-' LIMIT sqlc.arg(n);

-- name: MembersOf :many
SELECT campaign, seat, queue, checked_at FROM member WHERE person = sqlc.arg(person);

-- name: DeleteMember :exec
DELETE FROM member WHERE person = sqlc.arg(person);

-- name: ClaimsOf :many
SELECT * FROM claim WHERE person = sqlc.arg(person);

-- name: DeleteClaims :exec
DELETE FROM claim WHERE person = sqlc.arg(person);

-- name: DeleteStrikes :exec
DELETE FROM strike WHERE person = sqlc.arg(person);

-- name: CountJournal :one
SELECT count(*) FROM journal WHERE person = sqlc.arg(person) AND kind <> 'event';
