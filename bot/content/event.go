package content

import (
	"strings"
	"time"

	"zhujiao/bot/campaign"
)

// farAway is how far the check-in may be from the class.
const farAway = 2 * time.Hour

func (l *loader) root(n *node) {
	s := l.section(n, fileName)
	var schema string
	if v := s.str(keySchema, &schema); v != nil && schema != wordSchema {
		l.err(v, msgSchema, schema)
	}
	l.event(s.need(keyEvent))
	l.signup(s.need(keySignup))
	l.checkin(s.need(keyCheckin))
	l.packs(s.get(keyPacks))
	l.questions(s.get(keyAsk))
	l.broadcasts(s.get(keySend))
	l.reminders(s.get(keyRemind))
	l.limits(s.get(keyLimits))
	l.c.Menu = l.menu(s.get(keyMenu))
	l.digits(s.get(keyDigits))
	l.aliases(s.get(keyAliases))
	l.entries(s.get(keyFAQ))
	l.texts(s.get(keyTexts))
	s.done()
}

func (l *loader) event(n *node) {
	c, s := l.c, l.section(n, keyEvent)
	l.zone(s)
	if v := s.needStr(keyID, &c.ID); c.ID != "" && !idForm(c.ID) {
		l.err(v, msgID, c.ID)
	}
	s.needStr(keyName, &c.Name)
	s.str(keyHost, &c.Host)
	s.needTime(keyStart, &c.Start)
	end := s.needTime(keyEnd, &c.End)
	s.number(keyQA, &c.QAMinutes, bounds{0, 600})
	s.str(keyLecturer, &c.Lecturer)
	intro := s.str(keyIntro, &c.LecturerIntro)
	live := s.str(keyLive, &c.LiveRoom)
	s.str(keyNext, &c.Next)
	c.Duty = campaign.Hours{From: 9 * 60, To: 22 * 60}
	s.hours(keyDuty, &c.Duty)
	c.PromiseMinutes = 30
	s.number(keyPromise, &c.PromiseMinutes, bounds{1, 1440})
	c.Unknown = unknownPolicy(s.choice(keyUnknown, wordTicket, wordSilence, wordTransfer))
	s.done()
	l.class(end)
	l.liveRoom(s.n, live)
	if intro != nil {
		l.luring(intro, keyIntro, c.LecturerIntro)
	}
}

// zone comes first: all times of the file are read in it.
func (l *loader) zone(s *section) {
	name := defaultZone
	v := s.str(keyZone, &name)
	z, err := time.LoadLocation(name)
	switch {
	case name == defaultZone && err != nil: // a machine without zone files
		z = shanghai()
	case err != nil, name == "", name == "Local":
		l.err(v, msgZone, name)
		z = shanghai()
	}
	l.c.Zone = z
}

func unknownPolicy(w string) campaign.UnknownPolicy {
	switch w {
	case wordSilence:
		return campaign.UnknownSilence
	case wordTransfer:
		return campaign.UnknownTransfer
	default:
		return campaign.UnknownTicket
	}
}

// idForm tells whether an id is fit for rows, keys and addresses.
func idForm(id string) bool {
	return len(id) <= 40 && strings.Trim(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

// class checks the time of the class itself.
func (l *loader) class(end *node) {
	c := l.c
	if c.Start.IsZero() || c.End.IsZero() {
		return
	}
	switch {
	case !c.Start.Before(c.End):
		l.err(end, msgOrder, keyEvent, keyEnd, l.when(c.End), keyStart, l.when(c.Start))
		c.End = time.Time{} // whatever is compared with it would be wrong as well
	case c.End.Sub(c.Start) > 12*time.Hour:
		l.warn(end, msgLongClass, l.when(c.Start), l.when(c.End))
	case !l.now.IsZero() && c.Over(l.now):
		l.warn(end, msgOver, l.when(c.End))
	}
}

// liveRoom is an error when it is missing shortly before the class.
func (l *loader) liveRoom(section, v *node) {
	c := l.c
	if v == nil {
		v = section
	}
	switch {
	case c.LiveRoom != "":
		l.link(v, c.LiveRoom)
	case !l.now.IsZero() && c.Start.Sub(l.now) <= farAway && l.now.Before(c.End):
		l.err(v, msgLiveMissing)
	case section.kind == mapNode:
		l.warn(v, msgLiveLater)
	}
}

// span is a window of time with what its ends are called.
type window struct {
	name, from, to string
	begin, end     time.Time
}

// order reports a window whose end is not after its beginning.
func (l *loader) order(n *node, w window) {
	if !w.begin.IsZero() && !w.end.IsZero() && !w.begin.Before(w.end) {
		l.err(n, msgOrder, w.name, w.to, l.when(w.end), w.from, l.when(w.begin))
	}
}

func (l *loader) signup(n *node) {
	s, r, c := l.section(n, keySignup), &l.c.Signup, l.c
	s.need(keySeats)
	s.number(keySeats, &r.Seats, bounds{1, 100000})
	s.time(keyOpen, &r.Open, bareBegin)
	r.Close, r.PromoteUntil = c.End, c.End
	end := s.time(keyClose, &r.Close, bareEnd)
	s.flag(keyScan, &r.ScanSignsUp)
	r.Scenes, _ = s.list(keyScenes)
	r.Waitlist = true
	s.flag(keyWaitlist, &r.Waitlist)
	promote := s.values[keyPromote]
	r.AutoPromote = s.choice(keyPromote, wordAuto, wordConfirm) == wordAuto
	s.number(keyOffer, &r.OfferHours, bounds{1, 72})
	until := s.time(keyPromoteEnd, &r.PromoteUntil, bareEnd)
	r.ConfirmCancel = true
	s.flag(keyAskC, &r.ConfirmCancel)
	s.done()
	if !r.AutoPromote && r.OfferHours == 0 && s.values[keyOffer] == nil {
		l.err(promote, msgOfferHours)
	}
	l.order(end, window{keySignup, keyOpen, keyClose, r.Open, r.Close})
	if !c.End.IsZero() && end != nil && r.Close.After(c.End) {
		l.warn(end, msgSignupLate, keyClose, l.when(r.Close))
	}
	if !c.End.IsZero() && !r.Open.IsZero() && r.Open.After(c.End) {
		l.err(s.values[keyOpen], msgSignupLate, keyOpen, l.when(r.Open))
	}
	if !c.End.IsZero() && until != nil && r.PromoteUntil.After(c.End) {
		l.warn(until, msgPromoteAfter, l.when(r.PromoteUntil))
	}
}

func (l *loader) checkin(n *node) {
	s, r := l.section(n, keyCheckin), &l.c.Checkin
	phrases := s.need(keyPhrase)
	var nodes []*node
	r.Passphrases, nodes = s.list(keyPhrase)
	if phrases != nil && len(r.Passphrases) == 0 {
		l.err(phrases, msgNoPhrase)
	}
	for i, p := range r.Passphrases {
		l.claim(claim{n: nodes[i], phrase: p, kind: ownsPhrase, owner: ownPhrase})
	}
	r.Open, r.Close = l.c.Start, l.c.End
	s.time(keyStart, &r.Open, bareNever)
	end := s.time(keyEnd, &r.Close, bareNever)
	r.WrongMax, r.WrongSpan = 5, 10*time.Minute
	l.rate(s.get(keyWrong), keyWrong, keyTimes, rate{&r.WrongMax, &r.WrongSpan})
	r.WalkIn = s.choice(keyWalkIn, wordWalkIn, wordNever) == wordWalkIn
	r.SameSound = true
	s.flag(keySound, &r.SameSound)
	r.Standby = campaign.StandbyTicket
	if s.choice(keyStandby, wordTicket, wordSeatIfFree) == wordSeatIfFree {
		r.Standby = campaign.StandbySeat
	}
	s.done()
	if end == nil {
		end = s.n
	}
	l.order(end, window{keyCheckin, keyStart, keyEnd, r.Open, r.Close})
	l.checkinSpan(end)
}

func (l *loader) checkinSpan(n *node) {
	r, c := l.c.Checkin, l.c
	if c.Start.IsZero() || c.End.IsZero() || r.Open.IsZero() || r.Close.IsZero() {
		return
	}
	switch {
	case c.Start.Sub(r.Open) > farAway || r.Close.Sub(c.End) > farAway:
		l.err(n, msgCheckinFar, l.when(r.Open), l.when(r.Close))
	case r.Open.After(c.End) || r.Close.Before(c.Start):
		l.err(n, msgCheckinApart, l.when(r.Open), l.when(r.Close))
	}
}

// rate is a number within a span of time.
type rate struct {
	count *int
	span  *time.Duration
}

func (l *loader) rate(n *node, name, count string, r rate) {
	if n == nil {
		return
	}
	s := l.section(n, name)
	s.number(count, r.count, bounds{1, 10000})
	s.span(keySpan, r.span)
	s.done()
}
