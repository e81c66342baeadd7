package outbox_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// TestBreaker refuses pictures for want of a right: pictures are not tried again
// for an hour, texts are sent as before, and moderators are told once a day.
func TestBreaker(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.dispatcher()
	forbidden := &bot.SendError{Class: bot.Forbidden, Code: 48001, Words: "api unauthorized"}
	number := int64(0)
	send := func(said bot.Reply) campaign.NoticeOutcome {
		number++
		r := w.add(number, campaign.AnswerPicture{})
		r.who.CreditsUntil = w.now.Add(time.Hour)
		w.set(r)
		w.words[number] = said
		w.settle(d)
		return w.rows[number].outcome
	}
	steps := []struct {
		after       time.Duration
		tried, told int
		mended      bool
	}{
		{0, 1, 1, false},
		{59 * time.Minute, 1, 1, false},
		{time.Minute, 2, 1, false},
		{24 * time.Hour, 3, 2, false},
		{time.Hour, 4, 2, true},
		{time.Second, 5, 2, true},
	}
	tried := 0
	for i, s := range steps {
		w.now, w.calls, w.errs = w.now.Add(s.after), nil, []error{forbidden}
		if s.mended {
			w.errs = nil
		}
		o := send(bot.Picture{File: "poster.png"})
		tried += len(w.calls)
		if tried != s.tried || len(w.alerts) != s.told || (o.State == campaign.NoticeSent) != s.mended {
			t.Errorf("step %d: %d pictures tried, alerts %v, %+v; want %+v", i, tried, w.alerts, o, s)
		}
		if !s.mended && o.Code != forbidden.Code {
			t.Errorf("step %d: %+v, want the platform's refusal", i, o)
		}
		w.errs = nil
		if o := send(bot.Text("words")); o.State != campaign.NoticeSent {
			t.Errorf("step %d: a text is not sent: %+v", i, o)
		}
	}
	want := campaign.Body(campaign.AccountAlert{Fault: campaign.FaultPictures, Code: 48001})
	if d := cmp.Diff([]campaign.Body{want, want}, w.alerts); d != "" {
		t.Errorf("alerts (-want +got)\n%s", d)
	}
}
