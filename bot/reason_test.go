package bot_test

import (
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
	stored, err := bot.EncodeReason(full)
	if got := bot.DecodeReason(stored); err != nil || !reflect.DeepEqual(got, full) {
		t.Errorf("%+v, %v from %s", got, err, stored)
	}
	long := strings.Repeat("长", 300)
	for _, r := range []*bot.Reason{
		{Kind: "offer", Credits: 2, Entries: []string{long}}, {Kind: "offer", Credits: 2, Hits: []bot.ReasonHit{{ID: long}}},
	} {
		stored, err := bot.EncodeReason(r)
		if got := bot.DecodeReason(stored); err != nil || len(stored) > 600 || got == nil || got.Kind != "offer" || got.Credits != 2 {
			t.Errorf("a long one: %d bytes, %+v, %v", len(stored), got, err)
		}
	}
	if stored, err := bot.EncodeReason(&bot.Reason{Kind: long}); err != nil || stored != "" {
		t.Errorf("what cannot be shortened: %d bytes, %v", len(stored), err)
	}
	for _, none := range []*bot.Reason{nil, {Credits: 3}} {
		if stored, err := bot.EncodeReason(none); stored != "" || err != nil {
			t.Errorf("%+v became %q, %v", none, stored, err)
		}
	}
	for _, bad := range []string{"", "{", "{}", "[]", `"answer"`, `{"k":3}`} {
		if got := bot.DecodeReason(bad); got != nil {
			t.Errorf("%q was taken for %+v", bad, got)
		}
	}
}
