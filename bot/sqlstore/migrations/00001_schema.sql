-- +goose Up
-- One text for SQLite and PostgreSQL: bigint for numbers, flags and times (unix
-- milliseconds, 0 = never), text for everything else. PostgreSQL databases are
-- created with collation C, so that both sort alike.
CREATE TABLE secret (
  name  text PRIMARY KEY,
  value text NOT NULL
);

-- Row 1 shows that the database takes writes. Row 2 is the business time that a lab has set,
-- row 3 the business time when this database was restored from a backup. On PostgreSQL row 4
-- names the tables in which these rows were written (those of a restored dump are others), row 5
-- is the number of the last erasure in the dump that was restored, and row 6 the time of the
-- server's clock at which that was done.
CREATE TABLE heartbeat (
  id bigint PRIMARY KEY,
  at bigint NOT NULL
);
INSERT INTO heartbeat (id, at) VALUES (1, 0);

-- Stamps (since, joined, seen) are ids: they tell in which order things happened, also
-- while the business clock stands. since: since when the openid is known without a break.
-- taken is 1 while a moderator talks to the person and the bot is silent. moved_at is
-- when the message was made that last decided whether they follow, consent_at the one
-- that decided the consent: a message that was made before changes nothing.
CREATE TABLE person (
  id            bigint PRIMARY KEY,
  openid        text, -- NULL once erased; people are found by hash
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
  taken         bigint NOT NULL,
  since         bigint NOT NULL,
  moved_at      bigint NOT NULL DEFAULT 0,
  consent_at    bigint NOT NULL DEFAULT 0,
  heard         bigint NOT NULL DEFAULT 0, -- how many messages came from them
  listed        bigint NOT NULL DEFAULT 0 -- the listing of followers (a job) that had them last
);
CREATE INDEX person_gone ON person (last_at) WHERE openid IS NULL;
-- An audience of everybody is counted in it alone.
CREATE INDEX person_reach ON person (following, consent) WHERE openid IS NOT NULL;
CREATE INDEX person_out ON person (consent_at) WHERE consent = 2;

-- Processes that run or ran. boot is the name of one run of the program, the owner of
-- its leases. seen_at is by the database's clock: an instance that was not seen for ten
-- seconds has expired, and others take over what it had leased. The number goes into ids.
CREATE TABLE instance (
  number  bigint PRIMARY KEY,
  boot    text NOT NULL UNIQUE,
  seen_at bigint NOT NULL
);

-- What one process does for all: who does it, and until when unless it goes on. The time is
-- by the database's clock.
CREATE TABLE duty (
  name        text PRIMARY KEY,
  owner       text NOT NULL,
  lease_until bigint NOT NULL
);

-- What the platform has refused the account for a while, for all processes: everything, or
-- one feature. until is by the business clock. told_at: when the moderators were told last.
CREATE TABLE hold (
  name    text PRIMARY KEY,
  until   bigint NOT NULL,
  told_at bigint NOT NULL,
  class   bigint NOT NULL,
  code    bigint NOT NULL,
  words   text NOT NULL
);

-- When all processes together have used what is limited a minute, as a JSON list of times.
CREATE TABLE minute (
  name text PRIMARY KEY,
  used text NOT NULL
);

-- Hashes of people who had their data erased: the account's list of followers
-- must not bring them back until then.
CREATE TABLE forgotten (
  hash  text PRIMARY KEY,
  until bigint NOT NULL
);
CREATE INDEX forgotten_until ON forgotten (until);

-- Erasures by number, with a trace of whom they were about: what serve has to write to
-- its log of erasures, which a restored backup is brought up to. kind: left, erased.
CREATE TABLE erasure (
  number bigint PRIMARY KEY,
  kind   text NOT NULL,
  trace   text NOT NULL,
  at     bigint NOT NULL
);
CREATE INDEX erasure_at ON erasure (at);

CREATE TABLE campaign (
  id         text PRIMARY KEY,
  taken      bigint NOT NULL,
  extra      bigint NOT NULL,
  closed     bigint NOT NULL,
  next_queue bigint NOT NULL,
  ends_at    bigint NOT NULL, -- personal data is kept for so long after it
  claims_end bigint NOT NULL -- until then it serves
);

-- One row: what moderators stopped, how often the content was changed, and the
-- fingerprint of the secret key with which people were hashed (empty until there is
-- one).
CREATE TABLE control (
  id        bigint PRIMARY KEY,
  level     bigint NOT NULL,
  at        bigint NOT NULL,
  by_whom   text NOT NULL,
  revision  bigint NOT NULL,
  key_print text NOT NULL
);
INSERT INTO control (id, level, at, by_whom, revision, key_print) VALUES (1, 0, 0, '', 0, '');

-- Stamps: since when somebody has their standing, has one at all (joined), and is
-- checked in (seen).
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
  since       bigint NOT NULL,
  joined      bigint NOT NULL,
  seen        bigint NOT NULL,
  decided_at  bigint NOT NULL DEFAULT 0, -- when the message was made that registered or left last
  PRIMARY KEY (campaign, person),
  UNIQUE (campaign, seat),
  UNIQUE (campaign, queue)
);
CREATE INDEX member_person ON member (person);
-- Who registered and checked in when: read by charts.
CREATE INDEX member_signed ON member (campaign, signed_at) WHERE signed_at > 0;
CREATE INDEX member_checked ON member (campaign, checked_at, person) WHERE checked_at > 0;

-- Who followed the account or scanned a code for a class, and by which channel: an empty
-- source for none of the class's.
CREATE TABLE arrival (
  campaign text NOT NULL,
  source   text NOT NULL,
  person   bigint NOT NULL,
  at       bigint NOT NULL,
  PRIMARY KEY (campaign, source, person)
);
CREATE INDEX arrival_person ON arrival (person);

-- Channels of a class: scenes of QR codes. added is 1 for those that moderators added to the
-- file's; url is what the code of the platform says, empty until there is one.
CREATE TABLE channel (
  campaign text NOT NULL,
  scene    text NOT NULL,
  name     text NOT NULL,
  added    bigint NOT NULL,
  url      text NOT NULL,
  at       bigint NOT NULL,
  PRIMARY KEY (campaign, scene)
);

-- Seats that were given back. All others up to the largest are taken.
CREATE TABLE free_seat (
  campaign text NOT NULL,
  seat     bigint NOT NULL,
  PRIMARY KEY (campaign, seat)
);

-- Counts that must not be made anew for each message. kind: wait, present, held and a pack;
-- waited, promoted and answered count what happened, and never fall. bucket: a part of the
-- waitlist's order, else a share that keeps writers apart.
CREATE TABLE count_bucket (
  campaign text NOT NULL,
  kind     text NOT NULL,
  bucket   bigint NOT NULL,
  n        bigint NOT NULL,
  PRIMARY KEY (campaign, kind, bucket)
);

CREATE TABLE pack (
  campaign text NOT NULL,
  id       text NOT NULL,
  taken    bigint NOT NULL,
  extra    bigint NOT NULL,
  drawn    bigint NOT NULL DEFAULT 0,
  chain    text NOT NULL DEFAULT '', -- the hash after the last draw
  step_chain text NOT NULL DEFAULT '', -- the hash that is published while people draw
  shown    bigint NOT NULL DEFAULT 0, -- when the seed was shown and drawing ended
  PRIMARY KEY (campaign, id)
);

-- Draws by the hash of who drew. odds: in millionths. gone: who drew has erased everything,
-- so that the hash goes a while after the class.
CREATE TABLE draw (
  campaign text NOT NULL,
  pack     text NOT NULL,
  number   bigint NOT NULL,
  hash     text NOT NULL,
  odds     bigint NOT NULL,
  at       bigint NOT NULL,
  gone     bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (campaign, pack, number)
);
CREATE UNIQUE INDEX draw_hash ON draw (hash, campaign, pack) WHERE hash <> '';
CREATE INDEX draw_gone ON draw (campaign, pack, number) WHERE gone <> 0;

-- since: the stamp of its state.
CREATE TABLE claim (
  campaign text NOT NULL,
  person   bigint NOT NULL,
  pack     text NOT NULL,
  state    text NOT NULL,
  url      text NOT NULL,
  at       bigint NOT NULL,
  since    bigint NOT NULL,
  left_at  bigint NOT NULL DEFAULT 0, -- when its holder stopped following the account for the first time after it
  PRIMARY KEY (campaign, person, pack)
);
CREATE INDEX claim_pack ON claim (campaign, pack, state, person);
CREATE INDEX claim_at ON claim (campaign, pack, at, person);
CREATE INDEX claim_person ON claim (person);

-- What a person who erased everything had drawn, by the hash alone.
CREATE TABLE kept_draw (
  campaign text NOT NULL,
  pack     text NOT NULL,
  hash     text NOT NULL,
  state    text NOT NULL,
  PRIMARY KEY (campaign, pack, hash)
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

CREATE TABLE stopped_link (
  campaign text NOT NULL,
  pack     text NOT NULL,
  url      text NOT NULL,
  at       bigint NOT NULL,
  PRIMARY KEY (campaign, pack, url)
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
CREATE INDEX link_report_person ON link_report (person, campaign, at);

-- Holders of a pack who were told that a working link will come to them.
CREATE TABLE link_promise (
  campaign text NOT NULL,
  pack     text NOT NULL,
  person   bigint NOT NULL,
  PRIMARY KEY (campaign, pack, person)
);
CREATE INDEX link_promise_person ON link_promise (person);

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
  answer    text NOT NULL,
  by_whom   text NOT NULL,
  opened_at bigint NOT NULL,
  last_at   bigint NOT NULL,
  done_at   bigint NOT NULL,
  matter    text NOT NULL DEFAULT '', -- people who ask the same share one open ticket; empty for what is not shared
  askers    bigint NOT NULL DEFAULT 0,
  holder    text NOT NULL DEFAULT '', -- the moderator who is to deal with it; empty for nobody
  held_at   bigint NOT NULL DEFAULT 0, -- since when
  answered_at bigint NOT NULL DEFAULT 0, -- when it was answered first
  PRIMARY KEY (campaign, kind, number)
);
CREATE UNIQUE INDEX ticket_matter ON ticket (campaign, matter) WHERE state = 'open' AND matter <> '';
CREATE INDEX ticket_crowd ON ticket (campaign, askers DESC, opened_at, kind, number) WHERE state IN ('open', 'taken');
CREATE INDEX ticket_person ON ticket (person, campaign, kind, number);
CREATE INDEX ticket_entry ON ticket (campaign, entry, number) WHERE state = 'open' AND entry <> '';
CREATE INDEX ticket_words ON ticket (last_at) WHERE body <> '' OR answer <> '';
CREATE INDEX ticket_opened ON ticket (campaign, opened_at, kind, number);
CREATE INDEX ticket_done ON ticket (campaign, done_at, kind, number) WHERE done_at > 0;
CREATE INDEX ticket_waiting ON ticket (campaign, opened_at, kind, number, state) WHERE state IN ('open', 'taken');

CREATE INDEX ticket_holder ON ticket (holder) WHERE holder <> '';

CREATE TABLE ticket_asker (
  campaign text NOT NULL,
  kind     text NOT NULL,
  number   bigint NOT NULL,
  person   bigint NOT NULL,
  at       bigint NOT NULL,
  body     text NOT NULL DEFAULT '', -- what this person wrote
  heard    bigint NOT NULL DEFAULT 0, -- which of their messages wrote it last
  PRIMARY KEY (campaign, kind, number, person)
);
CREATE INDEX ticket_asker_person ON ticket_asker (person);
CREATE INDEX ticket_asker_words ON ticket_asker (at) WHERE body <> '';

-- Pictures that people sent with a ticket, in their order: where the platform keeps them.
CREATE TABLE ticket_picture (
  campaign text NOT NULL,
  kind     text NOT NULL,
  number   bigint NOT NULL,
  place    bigint NOT NULL,
  person   bigint NOT NULL,
  media    text NOT NULL,
  url      text NOT NULL,
  at       bigint NOT NULL,
  PRIMARY KEY (campaign, kind, number, place)
);
CREATE INDEX ticket_picture_person ON ticket_picture (person);
CREATE INDEX ticket_picture_at ON ticket_picture (at);

-- When the moderators were told last what waits for them (kind: overdue, night).
CREATE TABLE ticket_watch (
  campaign text NOT NULL,
  kind     text NOT NULL,
  at       bigint NOT NULL,
  PRIMARY KEY (campaign, kind)
);

-- Entries that moderators published from answers.
CREATE TABLE entry (
  campaign text NOT NULL,
  number   bigint NOT NULL,
  question text NOT NULL,
  answer   text NOT NULL,
  state    text NOT NULL,
  at       bigint NOT NULL,
  by_whom  text NOT NULL,
  PRIMARY KEY (campaign, number)
);

-- Phrasings that moderators added to entries.
CREATE TABLE phrasing (
  campaign text NOT NULL,
  entry    text NOT NULL,
  phrase   text NOT NULL,
  by_whom  text NOT NULL,
  at       bigint NOT NULL,
  PRIMARY KEY (campaign, entry, phrase)
);

-- What the matcher did not answer at once. outcome: unknown, suggested (it asked
-- back), chosen (one of the choices was taken: entry says which).
CREATE TABLE unanswered (
  id       bigint PRIMARY KEY,
  campaign text NOT NULL,
  person   bigint NOT NULL,
  at       bigint NOT NULL,
  body     text NOT NULL,
  outcome  text NOT NULL,
  entry    text NOT NULL
);
CREATE INDEX unanswered_at ON unanswered (campaign, at);
CREATE INDEX unanswered_person ON unanswered (person);
CREATE INDEX unanswered_old ON unanswered (at);

-- Questions to the lecturer. A repeat of another one has a number below 0.
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
  votes    bigint NOT NULL, -- the number of rows in vote
  PRIMARY KEY (campaign, number)
);
CREATE INDEX question_folded ON question (campaign, folded, number) WHERE folded <> '';
CREATE INDEX question_person ON question (person, campaign, number);
CREATE INDEX question_merged ON question (campaign, merged, person);
CREATE INDEX question_words ON question (at) WHERE body <> '' OR folded <> '' OR answer <> '';
CREATE INDEX question_at ON question (campaign, at, person) WHERE number > 0;
CREATE INDEX question_state ON question (campaign, state, number);
CREATE INDEX question_board ON question (campaign, votes DESC, number) WHERE state = 'approved' AND body <> '';

CREATE TABLE vote (
  campaign text NOT NULL,
  number   bigint NOT NULL,
  person   bigint NOT NULL,
  PRIMARY KEY (campaign, number, person)
);
CREATE INDEX vote_person ON vote (person);

CREATE TABLE strike (
  campaign text NOT NULL,
  person   bigint NOT NULL,
  n        bigint NOT NULL,
  until    bigint NOT NULL,
  PRIMARY KEY (campaign, person)
);
CREATE INDEX strike_person ON strike (person);

-- The ledger: what the bot says first, written in the unit of its cause.
-- channel: person (custom message) or robot; target: the robot's name.
-- about: the person whose words the row quotes, so that erasing finds them.
-- once: a key that only one row may have, such as a reminder to a person.
-- topic: a newer row of the same topic replaces one that still waits.
-- owner, lease_until: the instance that makes the call, and until when it may, by the
-- database's clock. paid: 0 a credit, 1 a subscription.
-- begun: when its first call began, 0 before; what began first leaves first.
-- promise: who was told that it is delivered, as JSON; empty for nobody.
CREATE TABLE delivery (
  id         bigint PRIMARY KEY,
  campaign   text NOT NULL,
  person     bigint NOT NULL,
  kind       text NOT NULL,
  args       text NOT NULL,
  due        bigint NOT NULL,
  priority   bigint NOT NULL,
  state      text NOT NULL,
  channel    text NOT NULL,
  target     text NOT NULL,
  about      bigint NOT NULL,
  once       text,
  topic      text NOT NULL,
  version    text NOT NULL,
  owner      text NOT NULL,
  lease_until bigint NOT NULL,
  attempts   bigint NOT NULL,
  paid       bigint NOT NULL,
  code       bigint NOT NULL,
  words      text NOT NULL,
  created_at bigint NOT NULL,
  done_at    bigint NOT NULL,
  begun      bigint NOT NULL,
  promise    text NOT NULL
);
CREATE INDEX delivery_person ON delivery (person, state);
CREATE UNIQUE INDEX delivery_once ON delivery (once);
CREATE INDEX delivery_ready ON delivery (priority, due, id) WHERE state = 'queued' AND channel = 'person';
CREATE INDEX delivery_robot ON delivery (target, priority, id) WHERE state = 'queued' AND channel = 'robot';
CREATE INDEX delivery_begun ON delivery (channel, target, id) WHERE begun > 0 AND state IN ('queued', 'sending');
CREATE INDEX delivery_sending ON delivery (state, id) WHERE state = 'sending';
CREATE INDEX delivery_withdrawn ON delivery (state, id) WHERE state = 'cancelled' AND promise <> '';
CREATE INDEX delivery_waking ON delivery (due, id) WHERE state = 'shelved' AND due > 0;
CREATE INDEX delivery_state ON delivery (campaign, state, id);
CREATE INDEX delivery_topic ON delivery (person, topic, state);
CREATE INDEX delivery_topic_state ON delivery (campaign, topic, state) WHERE topic <> '';
CREATE INDEX delivery_about ON delivery (about) WHERE about > 0;
CREATE INDEX delivery_created ON delivery (created_at);

-- Work on many people that is done in slices. once: a key that only one job may have.
-- args is JSON without words of attendees; cursor is where the next slice begins. Both are
-- blanked at the end. due is when it is tried again after an error, by the database's clock
-- as lease_until.
CREATE TABLE job (
  id          bigint PRIMARY KEY,
  campaign    text NOT NULL,
  kind        text NOT NULL,
  once        text,
  args        text NOT NULL,
  cursor      text NOT NULL,
  state       text NOT NULL, -- open, done
  due         bigint NOT NULL,
  owner       text NOT NULL,
  lease_until bigint NOT NULL,
  attempts    bigint NOT NULL,
  error       text NOT NULL,
  done        bigint NOT NULL,
  total       bigint NOT NULL,
  created_at  bigint NOT NULL,
  done_at     bigint NOT NULL
);
CREATE UNIQUE INDEX job_once ON job (once);
CREATE INDEX job_open ON job (lease_until, id) WHERE state = 'open';
CREATE INDEX job_kind ON job (campaign, kind, created_at);
CREATE INDEX job_open_class ON job (campaign, id) WHERE state = 'open';
CREATE INDEX job_created ON job (created_at);

-- Consents to one message each. token is the link's own, so that a callback that
-- comes twice counts once; spent is the delivery that used it.
CREATE TABLE subscription (
  token    text PRIMARY KEY,
  campaign text NOT NULL,
  person   bigint NOT NULL,
  at       bigint NOT NULL,
  spent    bigint NOT NULL
);
CREATE INDEX subscription_person ON subscription (person, campaign, spent);
CREATE INDEX subscription_campaign ON subscription (campaign);

-- A run is known by the time that it was planned for: a reminder whose time was
-- moved runs again. words is the key of its text. told: 2 while a job writes its notices,
-- 1 once the moderators know how it ended.
CREATE TABLE reminder_run (
  campaign text NOT NULL,
  name     text NOT NULL,
  planned  bigint NOT NULL,
  words    text NOT NULL,
  audience text NOT NULL,
  at       bigint NOT NULL,
  people   bigint NOT NULL,
  late     bigint NOT NULL,
  told     bigint NOT NULL,
  skipped  bigint NOT NULL DEFAULT 0, -- 1 if a moderator has called it off for this time
  PRIMARY KEY (campaign, name, planned)
);

-- owner is the moderator who made it, as a person. moment is the stamp of the count that
-- was shown: the audience is who fitted then and still does. listing is 1 while a job makes
-- it, gone how many did not fit any more.
CREATE TABLE broadcast (
  campaign  text NOT NULL,
  number    bigint NOT NULL,
  audience  text NOT NULL, -- its kind
  audience_arg text NOT NULL,
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
  moment    bigint NOT NULL,
  listing   bigint NOT NULL,
  gone      bigint NOT NULL,
  date_meant bigint NOT NULL DEFAULT 0, -- 1 if a date in the text that is not the class's is meant
  PRIMARY KEY (campaign, number)
);
CREATE INDEX broadcast_due ON broadcast (due, campaign) WHERE state IN ('scheduled', 'leaving');
CREATE INDEX broadcast_state ON broadcast (campaign, state, number);
CREATE INDEX broadcast_sent ON broadcast (campaign, sent_at);
CREATE INDEX broadcast_running ON broadcast (number) WHERE state = 'sending';
CREATE INDEX broadcast_untold ON broadcast (campaign, number) WHERE told = 0 AND state IN ('sending', 'paused', 'stopped');

CREATE TABLE broadcast_person (
  campaign text NOT NULL,
  number   bigint NOT NULL,
  person   bigint NOT NULL,
  place    bigint NOT NULL,
  skipped  bigint NOT NULL,
  PRIMARY KEY (campaign, number, person)
);
CREATE UNIQUE INDEX broadcast_person_place ON broadcast_person (campaign, number, place);
CREATE INDEX broadcast_person_person ON broadcast_person (person);
CREATE INDEX broadcast_person_skipped ON broadcast_person (campaign, number) WHERE skipped = 1;

-- The calls of a broadcast: to the people of the places after first_place, up to
-- last_place. owner, lease_until: as for deliveries. maybe: a call
-- was made whose answer was lost. asked: the platform was asked about a result
-- that did not come.
CREATE TABLE broadcast_chunk (
  campaign  text NOT NULL,
  number    bigint NOT NULL,
  chunk     bigint NOT NULL,
  first_place bigint NOT NULL,
  last_place  bigint NOT NULL,
  state     text NOT NULL,
  due       bigint NOT NULL,
  began_at  bigint NOT NULL,
  owner     text NOT NULL,
  lease_until bigint NOT NULL,
  client_id text NOT NULL,
  msg_id    text NOT NULL,
  size      bigint NOT NULL,
  total     bigint NOT NULL,
  filtered  bigint NOT NULL,
  sent      bigint NOT NULL,
  failed    bigint NOT NULL,
  finished  bigint NOT NULL,
  maybe     bigint NOT NULL,
  asked     bigint NOT NULL,
  code      bigint NOT NULL,
  words     text NOT NULL,
  approval  text NOT NULL DEFAULT '', -- of an administrator of the account: waiting, refused, expired
  PRIMARY KEY (campaign, number, chunk)
);
CREATE INDEX broadcast_chunk_msg ON broadcast_chunk (msg_id);
CREATE INDEX broadcast_chunk_silent ON broadcast_chunk (began_at)
  WHERE state = 'accepted' AND finished = 0 AND msg_id <> '' AND asked = 0;

-- Results of mass sends, kept even when they come before the call's answer.
CREATE TABLE mass_result (
  msg_id   text PRIMARY KEY,
  status   text NOT NULL,
  total    bigint NOT NULL,
  filtered bigint NOT NULL,
  sent     bigint NOT NULL,
  failed   bigint NOT NULL,
  at       bigint NOT NULL,
  approval text NOT NULL DEFAULT ''
);
CREATE INDEX mass_result_at ON mass_result (at);

-- Moderators are found by the keyed hash of their openid. Records and approvals
-- tell them apart by name.
CREATE TABLE moderator (
  hash     text PRIMARY KEY,
  name     text NOT NULL UNIQUE,
  role     text NOT NULL,
  bound_at bigint NOT NULL,
  campaign text NOT NULL DEFAULT '' -- the class that they have switched to; empty for none
);

CREATE TABLE invitation (
  code  text PRIMARY KEY,
  name  text NOT NULL,
  role  text NOT NULL,
  until bigint NOT NULL,
  used  bigint NOT NULL
);

-- Actions that wait for their one-use code.
CREATE TABLE confirmation (
  moderator text NOT NULL,
  code      text NOT NULL,
  action    text NOT NULL,
  args      text NOT NULL,
  until     bigint NOT NULL,
  used      bigint NOT NULL,
  campaign  text NOT NULL DEFAULT '', -- the class in which it was asked for
  PRIMARY KEY (moderator, code)
);

-- Who may sign in to the console; a moderator of the same name is the same person.
-- password is a hash, empty while there is none. totp is the secret of a second step,
-- empty for none, and totp_step the newest code that was taken.
CREATE TABLE login (
  name      text PRIMARY KEY,
  role      text NOT NULL,
  password  text NOT NULL,
  totp      text NOT NULL,
  totp_step bigint NOT NULL,
  made_at   bigint NOT NULL
);

-- One-time links to sign in, by the hash of their token. Without a name it makes the first
-- login.
CREATE TABLE login_link (
  token text PRIMARY KEY,
  login text NOT NULL,
  until bigint NOT NULL,
  used  bigint NOT NULL
);

-- Browsers that are signed in, by the hash of their token. data is base64.
CREATE TABLE login_session (
  token   text PRIMARY KEY,
  login   text NOT NULL,
  data    text NOT NULL,
  agent   text NOT NULL,
  made_at bigint NOT NULL,
  expires bigint NOT NULL
);
CREATE INDEX login_session_login ON login_session (login, made_at);

-- What moderators are writing to a ticket. at: when body was stored; seen_at: when they
-- were at the ticket last.
CREATE TABLE ticket_draft (
  campaign text NOT NULL,
  kind     text NOT NULL,
  number   bigint NOT NULL,
  login    text NOT NULL,
  body     text NOT NULL,
  at       bigint NOT NULL,
  seen_at  bigint NOT NULL,
  PRIMARY KEY (campaign, kind, number, login)
);
CREATE INDEX ticket_draft_seen ON ticket_draft (seen_at);
CREATE INDEX ticket_draft_class ON ticket_draft (campaign, seen_at);
CREATE INDEX ticket_draft_login ON ticket_draft (login);

-- The wall of a class. showing: the number of the question on it, 0 for none; line: the
-- numbers that come next, frozen while one is shown; past: those that were shown before;
-- ends_at: when the time for answers ends, 0 for none; code: what its QR code says.
CREATE TABLE wall (
  campaign text PRIMARY KEY,
  showing  bigint NOT NULL,
  line     text NOT NULL,
  past     text NOT NULL,
  ends_at  bigint NOT NULL,
  code     text NOT NULL,
  revision bigint NOT NULL
);

-- The account's own QR code of a class, made by the platform once. address is what it says, empty
-- while the platform was asked at a time and has given none.
CREATE TABLE wall_code (
  campaign text PRIMARY KEY,
  address  text NOT NULL,
  at       bigint NOT NULL
);

-- Screens that show the wall without a sign-in, by the hash of their token. login made the
-- link; steers is 1 if its keys move the wall.
CREATE TABLE wall_screen (
  token    text PRIMARY KEY,
  campaign text NOT NULL,
  login    text NOT NULL,
  steers   bigint NOT NULL,
  made_at  bigint NOT NULL
);
CREATE INDEX wall_screen_class ON wall_screen (campaign, made_at);

-- What moderators are typing into forms of the console, one row for each of them, form and
-- thing that it is about. The body of the form 'new', a broadcast that is none yet, is its text;
-- that of others is JSON, by field.
CREATE TABLE typed (
  campaign   text NOT NULL,
  form       text NOT NULL,
  subject    text NOT NULL,
  login      text NOT NULL,
  body       text NOT NULL,
  date_meant bigint NOT NULL,
  at         bigint NOT NULL,
  PRIMARY KEY (campaign, form, subject, login)
);
CREATE INDEX typed_at ON typed (at);
CREATE INDEX typed_login ON typed (login);

-- What moderators are changing in the content of a class that is not published yet. kind: how
-- it is written. base: the number of the version that it changes.
CREATE TABLE content_draft (
  campaign text   NOT NULL,
  login    text   NOT NULL,
  kind     text   NOT NULL,
  body     text   NOT NULL,
  base     bigint NOT NULL,
  at       bigint NOT NULL,
  PRIMARY KEY (campaign, login, kind)
);
CREATE INDEX content_draft_at ON content_draft (at);
CREATE INDEX content_draft_login ON content_draft (login);

CREATE TABLE audit (
  id       bigint PRIMARY KEY,
  campaign text NOT NULL,
  at       bigint NOT NULL,
  who      text NOT NULL,
  via      text NOT NULL,
  action   text NOT NULL,
  target   text NOT NULL,
  before   text NOT NULL,
  after    text NOT NULL
);
CREATE INDEX audit_campaign ON audit (campaign, id);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_who ON audit (campaign, who, id);
CREATE INDEX audit_words ON audit (at) WHERE before <> '' OR after <> '';

-- The journal: every push that was handled, by its unique key, with the reply
-- that a repeat of it gets. quotes is 1 if the reply may show what somebody else wrote. why is
-- what was decided when it was answered, as JSON without anybody's words.
CREATE TABLE journal (
  key      text PRIMARY KEY,
  campaign text NOT NULL,
  person   bigint NOT NULL,
  kind     text NOT NULL,
  body     text NOT NULL,
  reply    text NOT NULL,
  at       bigint NOT NULL,
  quotes   bigint NOT NULL,
  why      text NOT NULL DEFAULT ''
);
CREATE INDEX journal_at ON journal (at);
CREATE INDEX journal_person ON journal (person, at, kind);
CREATE INDEX journal_quotes ON journal (at, key) WHERE quotes = 1;
CREATE INDEX journal_quoting ON journal (person, at) WHERE quotes = 1;

-- The content of a class as it was imported, version by version.
CREATE TABLE content_version (
  campaign    text   NOT NULL,
  number      bigint NOT NULL,
  hash        text   NOT NULL,
  name        text   NOT NULL,
  files       text   NOT NULL, -- JSON: base64 by file name
  imported_at bigint NOT NULL,
  origin      text   NOT NULL, -- file, command, console
  by_whom     text   NOT NULL, -- the moderator whose command it was, or who published it
  PRIMARY KEY (campaign, number)
);
CREATE INDEX content_version_hash ON content_version (campaign, hash);
CREATE INDEX content_version_origin ON content_version (campaign, origin, number);

-- Row 1 says that the database is a copy of another one (zhujiao copy), and whether it is
-- finished.
CREATE TABLE copied (
  id     bigint PRIMARY KEY,
  source text NOT NULL,
  done   bigint NOT NULL
);
