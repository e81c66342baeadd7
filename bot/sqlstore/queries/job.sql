-- name: AddJob :execrows
INSERT INTO job (id, campaign, kind, once, args, cursor, state, due, owner, lease_until, attempts, error, done, total, created_at, done_at)
VALUES (sqlc.arg(id), sqlc.arg(campaign), sqlc.arg(kind), sqlc.narg(once), sqlc.arg(args), sqlc.arg(cursor), sqlc.arg(state), 0, '', 0, 0,
  '', sqlc.arg(done), sqlc.arg(total), sqlc.arg(now), sqlc.arg(done_at)) ON CONFLICT (once) DO NOTHING;

-- name: NextJob :one
SELECT * FROM job j WHERE j.state = 'open' AND j.due <= sqlc.arg(now) AND
  (j.owner = '' OR j.owner = sqlc.arg(owner) OR j.lease_until <= sqlc.arg(now)
    OR NOT EXISTS (SELECT 1 FROM instance i WHERE i.boot = j.owner AND i.seen_at > sqlc.arg(seen)))
ORDER BY j.lease_until, j.id LIMIT 1 /* FOR UPDATE */;

-- name: TakeJob :execrows
UPDATE job SET owner = sqlc.arg(owner), lease_until = sqlc.arg(lease_until)
WHERE id = sqlc.arg(id) AND state = 'open' AND owner = sqlc.arg(was) AND lease_until = sqlc.arg(was_until);

-- name: SaveJob :execrows
UPDATE job SET cursor = sqlc.arg(cursor), args = sqlc.arg(args), done = sqlc.arg(done), total = sqlc.arg(total), state = sqlc.arg(state),
  lease_until = sqlc.arg(lease_until), attempts = 0, error = '', done_at = sqlc.arg(done_at)
WHERE id = sqlc.arg(id) AND state = 'open' AND owner = sqlc.arg(owner);

-- name: FailJob :exec
UPDATE job SET attempts = attempts + 1, error = sqlc.arg(error), due = sqlc.arg(due), lease_until = sqlc.arg(lease_until)
WHERE id = sqlc.arg(id) AND state = 'open' AND owner = sqlc.arg(owner);

-- name: OpenJobs :one
SELECT count(*) FROM job WHERE state = 'open' AND due <= sqlc.arg(before);

-- name: LastJob :one
SELECT * FROM job WHERE campaign = sqlc.arg(campaign) AND kind = sqlc.arg(kind) ORDER BY created_at DESC, id DESC LIMIT 1;

-- name: JobsOf :many
SELECT * FROM job WHERE campaign = sqlc.arg(campaign) AND state = 'open' ORDER BY id LIMIT 50;
