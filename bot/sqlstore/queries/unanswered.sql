-- name: InsertUnanswered :exec
INSERT INTO unanswered (id, campaign, person, at, body, outcome, entry)
VALUES (sqlc.arg(id), sqlc.arg(campaign), sqlc.arg(person), sqlc.arg(at), sqlc.arg(body), sqlc.arg(outcome), '');

-- name: ChooseEntry :exec
UPDATE unanswered SET outcome = 'chosen', entry = sqlc.arg(entry)
WHERE id = (SELECT max(h.id) FROM unanswered h
  WHERE h.campaign = sqlc.arg(campaign) AND h.person = sqlc.arg(person) AND h.outcome = 'suggested');

-- name: UnansweredSince :many
SELECT body, outcome, entry, person FROM unanswered WHERE campaign = sqlc.arg(campaign) AND at >= sqlc.arg(since) ORDER BY id;

-- name: DeleteUnanswered :execrows
DELETE FROM unanswered WHERE id IN (SELECT u.id FROM unanswered u WHERE u.person = sqlc.arg(person) AND u.id <= sqlc.arg(newest) LIMIT sqlc.arg(n));

-- name: MessagesSince :many
SELECT body FROM journal WHERE campaign = sqlc.arg(campaign) AND kind = 'text' AND at >= sqlc.arg(since) AND body <> '' ORDER BY at;

-- name: AddPhrasing :execrows
INSERT INTO phrasing (campaign, entry, phrase, by_whom, at)
VALUES (sqlc.arg(campaign), sqlc.arg(entry), sqlc.arg(phrase), sqlc.arg(by_whom), sqlc.arg(at)) ON CONFLICT DO NOTHING;

-- name: Phrasings :many
SELECT entry, phrase FROM phrasing WHERE campaign = sqlc.arg(campaign) ORDER BY entry, at, phrase;

-- name: DropPhrasing :execrows
DELETE FROM phrasing WHERE campaign = sqlc.arg(campaign) AND entry = sqlc.arg(entry) AND phrase = sqlc.arg(phrase);
