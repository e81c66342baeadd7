-- A listing of the account's followers is a row among the jobs that no worker leases.

-- name: MarkListed :execrows
UPDATE person SET listed = sqlc.arg(listing) WHERE hash = sqlc.arg(hash);

-- name: TakeListing :execrows
UPDATE job SET owner = sqlc.arg(owner), lease_until = sqlc.arg(lease_until), args = sqlc.arg(args)
WHERE id = sqlc.arg(id) AND kind = 'followers' AND (owner = '' OR lease_until <= sqlc.arg(now)
  OR NOT EXISTS (SELECT 1 FROM instance i WHERE i.boot = job.owner AND i.seen_at > sqlc.arg(seen)));

-- name: SaveListing :execrows
UPDATE job SET cursor = sqlc.arg(cursor), lease_until = sqlc.arg(lease_until) WHERE id = sqlc.arg(id) AND owner = sqlc.arg(owner);

-- name: EndListing :execrows
UPDATE job SET cursor = '', args = sqlc.arg(args) WHERE id = sqlc.arg(id) AND owner = sqlc.arg(owner);
