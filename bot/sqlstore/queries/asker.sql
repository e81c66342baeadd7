-- name: AskerHash :one
SELECT p.hash FROM person p WHERE p.id = sqlc.arg(id);
