-- What is kept no longer: see the table of package campaign. Each query takes a slice
-- of at most n rows, the oldest first.

-- name: ForgetJournal :execrows
DELETE FROM journal WHERE key IN (SELECT j.key FROM journal j WHERE j.at < sqlc.arg(before) ORDER BY j.at LIMIT sqlc.arg(n));

-- name: ForgetUnanswered :execrows
DELETE FROM unanswered WHERE id IN
  (SELECT u.id FROM unanswered u WHERE u.at < sqlc.arg(before) ORDER BY u.at LIMIT sqlc.arg(n));

-- name: OldTickets :many
SELECT campaign, kind, number, person, state FROM ticket
WHERE (body <> '' OR answer <> '') AND last_at < sqlc.arg(before) ORDER BY last_at LIMIT sqlc.arg(n) /* FOR UPDATE */;

-- name: ForgetTicket :exec
UPDATE ticket SET body = '', answer = '', matter = '', state = CASE WHEN state IN ('open', 'taken') THEN 'gone' ELSE state END
WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number);

-- name: ForgetQuestions :execrows
UPDATE question SET body = '', folded = '', answer = '', state = CASE WHEN state = 'answered' THEN state ELSE 'gone' END
WHERE (campaign, number) IN (SELECT q.campaign, q.number FROM question q
  WHERE (q.body <> '' OR q.folded <> '' OR q.answer <> '') AND q.at < sqlc.arg(before) ORDER BY q.at LIMIT sqlc.arg(n));

-- name: OldDeliveries :many
SELECT id, person, state FROM delivery WHERE created_at < sqlc.arg(before) ORDER BY created_at LIMIT sqlc.arg(n) /* FOR UPDATE */;

-- name: DeleteDelivery :exec
DELETE FROM delivery WHERE id = sqlc.arg(id);

-- name: ForgetAuditWords :execrows
UPDATE audit SET before = '', after = '' WHERE id IN
  (SELECT a.id FROM audit a WHERE (a.before <> '' OR a.after <> '') AND a.at < sqlc.arg(before) ORDER BY a.at LIMIT sqlc.arg(n));

-- name: ForgetAudit :execrows
DELETE FROM audit WHERE id IN (SELECT a.id FROM audit a WHERE a.at < sqlc.arg(before) ORDER BY a.at LIMIT sqlc.arg(n));

-- name: ForgetCodes :execrows
DELETE FROM confirmation WHERE (moderator, code) IN
  (SELECT c.moderator, c.code FROM confirmation c WHERE c.until < sqlc.arg(before) LIMIT sqlc.arg(n));

-- name: ForgetInvitations :execrows
DELETE FROM invitation WHERE code IN (SELECT i.code FROM invitation i WHERE i.until < sqlc.arg(before) LIMIT sqlc.arg(n));

-- name: ForgetJobs :execrows
DELETE FROM job WHERE id IN (SELECT j.id FROM job j WHERE j.created_at < sqlc.arg(before) ORDER BY j.created_at LIMIT sqlc.arg(n));

-- name: ForgetMassResults :execrows
DELETE FROM mass_result WHERE msg_id IN
  (SELECT r.msg_id FROM mass_result r WHERE r.at < sqlc.arg(before) ORDER BY r.at LIMIT sqlc.arg(n));

-- name: ForgetTombstones :execrows
DELETE FROM forgotten WHERE hash IN
  (SELECT f.hash FROM forgotten f WHERE f.until < sqlc.arg(before) ORDER BY f.until LIMIT sqlc.arg(n));

-- name: EndedClasses :many
SELECT id FROM campaign WHERE ends_at > 0 AND ends_at < sqlc.arg(before);

-- name: ServedClasses :many
SELECT id FROM campaign WHERE ends_at > 0 AND ends_at < sqlc.arg(before) AND claims_end < sqlc.arg(claimed);

-- name: LastEnd :one
SELECT CAST(COALESCE(max(ends_at), 0) AS bigint) AS ends_at FROM campaign;

-- People who left are found again by their hash until each class is over in which they
-- took part, and for a while in any case: what they wrote before they left may arrive
-- later, and must not bring them back.
-- name: GonePeople :many
SELECT g.id FROM person g WHERE g.openid IS NULL AND g.last_at < sqlc.arg(seen) AND NOT EXISTS
  (SELECT 1 FROM campaign c WHERE (c.ends_at = 0 OR c.ends_at >= sqlc.arg(before)) AND
    (EXISTS (SELECT 1 FROM member m WHERE m.campaign = c.id AND m.person = g.id)
      OR EXISTS (SELECT 1 FROM claim k WHERE k.campaign = c.id AND k.person = g.id)
      OR EXISTS (SELECT 1 FROM strike s WHERE s.campaign = c.id AND s.person = g.id)
      OR EXISTS (SELECT 1 FROM link_report r WHERE r.campaign = c.id AND r.person = g.id)
      OR EXISTS (SELECT 1 FROM question q WHERE q.campaign = c.id AND q.person = g.id)
      OR EXISTS (SELECT 1 FROM vote v WHERE v.campaign = c.id AND v.person = g.id)))
  ORDER BY g.last_at LIMIT sqlc.arg(n);

-- name: ForgetGone :execrows
DELETE FROM person WHERE id = sqlc.arg(id) AND openid IS NULL;

-- name: ForgetDraws :execrows
DELETE FROM kept_draw WHERE (campaign, pack, hash) IN
  (SELECT k.campaign, k.pack, k.hash FROM kept_draw k WHERE k.campaign = sqlc.arg(campaign) LIMIT sqlc.arg(n));

-- name: ForgetReportRows :execrows
DELETE FROM link_report WHERE (campaign, pack, url, person) IN
  (SELECT r.campaign, r.pack, r.url, r.person FROM link_report r
  WHERE r.campaign = sqlc.arg(campaign) AND r.at < sqlc.arg(before) LIMIT sqlc.arg(n));

-- name: ForgetPromises :execrows
DELETE FROM link_promise WHERE (campaign, pack, person) IN
  (SELECT r.campaign, r.pack, r.person FROM link_promise r WHERE r.campaign = sqlc.arg(campaign) LIMIT sqlc.arg(n));

-- name: ForgetAskers :execrows
DELETE FROM ticket_asker WHERE (campaign, kind, number, person) IN
  (SELECT a.campaign, a.kind, a.number, a.person FROM ticket_asker a
  WHERE a.campaign = sqlc.arg(campaign) AND a.at < sqlc.arg(before) LIMIT sqlc.arg(n));

-- name: ForgetVotes :execrows
DELETE FROM vote WHERE (campaign, number, person) IN
  (SELECT v.campaign, v.number, v.person FROM vote v WHERE v.campaign = sqlc.arg(campaign) AND NOT EXISTS
    (SELECT 1 FROM question q WHERE q.campaign = v.campaign AND q.number = v.number AND q.body <> '') LIMIT sqlc.arg(n));

-- name: ForgetStrikes :execrows
DELETE FROM strike WHERE (campaign, person) IN
  (SELECT s.campaign, s.person FROM strike s WHERE s.campaign = sqlc.arg(campaign) AND s.until < sqlc.arg(before) LIMIT sqlc.arg(n));

-- name: ForgetSubscriptions :execrows
DELETE FROM subscription WHERE token IN
  (SELECT s.token FROM subscription s WHERE s.campaign = sqlc.arg(campaign) AND s.at < sqlc.arg(before) LIMIT sqlc.arg(n));

-- name: ForgetRuns :execrows
DELETE FROM reminder_run WHERE (campaign, name, planned) IN
  (SELECT r.campaign, r.name, r.planned FROM reminder_run r WHERE r.campaign = sqlc.arg(campaign) LIMIT sqlc.arg(n));

-- name: ForgetReceivers :execrows
DELETE FROM broadcast_person WHERE (campaign, number, person) IN
  (SELECT b.campaign, b.number, b.person FROM broadcast_person b WHERE b.campaign = sqlc.arg(campaign) LIMIT sqlc.arg(n));
