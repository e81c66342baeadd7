-- name: LastSuggested :one
SELECT body FROM unanswered
WHERE id = (SELECT max(h.id) FROM unanswered h
  WHERE h.campaign = sqlc.arg(campaign) AND h.person = sqlc.arg(person) AND h.outcome = 'suggested');

-- name: LastTexts :many
SELECT body FROM journal
WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person) AND kind = 'text' AND at >= sqlc.arg(since) AND body <> ''
ORDER BY at DESC, length(key) DESC, key DESC LIMIT 3;
