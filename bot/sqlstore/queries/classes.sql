-- name: StoredClasses :many
SELECT c.id, v.hash, c.ends_at, c.claims_end FROM campaign c JOIN content_version v ON v.campaign = c.id
WHERE v.number = (SELECT max(w.number) FROM content_version w WHERE w.campaign = c.id) ORDER BY c.id;
