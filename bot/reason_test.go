package bot_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"zhujiao/bot"
)

// TestReason: what is stored of a reason is what is read again, is bounded, and nothing else is
// taken for one.
func TestReason(t *testing.T) {
	t.Parallel()
	full := &bot.Reason{
		Kind: "answer", Entries: []string{"F3"}, Hits: []bot.ReasonHit{{ID: "F3", Score: 87}, {ID: "F5", Score: 40}}, Confidence: 91,
		Band: bot.BandAnswer, Limit: bot.LimitWide, Credits: 4, Ticket: "U1", Shelved: 1, Version: "0123456789ab",
	}
	stored := bot.EncodeReason(full)
	if got := bot.DecodeReason(stored); !reflect.DeepEqual(got, full) {
		t.Errorf("%+v from %s", got, stored)
	}
	long := strings.Repeat("长", 300)
	for _, r := range []*bot.Reason{
		{Kind: "offer", Credits: 2, Entries: []string{long}}, {Kind: "offer", Credits: 2, Hits: []bot.ReasonHit{{ID: long}}},
	} {
		stored := bot.EncodeReason(r)
		if got := bot.DecodeReason(stored); len(stored) > 600 || got == nil || got.Kind != "offer" || got.Credits != 2 {
			t.Errorf("a long one: %d bytes, %+v", len(stored), got)
		}
	}
	if stored := bot.EncodeReason(&bot.Reason{Kind: long}); stored != "" {
		t.Errorf("what cannot be shortened: %d bytes", len(stored))
	}
	for _, none := range []*bot.Reason{nil, {Credits: 3}} {
		if stored := bot.EncodeReason(none); stored != "" {
			t.Errorf("%+v became %q", none, stored)
		}
	}
	for _, bad := range []string{"", "{", "{}", "[]", `"answer"`, `{"k":3}`} {
		if got := bot.DecodeReason(bad); got != nil {
			t.Errorf("%q was taken for %+v", bad, got)
		}
	}
}

// TestReasonIsJSON: a reason is stored as encoding/json writes it, whatever its fields hold.
func TestReasonIsJSON(t *testing.T) {
	t.Parallel()
	words := []string{"", "F3", "报名", `"`, `\\`, "<&>", "\x00\u007f", "\xff", "\u2028"}
	random := rand.New(rand.NewPCG(1, 2))
	word := func() string { return words[random.IntN(len(words))] }
	number := func() int { return random.IntN(4) - 1 }
	for range 2000 {
		r := bot.Reason{
			Kind: "k" + word(), Command: word(), Pack: word(), Confidence: number(), Band: bot.Band(number()), Own: number() > 0,
			Blocked: number() > 0, Limit: bot.ReasonLimit(word()), Wait: number(), Credits: number(), Ticket: word(), Shelved: number(),
			Version: word(),
		}
		for range random.IntN(3) {
			r.Entries, r.Hits = append(r.Entries, word()), append(r.Hits, bot.ReasonHit{ID: word(), Score: number()})
		}
		want, err := json.Marshal(r)
		if got := bot.EncodeReason(&r); err != nil || got != string(want) {
			t.Fatalf("%s\nwant %s, %v", got, want, err)
		}
	}
}

func BenchmarkEncodeReason(b *testing.B) {
	r := &bot.Reason{
		Kind: "entry", Entries: []string{"F3"}, Hits: []bot.ReasonHit{{ID: "F3", Score: 100}, {ID: "F5", Score: 40}}, Confidence: 98,
		Band: bot.BandAnswer, Own: true, Credits: 4, Version: "0123456789ab",
	}
	b.ReportAllocs()
	for b.Loop() {
		bot.EncodeReason(r)
	}
}
