-- +goose Up
-- What the bot says first, and the people behind it.

-- channel: person (custom message), robot. target: the robot's name.
-- about: the person whose words the row quotes, so that erasing finds them.
-- once: a key that only one row may have, such as a reminder to a person.
ALTER TABLE delivery ADD COLUMN channel text NOT NULL DEFAULT 'person';
ALTER TABLE delivery ADD COLUMN target text NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN about bigint NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN once text;
ALTER TABLE delivery ADD COLUMN topic text NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN version text NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN boot text NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN attempts bigint NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN code bigint NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN words text NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN created_at bigint NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX delivery_once ON delivery (once);
CREATE INDEX delivery_due ON delivery (state, due);
CREATE INDEX delivery_topic ON delivery (person, topic, state);

-- The short code is the head of the hash and needs no column and no index:
-- one less to write for everybody who is new. taken is 1 while a moderator talks
-- to the person and the bot is silent.
CREATE TABLE person_new (
  id            bigint PRIMARY KEY,
  openid        text,
  hash          text NOT NULL UNIQUE,
  first_at      bigint NOT NULL,
  last_at       bigint NOT NULL,
  following     bigint NOT NULL,
  consent       bigint NOT NULL,
  credits       bigint NOT NULL,
  credits_until bigint NOT NULL,
  pending       text NOT NULL,
  pending_until bigint NOT NULL,
  choices       text NOT NULL,
  choices_until bigint NOT NULL,
  shelved       bigint NOT NULL,
  taken         bigint NOT NULL
);
INSERT INTO person_new SELECT id, openid, hash, first_at, last_at, following, consent, credits, credits_until, pending,
  pending_until, choices, choices_until, shelved, 0 FROM person;
DROP TABLE person;
ALTER TABLE person_new RENAME TO person;

-- One row: what moderators stopped, and the version of the published entries.
CREATE TABLE control (
  id          bigint PRIMARY KEY,
  level       bigint NOT NULL,
  at          bigint NOT NULL,
  by_whom     text NOT NULL,
  faq_version bigint NOT NULL
);
INSERT INTO control (id, level, at, by_whom, faq_version) VALUES (1, 0, 0, '', 0);

-- Moderators are found by the keyed hash of their openid.
CREATE TABLE moderator (
  hash     text PRIMARY KEY,
  name     text NOT NULL,
  role     text NOT NULL,
  bound_at bigint NOT NULL
);

CREATE TABLE invite (
  code  text PRIMARY KEY,
  name  text NOT NULL,
  role  text NOT NULL,
  until bigint NOT NULL,
  used  bigint NOT NULL
);

-- Actions that wait for 「#确认 码」.
CREATE TABLE code (
  moderator text NOT NULL,
  code      text NOT NULL,
  action    text NOT NULL,
  args      text NOT NULL,
  until     bigint NOT NULL,
  used      bigint NOT NULL,
  PRIMARY KEY (moderator, code)
);

CREATE TABLE audit (
  id       bigint PRIMARY KEY,
  campaign text NOT NULL,
  at       bigint NOT NULL,
  who      text NOT NULL,
  action   text NOT NULL,
  target   text NOT NULL,
  before   text NOT NULL,
  after    text NOT NULL
);
CREATE INDEX audit_at ON audit (campaign, at);

ALTER TABLE ticket ADD COLUMN answer text NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN by_whom text NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN done_at bigint NOT NULL DEFAULT 0;
CREATE INDEX ticket_state ON ticket (campaign, state);

-- Entries that moderators published from answers.
CREATE TABLE faq_entry (
  campaign text NOT NULL,
  number   bigint NOT NULL,
  question text NOT NULL,
  answer   text NOT NULL,
  state    text NOT NULL,
  at       bigint NOT NULL,
  by_whom  text NOT NULL,
  PRIMARY KEY (campaign, number)
);

-- Links that replaced those of the file; the newest comes first.
CREATE TABLE link (
  campaign text NOT NULL,
  pack     text NOT NULL,
  seq      bigint NOT NULL,
  url      text NOT NULL,
  code     text NOT NULL,
  until    text NOT NULL,
  at       bigint NOT NULL,
  PRIMARY KEY (campaign, pack, seq)
);

CREATE TABLE link_report (
  campaign text NOT NULL,
  pack     text NOT NULL,
  url      text NOT NULL,
  person   bigint NOT NULL,
  number   bigint NOT NULL,
  at       bigint NOT NULL,
  PRIMARY KEY (campaign, pack, url, person)
);
CREATE INDEX link_report_person ON link_report (campaign, person, at);

ALTER TABLE pack ADD COLUMN extra bigint NOT NULL DEFAULT 0;
CREATE INDEX claim_pack ON claim (campaign, pack, state);

-- What a person who erased everything had drawn, by the hash alone.
CREATE TABLE kept_draw (
  campaign text NOT NULL,
  pack     text NOT NULL,
  hash     text NOT NULL,
  state    text NOT NULL,
  PRIMARY KEY (campaign, pack, hash)
);

CREATE TABLE question (
  campaign text NOT NULL,
  number   bigint NOT NULL,
  person   bigint NOT NULL,
  body     text NOT NULL,
  folded   text NOT NULL,
  state    text NOT NULL,
  merged   bigint NOT NULL,
  answer   text NOT NULL,
  at       bigint NOT NULL,
  wall_at  bigint NOT NULL,
  PRIMARY KEY (campaign, number)
);
CREATE INDEX question_folded ON question (campaign, folded);
CREATE INDEX question_person ON question (campaign, person);

CREATE TABLE vote (
  campaign text NOT NULL,
  number   bigint NOT NULL,
  person   bigint NOT NULL,
  PRIMARY KEY (campaign, number, person)
);

CREATE TABLE strike (
  campaign text NOT NULL,
  person   bigint NOT NULL,
  n        bigint NOT NULL,
  until    bigint NOT NULL,
  PRIMARY KEY (campaign, person)
);

CREATE TABLE reminder_run (
  campaign text NOT NULL,
  name     text NOT NULL,
  at       bigint NOT NULL,
  people   bigint NOT NULL,
  late     bigint NOT NULL,
  told     bigint NOT NULL,
  PRIMARY KEY (campaign, name)
);

CREATE TABLE broadcast (
  campaign  text NOT NULL,
  number    bigint NOT NULL,
  audience  text NOT NULL,
  body      text NOT NULL,
  state     text NOT NULL,
  size      bigint NOT NULL,
  previewed bigint NOT NULL,
  by_whom   text NOT NULL,
  approved  text NOT NULL,
  made_at   bigint NOT NULL,
  due       bigint NOT NULL,
  sent_at   bigint NOT NULL,
  done_at   bigint NOT NULL,
  told      bigint NOT NULL,
  owner     bigint NOT NULL,
  PRIMARY KEY (campaign, number)
);

CREATE TABLE broadcast_person (
  campaign text NOT NULL,
  number   bigint NOT NULL,
  person   bigint NOT NULL,
  place    bigint NOT NULL,
  chunk    bigint NOT NULL,
  skipped  bigint NOT NULL,
  PRIMARY KEY (campaign, number, person)
);
CREATE INDEX broadcast_person_chunk ON broadcast_person (campaign, number, chunk);
CREATE INDEX broadcast_person_person ON broadcast_person (person);

CREATE TABLE broadcast_chunk (
  campaign  text NOT NULL,
  number    bigint NOT NULL,
  chunk     bigint NOT NULL,
  state     text NOT NULL,
  due       bigint NOT NULL,
  began_at  bigint NOT NULL,
  boot      text NOT NULL,
  client_id text NOT NULL,
  msg_id    text NOT NULL,
  size      bigint NOT NULL,
  total     bigint NOT NULL,
  filtered  bigint NOT NULL,
  sent      bigint NOT NULL,
  failed    bigint NOT NULL,
  finished  bigint NOT NULL,
  maybe     bigint NOT NULL, -- a call was made whose answer was lost
  code      bigint NOT NULL,
  words     text NOT NULL,
  PRIMARY KEY (campaign, number, chunk)
);
CREATE INDEX broadcast_chunk_msg ON broadcast_chunk (msg_id);
CREATE INDEX broadcast_chunk_due ON broadcast_chunk (state, due);

-- Results of mass sends, kept even when they come before the call's answer.
CREATE TABLE mass_event (
  msg_id   text PRIMARY KEY,
  status   text NOT NULL,
  total    bigint NOT NULL,
  filtered bigint NOT NULL,
  sent     bigint NOT NULL,
  failed   bigint NOT NULL,
  at       bigint NOT NULL
);

-- +goose Down
DROP TABLE mass_event;
DROP TABLE broadcast_chunk;
DROP TABLE broadcast_person;
DROP TABLE broadcast;
DROP TABLE reminder_run;
DROP TABLE strike;
DROP TABLE vote;
DROP TABLE question;
DROP TABLE kept_draw;
DROP TABLE link_report;
DROP TABLE link;
DROP TABLE faq_entry;
DROP TABLE audit;
DROP TABLE code;
DROP TABLE invite;
DROP TABLE moderator;
DROP TABLE control;
