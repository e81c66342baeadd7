-- +goose Up
-- A reminder whose time was moved runs again for the new time: a run is known by
-- what it was planned for. Of older runs only their name and when they ran is
-- known. words is the key of the text.
CREATE TABLE reminder_run_new (
  campaign text NOT NULL,
  name     text NOT NULL,
  planned  bigint NOT NULL,
  words    text NOT NULL,
  audience text NOT NULL,
  at       bigint NOT NULL,
  people   bigint NOT NULL,
  late     bigint NOT NULL,
  told     bigint NOT NULL,
  PRIMARY KEY (campaign, name, planned)
);
INSERT INTO reminder_run_new SELECT campaign, name, at, '', '', at, people, late, told FROM reminder_run;
DROP TABLE reminder_run;
ALTER TABLE reminder_run_new RENAME TO reminder_run;

-- Holders of a pack who were told that a working link will come to them.
CREATE TABLE link_promise (
  campaign text NOT NULL,
  pack     text NOT NULL,
  person   bigint NOT NULL,
  PRIMARY KEY (campaign, pack, person)
);
CREATE INDEX link_promise_person ON link_promise (person);

-- +goose Down
DROP TABLE link_promise;
DELETE FROM reminder_run WHERE EXISTS (SELECT 1 FROM reminder_run l
  WHERE l.campaign = reminder_run.campaign AND l.name = reminder_run.name AND l.planned > reminder_run.planned);
CREATE TABLE reminder_run_old (
  campaign text NOT NULL,
  name     text NOT NULL,
  at       bigint NOT NULL,
  people   bigint NOT NULL,
  late     bigint NOT NULL,
  told     bigint NOT NULL,
  PRIMARY KEY (campaign, name)
);
INSERT INTO reminder_run_old SELECT campaign, name, at, people, late, told FROM reminder_run;
DROP TABLE reminder_run;
ALTER TABLE reminder_run_old RENAME TO reminder_run;
