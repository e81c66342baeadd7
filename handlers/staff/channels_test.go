package staff_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
)

// many has more channels than a reply lists.
type many struct{ *seats }

func (many) ByChannel(context.Context, string) (out []moderation.ChannelCounts, _ error) {
	for i := range 30 {
		out = append(out, moderation.ChannelCounts{Code: fmt.Sprint("x", i), Seated: 100 - i, Present: 1})
	}
	return out, nil
}

// TestChannels lists all channels, the largest first, or the one that is named.
func TestChannels(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"数据 渠道":         "reg-poster 7（6）\n没有渠道码 4（3）\nold 1（0）\nreg-article 0（0）\nreg-group 0（0）\n海报A 0（0）",
		"数据 Reg-Poster": "reg-poster 7（6）", "数据 海报a": "海报A 0（0）",
	} {
		w := newWorld(t)
		if got := w.command(t, line); got != w.render(t, content.KeyStaffChannels, content.Vars{"列表": want}) {
			t.Errorf("%s: %s", line, got)
		}
	}
	w := newWorld(t)
	if got := w.command(t, "数据 海报B"); got != w.render(t, content.KeyStaffNoChannel, content.Vars{"渠道": "海报B"}) {
		t.Errorf("no such channel: %s", got)
	}
}

// TestManyChannels sums up the channels for which a reply has no room.
func TestManyChannels(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Moderation.Numbers.Sources = many{w.seats}
	got := w.command(t, "数据 渠道")
	lines := strings.Split(got, "\n")
	if len(lines) != 22 || lines[1] != "x0 100（1）" || lines[20] != "x19 81（1）" || !strings.HasPrefix(lines[21], "其余") ||
		!strings.HasSuffix(lines[21], " 755（10）") {
		t.Errorf("%d lines: %s", len(lines), got)
	}
}
