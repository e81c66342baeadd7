-- name: Links :many
SELECT * FROM link WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) ORDER BY seq DESC;

-- name: InsertLink :exec
INSERT INTO link (campaign, pack, seq, url, code, until, at)
VALUES (sqlc.arg(campaign), sqlc.arg(pack), sqlc.arg(seq), sqlc.arg(url), sqlc.arg(code), sqlc.arg(until), sqlc.arg(at));

-- name: StopLink :execrows
INSERT INTO stopped_link (campaign, pack, url, at) VALUES (sqlc.arg(campaign), sqlc.arg(pack), sqlc.arg(url), sqlc.arg(at))
ON CONFLICT DO NOTHING;

-- name: RestoreLink :execrows
DELETE FROM stopped_link WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) AND url = sqlc.arg(url);

-- name: ForgetReports :exec
DELETE FROM link_report WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) AND url = sqlc.arg(url);

-- name: Report :one
SELECT number FROM link_report
WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) AND url = sqlc.arg(url) AND person = sqlc.arg(person);

-- name: InsertReport :exec
INSERT INTO link_report (campaign, pack, url, person, number, at)
VALUES (sqlc.arg(campaign), sqlc.arg(pack), sqlc.arg(url), sqlc.arg(person), sqlc.arg(number), sqlc.arg(at));

-- name: CountReports :one
SELECT count(*) FROM link_report WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) AND url = sqlc.arg(url);

-- name: RecentReports :one
SELECT count(*) FROM link_report WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person) AND at > sqlc.arg(since);

-- name: HoldersAfter :many
SELECT person, url FROM claim WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) AND state = 'held'
  AND person > sqlc.arg(after) ORDER BY person LIMIT sqlc.arg(n);

-- name: MoveHolder :exec
UPDATE claim SET url = sqlc.arg(url) WHERE campaign = sqlc.arg(campaign) AND person = sqlc.arg(person) AND pack = sqlc.arg(pack)
  AND state = 'held';

-- name: CountOthers :one
SELECT count(*) FROM claim WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) AND state = 'held'
  AND person > sqlc.arg(after) AND (url <> sqlc.arg(url) OR CAST(sqlc.arg(everybody) AS bigint) > 0);

-- name: PromiseLink :exec
INSERT INTO link_promise (campaign, pack, person) VALUES (sqlc.arg(campaign), sqlc.arg(pack), sqlc.arg(person)) ON CONFLICT DO NOTHING;

-- name: LinkPromises :many
SELECT person FROM link_promise WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) ORDER BY person LIMIT sqlc.arg(n);

-- name: EndPromise :exec
DELETE FROM link_promise WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) AND person = sqlc.arg(person);

-- name: QueuedClaims :many
SELECT person, at FROM claim WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) AND state = 'queued'
  AND (at > sqlc.arg(after) OR at = sqlc.arg(after) AND person > sqlc.arg(after_person))
  AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = claim.person AND p.openid IS NULL)
ORDER BY at, person LIMIT sqlc.arg(n);

-- name: CountQueued :one
SELECT count(*) FROM claim WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) AND state = 'queued';

-- name: AddStock :exec
UPDATE pack SET extra = extra + sqlc.arg(n) WHERE campaign = sqlc.arg(campaign) AND id = sqlc.arg(id);

-- name: ExtraStock :one
SELECT extra FROM pack WHERE campaign = sqlc.arg(campaign) AND id = sqlc.arg(id);

-- name: KeepDraw :exec
INSERT INTO kept_draw (campaign, pack, hash, state) VALUES (sqlc.arg(campaign), sqlc.arg(pack), sqlc.arg(hash), sqlc.arg(state))
ON CONFLICT DO NOTHING;

-- name: KeptDraw :one
SELECT state FROM kept_draw WHERE campaign = sqlc.arg(campaign) AND pack = sqlc.arg(pack) AND hash = sqlc.arg(hash);

