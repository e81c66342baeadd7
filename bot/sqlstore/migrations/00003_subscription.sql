-- +goose Up
-- Consents to one message each (一次性订阅): token is the link's own, so that a
-- callback that comes twice counts once; spent is the delivery that used it.
CREATE TABLE subscription (
  token    text PRIMARY KEY,
  campaign text NOT NULL,
  person   bigint NOT NULL,
  at       bigint NOT NULL,
  spent    bigint NOT NULL
);
CREATE INDEX subscription_person ON subscription (person, campaign, spent);

-- Who had their data erased, by keyed hash: the list of followers, which the
-- account gives us every day, must not bring them back.
CREATE TABLE forgotten (
  hash text PRIMARY KEY,
  at   bigint NOT NULL
);

-- paid is what a delivery's call was paid with: 0 a credit, 1 a consent.
ALTER TABLE delivery ADD COLUMN paid bigint NOT NULL DEFAULT 0;

-- asked is 1 once the platform was asked about a call whose result did not come.
ALTER TABLE broadcast_chunk ADD COLUMN asked bigint NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE broadcast_chunk DROP COLUMN asked;
ALTER TABLE delivery DROP COLUMN paid;
DROP TABLE forgotten;
DROP TABLE subscription;
