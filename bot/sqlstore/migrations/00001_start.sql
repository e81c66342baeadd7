-- +goose Up
-- One SQL text for SQLite and PostgreSQL: bigint for numbers and times (unix
-- milliseconds, 0 = never), text for everything else.
CREATE TABLE secret (
  name  text PRIMARY KEY,
  value text NOT NULL
);

CREATE TABLE person (
  id            bigint PRIMARY KEY,
  openid        text, -- NULL once erased; people are found by hash
  hash          text NOT NULL UNIQUE,
  code          text NOT NULL UNIQUE,
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
  shelved       bigint NOT NULL
);

CREATE TABLE campaign (
  id         text PRIMARY KEY,
  taken      bigint NOT NULL,
  extra      bigint NOT NULL,
  closed     bigint NOT NULL,
  next_queue bigint NOT NULL
);

CREATE TABLE member (
  campaign    text NOT NULL,
  person      bigint NOT NULL,
  standing    text NOT NULL,
  seat        bigint,
  queue       bigint,
  source      text NOT NULL,
  signed_at   bigint NOT NULL,
  checked_at  bigint NOT NULL,
  wrong_tries bigint NOT NULL,
  wrong_since bigint NOT NULL,
  PRIMARY KEY (campaign, person),
  UNIQUE (campaign, seat),
  UNIQUE (campaign, queue)
);

CREATE TABLE pack (
  campaign text NOT NULL,
  id       text NOT NULL,
  taken    bigint NOT NULL,
  PRIMARY KEY (campaign, id)
);

CREATE TABLE claim (
  campaign text NOT NULL,
  person   bigint NOT NULL,
  pack     text NOT NULL,
  state    text NOT NULL,
  url      text NOT NULL,
  at       bigint NOT NULL,
  PRIMARY KEY (campaign, person, pack)
);

CREATE TABLE link_stop (
  campaign text NOT NULL,
  pack     text NOT NULL,
  url      text NOT NULL,
  at       bigint NOT NULL,
  PRIMARY KEY (campaign, pack, url)
);

CREATE TABLE counter (
  campaign text NOT NULL,
  kind     text NOT NULL,
  n        bigint NOT NULL,
  PRIMARY KEY (campaign, kind)
);

CREATE TABLE ticket (
  campaign  text NOT NULL,
  kind      text NOT NULL,
  number    bigint NOT NULL,
  person    bigint NOT NULL,
  entry     text NOT NULL,
  state     text NOT NULL,
  body      text NOT NULL,
  opened_at bigint NOT NULL,
  last_at   bigint NOT NULL,
  PRIMARY KEY (campaign, kind, number)
);
CREATE INDEX ticket_person ON ticket (campaign, person, kind, state);
CREATE INDEX ticket_entry ON ticket (campaign, entry, state);

CREATE TABLE ticket_asker (
  campaign text NOT NULL,
  kind     text NOT NULL,
  number   bigint NOT NULL,
  person   bigint NOT NULL,
  at       bigint NOT NULL,
  PRIMARY KEY (campaign, kind, number, person)
);

-- What the bot says first: rows written in the unit of their cause.
CREATE TABLE delivery (
  id       bigint PRIMARY KEY,
  campaign text NOT NULL,
  person   bigint NOT NULL,
  kind     text NOT NULL,
  args     text NOT NULL,
  due      bigint NOT NULL,
  priority bigint NOT NULL,
  state    text NOT NULL,
  done_at  bigint NOT NULL
);
CREATE INDEX delivery_person ON delivery (person, state);

-- The journal: every push that was handled, by its unique key, with the reply
-- that a repeat of it gets. Body is erased after 30 days.
CREATE TABLE journal (
  key      text PRIMARY KEY,
  campaign text NOT NULL,
  person   bigint NOT NULL,
  kind     text NOT NULL,
  body     text NOT NULL,
  reply    text NOT NULL,
  at       bigint NOT NULL
);
CREATE INDEX journal_at ON journal (at);

-- +goose Down
DROP TABLE journal;
DROP TABLE delivery;
DROP TABLE ticket_asker;
DROP TABLE ticket;
DROP TABLE counter;
DROP TABLE link_stop;
DROP TABLE claim;
DROP TABLE pack;
DROP TABLE member;
DROP TABLE campaign;
DROP TABLE person;
DROP TABLE secret;
