package outbox_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/outbox"
)

// gallery sends pictures, or refuses each with err; it notes their files.
type gallery struct {
	files []string
	err   error
}

func (g *gallery) SendFile(_ context.Context, _, file string) error {
	g.files = append(g.files, file)
	return g.err
}

// posters renders notices of kind NoticeImage as pictures.
type posters struct{ *ledger }

func (p posters) Render(ctx context.Context, n campaign.Notice) (bot.Reply, error) {
	if n.Kind == campaign.NoticeImage {
		return bot.Picture{File: n.Args["content"]}, nil
	}
	return p.ledger.Render(ctx, n)
}

// alarms notes the keys of alerts.
type alarms struct {
	*ledger
	keys []string
}

func (a *alarms) Enqueue(_ context.Context, n campaign.Notice) error {
	a.keys = append(a.keys, n.Args["text"])
	return nil
}

// TestBreaker refuses pictures for want of a right: pictures are not tried again
// for an hour, texts are sent as before, and moderators are told once a day.
func TestBreaker(t *testing.T) {
	t.Parallel()
	l := &ledger{queued: map[int64]outbox.Item{}, ended: map[int64]outbox.Result{}}
	forbidden := &bot.SendError{Class: bot.Forbidden, Code: 48001, Words: "api unauthorized"}
	m, g, a := &messenger{}, &gallery{err: forbidden}, &alarms{ledger: l}
	now, c := noon(), &campaign.Campaign{Zone: time.UTC}
	d := outbox.New(outbox.Options{
		Unit: l, Ledger: l, Notices: a, Controls: l, Messages: m, Images: g, Render: posters{l}, Plan: l,
		Campaign: func() *campaign.Campaign { return c }, Clock: func() time.Time { return now },
		Ready: func() bool { return true }, Owner: "b", Log: slog.New(slog.DiscardHandler),
	})
	number := int64(0)
	send := func(kind campaign.NoticeKind) outbox.Result {
		t.Helper()
		number++
		it := item(campaign.Notice{
			ID: number, Person: 7, Kind: kind, Due: now, Priority: campaign.PriorityAnswer,
			Args: map[string]string{"content": "poster.png"},
		})
		it.Who.CreditsUntil = now.Add(time.Hour)
		l.queued[number] = it
		if err := d.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		return l.ended[number]
	}
	steps := []struct {
		after          time.Duration
		pictures, told int
		mended         bool
	}{
		{0, 1, 1, false},
		{59 * time.Minute, 1, 1, false},
		{time.Minute, 2, 1, false},
		{24 * time.Hour, 3, 2, false},
		{time.Hour, 4, 2, true},
		{time.Second, 5, 2, true},
	}
	for i, s := range steps {
		now = now.Add(s.after)
		if g.err = forbidden; s.mended {
			g.err = nil
		}
		r := send(campaign.NoticeImage)
		if len(g.files) != s.pictures || len(a.keys) != s.told || (r.State == outbox.Sent) != s.mended {
			t.Errorf("step %d: %d pictures tried, %d alarms, result %+v; want %+v", i, len(g.files), len(a.keys), r, s)
		}
		if !s.mended && r.Code != forbidden.Code {
			t.Errorf("step %d: result %+v, want the platform's refusal", i, r)
		}
		if r := send(campaign.NoticeReminder); r.State != outbox.Sent {
			t.Errorf("step %d: a text is not sent: %+v", i, r)
		}
	}
	if a.keys[0] != "alert_feature_image" || g.files[0] != "poster.png" {
		t.Errorf("alarms %v, files %v", a.keys, g.files)
	}
}
