-- What is left of the facts of somebody who was erased, at most n rows at once.

-- name: VotesOf :many
SELECT campaign, number FROM vote WHERE person = sqlc.arg(person) LIMIT sqlc.arg(n);

-- name: DeleteReports :execrows
DELETE FROM link_report WHERE (campaign, pack, url, person) IN
  (SELECT r.campaign, r.pack, r.url, r.person FROM link_report r WHERE r.person = sqlc.arg(person) LIMIT sqlc.arg(n));

-- name: DeletePromises :execrows
DELETE FROM link_promise WHERE (campaign, pack, person) IN
  (SELECT r.campaign, r.pack, r.person FROM link_promise r WHERE r.person = sqlc.arg(person) LIMIT sqlc.arg(n));

-- Who was to be called stays as a place without a person, so that the size is what was shown.
-- name: LeaveAudiences :execrows
UPDATE broadcast_person SET skipped = 1 WHERE (campaign, number, person) IN
  (SELECT b.campaign, b.number, b.person FROM broadcast_person b WHERE b.person = sqlc.arg(person) AND b.skipped = 0 AND NOT EXISTS
    (SELECT 1 FROM broadcast_chunk c WHERE c.campaign = b.campaign AND c.number = b.number
      AND c.first_place < b.place AND c.last_place >= b.place AND c.began_at > 0) LIMIT sqlc.arg(n));

-- name: DeleteAudiences :execrows
DELETE FROM broadcast_person WHERE (campaign, number, person) IN
  (SELECT b.campaign, b.number, b.person FROM broadcast_person b WHERE b.person = sqlc.arg(person) AND b.skipped = 0 LIMIT sqlc.arg(n));

-- name: CancelDeliveries :execrows
UPDATE delivery SET args = '{}', words = '', promise = CASE WHEN state = 'sending' THEN '' ELSE promise END,
  state = CASE WHEN state IN ('queued', 'sending', 'shelved') THEN 'cancelled' ELSE state END
WHERE id IN (SELECT d.id FROM delivery d WHERE d.person = sqlc.arg(person) AND d.kind IN ('promoted', 'makeup', 'link', 'pack')
  AND (d.args <> '{}' OR d.words <> '' OR d.state IN ('queued', 'sending', 'shelved')) LIMIT sqlc.arg(n));
