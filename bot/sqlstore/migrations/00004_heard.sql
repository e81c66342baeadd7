-- +goose Up
-- What the matcher did not answer: unknown, suggested (it asked back), chosen
-- (one of the choices was taken: entry says which). Erased like messages.
CREATE TABLE heard (
  id       bigint PRIMARY KEY,
  campaign text NOT NULL,
  person   bigint NOT NULL,
  at       bigint NOT NULL,
  body     text NOT NULL,
  outcome  text NOT NULL,
  entry    text NOT NULL
);
CREATE INDEX heard_at ON heard (campaign, at);
CREATE INDEX heard_person ON heard (person);

-- Phrasings that moderators added to entries.
CREATE TABLE phrasing (
  campaign text NOT NULL,
  entry    text NOT NULL,
  phrase   text NOT NULL,
  by_whom  text NOT NULL,
  at       bigint NOT NULL,
  PRIMARY KEY (campaign, entry, phrase)
);

-- +goose Down
DROP TABLE phrasing;
DROP TABLE heard;
