-- What a late reply shows is blanked together with the stored reply of its message. One that
-- waits is not said then.
-- name: BlankLate :exec
UPDATE delivery SET args = '{}', words = '',
  state = CASE WHEN state IN ('queued', 'sending', 'shelved') THEN 'cancelled' ELSE state END
WHERE once = sqlc.arg(once);

-- name: OldQuotes :many
SELECT key FROM journal WHERE quotes = 1 AND at < sqlc.arg(before) ORDER BY at LIMIT sqlc.arg(n);

-- name: StaffReplies :many
SELECT j.key FROM moderator m JOIN person p ON p.hash = m.hash JOIN journal j ON j.person = p.id
WHERE j.quotes = 1 AND j.at < sqlc.arg(before) AND j.reply <> '-' LIMIT sqlc.arg(n);

-- An alert that no group robot has taken.
-- name: GiveUpAlerts :execrows
UPDATE delivery SET state = 'failed', args = '{}', done_at = sqlc.arg(at), words = 'no group robot has taken it' WHERE id IN
  (SELECT d.id FROM delivery d WHERE d.state = 'queued' AND d.channel = 'robot' AND d.due < sqlc.arg(before) LIMIT sqlc.arg(n));
