-- Who deals with which ticket, what of it is shown, and the record of it all.

-- name: HoldTicket :execrows
UPDATE ticket SET holder = sqlc.arg(holder), held_at = sqlc.arg(at)
WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number) AND state IN ('open', 'taken')
  AND holder = sqlc.arg(before);

-- name: TakeTalkFrom :execrows
UPDATE ticket SET by_whom = sqlc.arg(by_whom), done_at = sqlc.arg(at)
WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number) AND state = 'taken'
  AND by_whom = sqlc.arg(before);

-- name: DropHolds :execrows
UPDATE ticket SET holder = '' WHERE (campaign, kind, number) IN
  (SELECT t.campaign, t.kind, t.number FROM ticket t WHERE t.state IN ('open', 'taken') AND t.holder <> '' AND t.holder = sqlc.arg(holder) LIMIT 500);

-- name: Colleagues :many
SELECT name, role FROM login UNION SELECT name, role FROM moderator ORDER BY name LIMIT 200;

-- name: AddPicture :execrows
INSERT INTO ticket_picture (campaign, kind, number, place, person, media, url, at)
SELECT CAST(sqlc.arg(campaign) AS text), CAST(sqlc.arg(kind) AS text), CAST(sqlc.arg(number) AS bigint), count(*) + 1,
  CAST(sqlc.arg(person) AS bigint), CAST(sqlc.arg(media) AS text), CAST(sqlc.arg(url) AS text), CAST(sqlc.arg(at) AS bigint)
FROM ticket_picture p WHERE p.campaign = sqlc.arg(campaign) AND p.kind = sqlc.arg(kind) AND p.number = sqlc.arg(number)
HAVING count(*) < CAST(sqlc.arg(most) AS bigint)
ON CONFLICT DO NOTHING;

-- name: Pictures :many
SELECT * FROM ticket_picture WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) AND number = sqlc.arg(number) ORDER BY place;

-- name: ForgetPicturesOf :exec
DELETE FROM ticket_picture WHERE person = sqlc.arg(person);

-- name: ForgetPictures :execrows
DELETE FROM ticket_picture WHERE (campaign, kind, number, place) IN
  (SELECT p.campaign, p.kind, p.number, p.place FROM ticket_picture p WHERE p.at < sqlc.arg(before) ORDER BY p.at LIMIT sqlc.arg(n));

-- The order is that of ids, which an index has; the time is no reason to take another one.
-- name: ListRecord :many
SELECT * FROM audit
WHERE campaign = sqlc.arg(campaign) AND id < sqlc.arg(id)
  AND at + 0 >= CAST(sqlc.arg(since) AS bigint) AND at + 0 < CAST(sqlc.arg(until) AS bigint)
  AND (CAST(sqlc.arg(kind) AS text) = '' OR action LIKE CAST(sqlc.arg(kind) AS text) || '.%')
  AND (CAST(sqlc.arg(target) AS text) = '' OR target = CAST(sqlc.arg(target) AS text))
ORDER BY id DESC LIMIT sqlc.arg(n);

-- name: ListRecordOf :many
SELECT * FROM audit
WHERE campaign = sqlc.arg(campaign) AND who = sqlc.arg(who) AND id < sqlc.arg(id)
  AND at + 0 >= CAST(sqlc.arg(since) AS bigint) AND at + 0 < CAST(sqlc.arg(until) AS bigint)
  AND (CAST(sqlc.arg(kind) AS text) = '' OR action LIKE CAST(sqlc.arg(kind) AS text) || '.%')
  AND (CAST(sqlc.arg(target) AS text) = '' OR target = CAST(sqlc.arg(target) AS text))
ORDER BY id DESC LIMIT sqlc.arg(n);

-- name: AnswerTimes :one
SELECT
  CAST(COALESCE(sum(CASE WHEN f.took <= 300000 THEN 1 ELSE 0 END), 0) AS bigint) AS five,
  CAST(COALESCE(sum(CASE WHEN f.took > 300000 AND f.took <= 600000 THEN 1 ELSE 0 END), 0) AS bigint) AS ten,
  CAST(COALESCE(sum(CASE WHEN f.took > 600000 AND f.took <= 1800000 THEN 1 ELSE 0 END), 0) AS bigint) AS thirty,
  CAST(COALESCE(sum(CASE WHEN f.took > 1800000 AND f.took <= 3600000 THEN 1 ELSE 0 END), 0) AS bigint) AS hour,
  CAST(COALESCE(sum(CASE WHEN f.took > 3600000 THEN 1 ELSE 0 END), 0) AS bigint) AS longer
FROM (SELECT t.answered_at - t.opened_at AS took FROM ticket t
  WHERE t.campaign = sqlc.arg(campaign) AND t.done_at > 0 AND t.answered_at > 0
  ORDER BY t.done_at DESC, t.kind DESC, t.number DESC LIMIT 500) f;

-- name: LastUnanswered :many
SELECT body, person FROM unanswered WHERE campaign = sqlc.arg(campaign) AND outcome = 'unknown' AND at >= sqlc.arg(since)
ORDER BY at DESC LIMIT 500;
