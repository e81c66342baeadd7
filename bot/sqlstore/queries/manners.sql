-- name: LastSuggested :one
SELECT body FROM unanswered
WHERE id = (SELECT max(h.id) FROM unanswered h
  WHERE h.campaign = sqlc.arg(campaign) AND h.person = sqlc.arg(person) AND h.outcome = 'suggested');
