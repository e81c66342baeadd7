-- name: StoredClasses :many
SELECT c.id, v.hash, c.ends_at, c.claims_end FROM campaign c JOIN content_version v ON v.campaign = c.id
WHERE v.number = (SELECT max(w.number) FROM content_version w WHERE w.campaign = c.id) ORDER BY c.id;

-- name: BusyClasses :many
SELECT d.campaign FROM broadcast d WHERE d.state = 'scheduled' AND d.due <= sqlc.arg(now)
UNION SELECT u.campaign FROM broadcast u WHERE u.told = 0 AND u.state IN ('sending', 'paused', 'stopped') AND u.listing = 0;
