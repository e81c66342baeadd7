-- name: ForgetOpenid :exec
UPDATE person SET openid = NULL, following = 0, credits = 0, credits_until = 0, pending = '', choices = '', taken = 0,
  shelved = (SELECT count(*) FROM delivery d WHERE d.person = person.id AND d.state = 'shelved')
WHERE person.id = sqlc.arg(id);

-- name: DeletePerson :exec
DELETE FROM person WHERE id = sqlc.arg(id);

-- name: BlankJournal :exec
UPDATE journal SET body = '', reply = '-' WHERE person = sqlc.arg(person);

-- name: BlankTickets :exec
UPDATE ticket SET body = '', answer = '',
  state = CASE WHEN state IN ('open', 'taken') AND NOT EXISTS (SELECT 1 FROM ticket_asker a
    WHERE a.campaign = ticket.campaign AND a.kind = ticket.kind AND a.number = ticket.number) THEN 'gone' ELSE state END,
  person = COALESCE((SELECT min(a.person) FROM ticket_asker a
    WHERE a.campaign = ticket.campaign AND a.kind = ticket.kind AND a.number = ticket.number), person)
WHERE ticket.person = sqlc.arg(person);

-- name: BlankQuestions :exec
UPDATE question SET body = '', folded = '', state = CASE WHEN state = 'answered' THEN state ELSE 'gone' END
WHERE person = sqlc.arg(person);

-- name: BlankDeliveries :exec
UPDATE delivery SET args = '{}', words = '', promise = CASE WHEN state = 'sending' THEN '' ELSE promise END,
  state = CASE WHEN state IN ('queued', 'shelved') THEN 'cancelled'
  WHEN state = 'sending' AND kind IN ('human', 'reply', 'answered') THEN 'cancelled' ELSE state END
WHERE person = sqlc.arg(person)
  AND NOT (kind IN ('promoted', 'makeup', 'link', 'pack') AND state IN ('queued', 'sending', 'shelved'));

-- name: BlankQuotes :exec
UPDATE delivery SET args = '{}', words = '', state = CASE WHEN state IN ('queued', 'shelved') THEN 'cancelled'
  WHEN state = 'sending' AND kind IN ('human', 'reply', 'answered') THEN 'cancelled' ELSE state END
WHERE about = sqlc.arg(about) AND about > 0 AND person <> sqlc.arg(about)
  AND (person = 0 OR state IN ('sent', 'failed', 'cancelled'));

-- name: CancelDeliveries :exec
UPDATE delivery SET args = '{}', words = '', promise = CASE WHEN state = 'sending' THEN '' ELSE promise END,
  state = CASE WHEN state IN ('queued', 'sending', 'shelved') THEN 'cancelled' ELSE state END
WHERE person = sqlc.arg(person) AND kind IN ('promoted', 'makeup', 'link', 'pack');

-- name: QuotingDeliveries :many
SELECT id, kind, args FROM delivery
WHERE about = sqlc.arg(about) AND about > 0 AND person <> sqlc.arg(about) AND person > 0 AND state IN ('queued', 'sending', 'shelved', 'unknown');

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

-- name: TicketWords :many
SELECT kind, number, body, opened_at FROM ticket WHERE person = sqlc.arg(person) AND body <> '';

-- name: BlankReplies :exec
UPDATE journal SET reply = '-' WHERE quotes = 1 AND at >= sqlc.arg(since)
  AND reply LIKE CAST(sqlc.arg(pattern) AS text) ESCAPE '\';

-- name: BlankStaffReplies :exec
UPDATE journal SET reply = '-' WHERE quotes = 1 AND at < sqlc.arg(before) AND reply <> '-'
  AND person IN (SELECT p.id FROM moderator m JOIN person p ON p.hash = m.hash);

-- name: BlankStaffQuotes :exec
UPDATE journal SET reply = '-' WHERE quotes = 1 AND at >= sqlc.arg(since)
  AND reply LIKE CAST(sqlc.arg(pattern) AS text) ESCAPE '\'
  AND person IN (SELECT p.id FROM moderator m JOIN person p ON p.hash = m.hash);

-- name: MembersOf :many
SELECT campaign, seat, queue, checked_at FROM member WHERE person = sqlc.arg(person);

-- name: UncountVotes :exec
UPDATE question SET votes = votes - 1 WHERE (campaign, number) IN
  (SELECT v.campaign, v.number FROM vote v WHERE v.person = sqlc.arg(person));

-- name: DeleteMember :exec
DELETE FROM member WHERE person = sqlc.arg(person);

-- name: ClaimsOf :many
SELECT * FROM claim WHERE person = sqlc.arg(person);

-- name: DeleteClaims :exec
DELETE FROM claim WHERE person = sqlc.arg(person);

-- name: DeleteVotes :exec
DELETE FROM vote WHERE person = sqlc.arg(person);

-- name: DeleteReports :exec
DELETE FROM link_report WHERE person = sqlc.arg(person);

-- name: DeleteStrikes :exec
DELETE FROM strike WHERE person = sqlc.arg(person);

-- name: DeleteAskers :exec
DELETE FROM ticket_asker WHERE person = sqlc.arg(person);

-- name: LeaveAudiences :exec
UPDATE broadcast_person SET skipped = 1 WHERE broadcast_person.person = sqlc.arg(person) AND NOT EXISTS
  (SELECT 1 FROM broadcast_chunk c WHERE c.campaign = broadcast_person.campaign AND c.number = broadcast_person.number
    AND c.chunk = broadcast_person.chunk AND c.began_at > 0);

-- name: DeleteAudiences :exec
DELETE FROM broadcast_person WHERE person = sqlc.arg(person) AND skipped = 0;

-- name: CountJournal :one
SELECT count(*) FROM journal WHERE person = sqlc.arg(person) AND kind <> 'event';
