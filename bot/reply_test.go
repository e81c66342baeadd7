package bot_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot"
)

// TestReplyCodec stores every kind of reply and reads it back.
func TestReplyCodec(t *testing.T) {
	t.Parallel()
	for _, r := range []bot.Reply{
		bot.Text("你好"), bot.Text(""),
		bot.Picture{File: "poster.png"},
		bot.Transfer{},
		bot.Silence{},
		bot.Choices{Lead: "l", Items: []string{"a", "b"}, Tail: "t"},
	} {
		b, err := bot.EncodeReply(r)
		if err != nil {
			t.Errorf("encode %#v: %v", r, err)
			continue
		}
		got, err := bot.DecodeReply(b)
		if err != nil || !cmp.Equal(got, r) {
			t.Errorf("%#v is stored as %q and read as %#v, err %v", r, b, got, err)
		}
	}
	for _, bad := range []string{"", "x", "c{"} {
		if r, err := bot.DecodeReply([]byte(bad)); err == nil {
			t.Errorf("%q is read as %#v", bad, r)
		}
	}
}
