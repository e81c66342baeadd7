package campaign_test

import (
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// world is the rules over a fake, for a class from 20:30 to 21:30.
type world struct {
	*fake
	c        *campaign.Campaign
	signups  *campaign.Signups
	checkins *campaign.Checkins
	tickets  *campaign.Tickets
}

func evening(clock string) time.Time {
	at, err := time.ParseInLocation("15:04:05", clock, time.FixedZone("", 8*3600))
	if err != nil {
		panic(err)
	}
	return time.Date(2022, 7, 7, at.Hour(), at.Minute(), at.Second(), 0, at.Location())
}

func newWorld(change func(*campaign.Campaign)) *world {
	c := &campaign.Campaign{
		ID: "c", Zone: time.FixedZone("", 8*3600), Start: evening("20:30:00"), End: evening("21:30:00"),
		Signup: campaign.SignupRules{
			Seats: 2, Open: evening("08:00:00"), Close: evening("21:30:00"), PromoteUntil: evening("21:30:00"),
			Waitlist: true,
		},
		Checkin: campaign.CheckinRules{
			Open: evening("20:30:00"), Close: evening("21:45:00"), WrongMax: 3, WrongSpan: 10 * time.Minute, WalkIn: true,
		},
	}
	if change != nil {
		change(c)
	}
	f := newFake()
	w := &world{fake: f, c: c, signups: &campaign.Signups{Campaign: c, Seats: f, Counts: f, Notices: f}}
	w.tickets = &campaign.Tickets{Campaign: c, Store: f, Notices: f}
	w.checkins = &campaign.Checkins{Campaign: c, Signups: w.signups, Tickets: w.tickets, Present: f}
	return w
}

func (w *world) register(t *testing.T, p bot.PersonID, clock string, want campaign.SignupResult) {
	t.Helper()
	if got, err := w.signups.Register(t.Context(), p, "", evening(clock)); err != nil || got != want {
		t.Errorf("%s: %d registers: %+v, %v, want %+v", clock, p, got, err, want)
	}
}

func (w *world) try(t *testing.T, p bot.PersonID, right bool, clock string, want campaign.CheckinResult) {
	t.Helper()
	if got, err := w.checkins.Try(t.Context(), p, right, "phrase", evening(clock)); err != nil || got != want {
		t.Errorf("%s: %d tries: %+v, %v, want %+v", clock, p, got, err, want)
	}
}

// TestWindows checks the bounds of registration to the second.
func TestWindows(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.register(t, 1, "07:59:59", campaign.SignupResult{Outcome: campaign.SignupNotOpen})
	w.register(t, 1, "08:00:00", campaign.SignupResult{Outcome: campaign.SignupSeated, Number: 1})
	w.register(t, 2, "21:30:00", campaign.SignupResult{Outcome: campaign.SignupSeated, Number: 2})
	w.register(t, 3, "21:30:01", campaign.SignupResult{Outcome: campaign.SignupClosed})
	w.register(t, 1, "21:30:01", campaign.SignupResult{Outcome: campaign.SignupAlreadySeated, Number: 1})
	w.tally.Closed = true
	w.register(t, 3, "09:00:00", campaign.SignupResult{Outcome: campaign.SignupClosed})
	got, err := w.signups.Register(t.Context(), 3, "", evening("23:59:59").Add(time.Second))
	if err != nil || got.Outcome != campaign.SignupOver {
		t.Errorf("the day after: %+v, %v, want SignupOver", got, err)
	}
}

// TestNoWaitlist: a full class without a waitlist is closed.
func TestNoWaitlist(t *testing.T) {
	t.Parallel()
	w := newWorld(func(c *campaign.Campaign) { c.Signup.Waitlist, c.Signup.Seats = false, 1 })
	w.register(t, 1, "09:00:00", campaign.SignupResult{Outcome: campaign.SignupSeated, Number: 1})
	w.register(t, 2, "09:00:00", campaign.SignupResult{Outcome: campaign.SignupClosed})
	w.tally.Extra = 1 // a moderator adds a seat
	w.register(t, 2, "09:00:00", campaign.SignupResult{Outcome: campaign.SignupSeated, Number: 2})
}

// TestPromotion seats the head of the waitlist, until the time is over.
func TestPromotion(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		clock    string
		promoted bool
	}{
		"in time":  {"21:30:00", true},
		"too late": {"21:30:01", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(nil)
			for p := range bot.PersonID(4) {
				if _, err := w.signups.Register(t.Context(), p+1, "", evening("09:00:00")); err != nil {
					t.Fatal(err)
				}
			}
			was, err := w.signups.Leave(t.Context(), 1, evening(c.clock))
			if err != nil || was != campaign.StandingSeated {
				t.Fatalf("leave: %q, %v", was, err)
			}
			third, fourth := w.members[3], w.members[4]
			if got := third.Standing == campaign.StandingSeated && third.Seat == 1 && third.Queue == 0; got != c.promoted {
				t.Errorf("the head of the waitlist = %+v, promoted should be %v", third, c.promoted)
			}
			if told := len(w.told) == 1 && w.told[0].Person == 3 && w.told[0].Kind() == campaign.NoticePromoted; told != c.promoted {
				t.Errorf("told %+v", w.told)
			}
			if fourth.Standing != campaign.StandingWaiting {
				t.Errorf("the second of the waitlist = %+v, want it to wait", fourth)
			}
		})
	}
}

// TestWrongPhrases counts wrong tries in a window that begins anew when it has
// passed; a right phrase does not get past the limit.
func TestWrongPhrases(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.register(t, 1, "09:00:00", campaign.SignupResult{Outcome: campaign.SignupSeated, Number: 1})
	wrong, many := campaign.CheckinResult{Outcome: campaign.CheckinWrong}, campaign.CheckinResult{Outcome: campaign.CheckinTooManyWrong}
	w.try(t, 1, false, "20:29:59", campaign.CheckinResult{Outcome: campaign.CheckinEarly}) // does not count
	for _, clock := range []string{"20:30:00", "20:31:00", "20:39:59"} {
		w.try(t, 1, false, clock, wrong)
	}
	w.try(t, 1, true, "20:39:59", many)
	w.try(t, 1, false, "20:40:00", wrong)
	w.try(t, 1, true, "20:40:01", campaign.CheckinResult{Outcome: campaign.CheckinDone})
	w.try(t, 1, false, "20:40:02", campaign.CheckinResult{Outcome: campaign.CheckinAlready})
	w.try(t, 2, true, "21:45:01", campaign.CheckinResult{Outcome: campaign.CheckinLate})
}

// TestAtTheDoor is somebody without a seat who brings the phrase.
func TestAtTheDoor(t *testing.T) {
	t.Parallel()
	seat := func(c *campaign.Campaign) { c.Checkin.Standby = campaign.StandbySeat }
	shut := func(c *campaign.Campaign) { c.Checkin.WalkIn = false }
	end := func(o campaign.CheckinOutcome, n int) campaign.CheckinResult {
		return campaign.CheckinResult{Outcome: o, Number: n}
	}
	for name, c := range map[string]struct {
		change  func(*campaign.Campaign)
		taken   int
		closed  bool
		present int
		clock   string
		want    campaign.CheckinResult
	}{
		"a seat is free":        {nil, 1, false, 0, "20:50:00", end(campaign.CheckinWalkIn, 1)},
		"no walk-ins":           {shut, 1, false, 0, "20:50:00", end(campaign.CheckinShut, 1)},
		"closed by a moderator": {nil, 1, true, 0, "20:50:00", end(campaign.CheckinShut, 1)},
		"full":                  {nil, 2, false, 0, "20:50:00", end(campaign.CheckinFull, 1)},
		"standby too early":     {seat, 2, false, 1, "20:44:59", end(campaign.CheckinFull, 1)},
		"standby with room":     {seat, 2, false, 1, "20:45:00", end(campaign.CheckinDone, 0)},
		"standby without room":  {seat, 2, false, 2, "20:45:00", end(campaign.CheckinFull, 1)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(c.change)
			w.tally, w.present = campaign.Tally{Taken: c.taken, Closed: c.closed}, c.present
			w.try(t, 9, true, c.clock, c.want)
			in := c.want.Outcome == campaign.CheckinWalkIn || c.want.Outcome == campaign.CheckinDone
			if m := w.members[9]; in == m.CheckedAt.IsZero() {
				t.Errorf("member = %+v, checked in should be %v", m, in)
			}
			if in == (len(w.fake.tickets) > 0) {
				t.Errorf("%d tickets", len(w.fake.tickets))
			}
		})
	}
}

// TestUnknownMerges joins unknown questions of ten minutes to one ticket; each
// further one begins the ten minutes anew.
func TestUnknownMerges(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	for _, step := range []struct {
		clock  string
		number int
		more   bool
	}{{"09:00:00", 1, false}, {"09:10:00", 1, true}, {"09:20:00", 1, true}, {"09:30:01", 2, false}} {
		n, more, err := w.tickets.Unknown(t.Context(), 1, step.clock, evening(step.clock))
		if err != nil || n != step.number || more != step.more {
			t.Errorf("%s: U%d, more %v, %v, want U%d, %v", step.clock, n, more, err, step.number, step.more)
		}
	}
	if got := w.fake.tickets[0].Text; got != "09:00:00/09:10:00/09:20:00" {
		t.Errorf("the ticket says %q", got)
	}
}

// TestHours checks spans that cross midnight.
func TestHours(t *testing.T) {
	t.Parallel()
	day, night := campaign.Hours{From: 9 * 60, To: 22 * 60}, campaign.Hours{From: 22 * 60, To: 8 * 60}
	for clock, want := range map[string][2]bool{
		"08:00:00": {false, false}, "08:59:59": {false, false}, "09:00:00": {true, false}, "21:59:59": {true, false},
		"22:00:00": {false, true}, "23:59:59": {false, true}, "00:00:00": {false, true}, "07:59:59": {false, true},
	} {
		if got := [2]bool{day.Contains(evening(clock)), night.Contains(evening(clock))}; got != want {
			t.Errorf("%s: day and night = %v, want %v", clock, got, want)
		}
	}
}

// TestDecide is what may leave now (R9, R12, rulings 1 and 16).
func TestDecide(t *testing.T) {
	t.Parallel()
	now := evening("20:00:00")
	who := func(credits int, change func(*campaign.Person)) *campaign.Person {
		p := &campaign.Person{Following: true, Consent: campaign.ConsentIn, Credits: credits, CreditsUntil: now}
		if change != nil {
			change(p)
		}
		return p
	}
	out := func(p *campaign.Person) { p.Consent = campaign.ConsentOut }
	left := func(p *campaign.Person) { p.Following = false }
	long := func(p *campaign.Person) { p.CreditsUntil = now.Add(time.Hour) }
	reminder := campaign.Notice{Person: 1, Body: campaign.ReminderText{Planned: now}, Priority: campaign.PriorityReminder, Due: now}
	answer := campaign.Notice{Person: 1, Body: campaign.HumanAnswer{}, Priority: campaign.PriorityAnswer, Due: now}
	for name, c := range map[string]struct {
		n    campaign.Notice
		p    *campaign.Person
		at   time.Time
		want campaign.NoticeState
	}{
		"a reminder":                     {reminder, who(2, nil), now, campaign.NoticeSending},
		"the last credit is for answers": {reminder, who(1, nil), now, campaign.NoticeFailed},
		"an answer takes the last":       {answer, who(1, nil), now, campaign.NoticeSending},
		"an answer without credit waits": {answer, who(0, nil), now, campaign.NoticeShelved},
		"credit that has run out":        {answer, who(5, nil), now.Add(time.Second), campaign.NoticeShelved},
		"who left":                       {answer, who(5, left), now, campaign.NoticeShelved},
		"who opted out":                  {reminder, who(5, out), now, campaign.NoticeFailed},
		"nobody there":                   {reminder, nil, now, campaign.NoticeFailed},
		"ten minutes late":               {reminder, who(5, long), now.Add(10 * time.Minute), campaign.NoticeSending},
		"later than that":                {reminder, who(5, long), now.Add(10*time.Minute + 1), campaign.NoticeFailed},
	} {
		if got := campaign.Decide(c.n, campaign.Moment{Campaign: newWorld(nil).c, Person: c.p, Now: c.at}); got.State != c.want {
			t.Errorf("%s: %s (%s), want %s", name, got.State, got.Words, c.want)
		}
	}
}

// TestWarnPictures warns of a picture from a day before its end, with a key that
// lets the ledger keep one.
func TestWarnPictures(t *testing.T) {
	t.Parallel()
	w := newWorld(func(c *campaign.Campaign) {
		c.FAQ = []campaign.Entry{{ID: "group", Question: "怎么进群", ImageUntil: evening("23:59:59")}, {ID: "time", Question: "几点"}}
	})
	for _, step := range []struct {
		at   time.Time
		want int
	}{
		{evening("23:59:58").AddDate(0, 0, -1), 0}, {evening("23:59:59").AddDate(0, 0, -1), 1}, {evening("20:00:00"), 2},
	} {
		if err := campaign.WarnPictures(t.Context(), w.c, w.fake, step.at); err != nil || len(w.told) != step.want {
			t.Errorf("at %v: %d warnings, %v, want %d", step.at, len(w.told), err, step.want)
		}
	}
	if a, b := w.told[0], w.told[1]; a.DedupKey == "" || a.DedupKey != b.DedupKey || a.Body.(campaign.PictureAlert).Question != "怎么进群" {
		t.Errorf("warnings %+v", w.told)
	}
}

// TestMakeupJoinsACall keeps the words of a makeup from somebody who had called
// a moderator before.
func TestMakeupJoinsACall(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	if n, _, err := w.tickets.Call(t.Context(), 1, "人工", evening("21:50:00")); err != nil || n != 1 {
		t.Fatalf("H%d, %v", n, err)
	}
	if n, err := w.tickets.Makeup(t.Context(), 1, "补签 订单拆单", evening("21:51:00")); err != nil || n != 1 {
		t.Errorf("makeup in H%d, %v, want H1", n, err)
	}
	if got := w.fake.tickets[0].Text; got != "人工/补签 订单拆单" {
		t.Errorf("H1 says %q", got)
	}
	if last := w.told[len(w.told)-1]; last.Body.(campaign.TicketAlert).Text != "补签 订单拆单" {
		t.Errorf("the group was told %+v", last.Body)
	}
}
