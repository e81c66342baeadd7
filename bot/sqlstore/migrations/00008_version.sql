-- +goose Up
-- The content of a class as it was imported, version by version.
CREATE TABLE content_version (
  campaign    text   NOT NULL,
  number      bigint NOT NULL,
  hash        text   NOT NULL,
  name        text   NOT NULL,
  files       text   NOT NULL, -- JSON: base64 by file name
  imported_at bigint NOT NULL,
  PRIMARY KEY (campaign, number)
);
