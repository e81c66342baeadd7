package handlers_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// classNamed is the sample's class with another name and id.
func classNamed(t *testing.T, id, name string) *catalog.Snapshot {
	t.Helper()
	c := *class(t).Campaign
	c.ID, c.Name = id, name
	return &catalog.Snapshot{Campaign: &c, Texts: class(t).Texts}
}

// TestLabel calls classes by their names, cut to a line, and by their days too if two have
// one name.
func TestLabel(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("长", 30)
	at := func(s *catalog.Snapshot, days, hour int) *catalog.Snapshot {
		start := s.Campaign.Start
		s.Campaign.Start = time.Date(start.Year(), start.Month(), start.Day()+days, hour, 30, 0, 0, s.Campaign.Zone)
		return s
	}
	a, b, c, d := classNamed(t, "a", "甲课"), classNamed(t, "b", "乙课"), at(classNamed(t, "c", "甲课"), 7, 20), classNamed(t, "d", long)
	noon, twin := at(classNamed(t, "e", "甲课"), 0, 12), at(classNamed(t, "f", "甲课"), 0, 12)
	for _, tt := range []struct {
		s    *catalog.Snapshot
		live []*catalog.Snapshot
		want string
	}{
		{a, []*catalog.Snapshot{a, b}, "甲课"},
		{a, []*catalog.Snapshot{a, b, c}, "甲课（7月7日）"},
		{a, []*catalog.Snapshot{a, noon, c}, "甲课 20:30（7月7日）"},
		{noon, []*catalog.Snapshot{a, noon, c}, "甲课 12:30（7月7日）"},
		{noon, []*catalog.Snapshot{a, noon, twin}, "甲课 e（7月7日）"},
		{twin, []*catalog.Snapshot{a, noon, twin}, "甲课 f（7月7日）"},
		{b, []*catalog.Snapshot{a, b, c}, "乙课"},
		{d, []*catalog.Snapshot{a, d}, strings.Repeat("长", 19) + "…"},
		{d, nil, strings.Repeat("长", 19) + "…"},
	} {
		if got := handlers.Label(tt.s, tt.live); got != tt.want {
			t.Errorf("%s is called %q, want %q", tt.s.Campaign.ID, got, tt.want)
		}
	}
}

// TestNameOnce names a class before a reply with words, unless the reply names it already or
// has no room; the head of a moderator's reply is always there.
func TestNameOnce(t *testing.T) {
	t.Parallel()
	a, b := classNamed(t, "a", "甲课"), classNamed(t, "b", "乙课")
	live := []*catalog.Snapshot{a, b, classNamed(t, "c", "甲课进阶")}
	full := bot.Text(strings.Repeat("a", 2045))
	for _, tt := range []struct{ r, name, head bot.Reply }{
		{bot.Text("好的"), bot.Text("【甲课】好的"), bot.Text("【甲课】好的")},
		{bot.Text("欢迎来甲课"), bot.Text("欢迎来甲课"), bot.Text("【甲课】欢迎来甲课")},
		{bot.Text("【甲课】好的"), bot.Text("【甲课】好的"), bot.Text("【甲课】好的")},
		{full, full, full},
		{bot.Text("甲课进阶也开了"), bot.Text("【甲课】甲课进阶也开了"), bot.Text("【甲课】甲课进阶也开了")},
		{bot.Text("甲课和甲课进阶"), bot.Text("甲课和甲课进阶"), bot.Text("【甲课】甲课和甲课进阶")},
		{bot.Text("乙课也开了"), bot.Text("【甲课】乙课也开了"), bot.Text("【甲课】乙课也开了")},
		{bot.Text(""), bot.Text(""), bot.Text("")},
		{bot.Silence{}, bot.Silence{}, bot.Silence{}},
		{bot.Transfer{}, bot.Transfer{}, bot.Transfer{}},
		{bot.Picture{File: "a.png"}, bot.Picture{File: "a.png"}, bot.Picture{File: "a.png"}},
	} {
		if got := handlers.Name(a, live, tt.r, 2048); got != tt.name {
			t.Errorf("%v is named %v, want %v", tt.r, got, tt.name)
		}
		if got := handlers.Head(a, live, tt.r, 2048); got != tt.head {
			t.Errorf("%v is headed %v, want %v", tt.r, got, tt.head)
		}
	}
	list := bot.Choices{Lead: "你想问的是？", Items: []string{"几点", "哪里"}}
	if got, _ := bot.Words(handlers.Name(a, live, list, 0)); got != "【甲课】你想问的是？\n1 几点\n2 哪里" {
		t.Errorf("a list is named %q", got)
	}
}

// TestStageTexts has words for each stage of a class.
func TestStageTexts(t *testing.T) {
	t.Parallel()
	c := *class(t).Campaign
	c.Signup.Close = c.Start.Add(-time.Hour)
	var got []content.Key
	for _, at := range []time.Time{
		c.Signup.Open.Add(-time.Second), c.Signup.Open, c.Start.Add(-time.Minute), c.Start, c.End.Add(time.Second), c.End.AddDate(0, 3, 0),
	} {
		key := handlers.StageText(&c, &handlers.Visit{Message: &bot.Message{At: at, Arrived: at}})
		render(t, key, nil)
		got = append(got, key)
	}
	c.Cancelled = true
	off := handlers.StageText(&c, &handlers.Visit{Message: &bot.Message{At: c.Start, Arrived: c.Start}})
	render(t, off, nil)
	got = append(got, off)
	want := []content.Key{
		content.KeyStageAnnounced, content.KeyStageOpen, content.KeyStageShut, content.KeyStageRunning, content.KeyStageAfter,
		content.KeyStageEnded, content.KeyStageOff,
	}
	if !slices.Equal(got, want) {
		t.Errorf("stages %v, want %v", got, want)
	}
}

// TestWhoseNotice tells what stands above classes, and what moderators read.
func TestWhoseNotice(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		n            campaign.Notice
		above, staff bool
	}{
		{campaign.Notice{Body: campaign.LateReply{}}, true, false},
		{campaign.Notice{Body: campaign.AccountAlert{}, Robot: campaign.StaffRobot}, true, true},
		{campaign.Notice{Body: campaign.TicketAlert{}, Robot: campaign.StaffRobot}, false, true},
		{campaign.Notice{Body: campaign.BroadcastPreview{}}, false, true},
		{campaign.Notice{Body: campaign.HumanAnswer{}}, false, false},
	} {
		if above, staff := handlers.AboveClasses(tt.n), handlers.ForStaff(tt.n); above != tt.above || staff != tt.staff {
			t.Errorf("%T: above %v, for moderators %v", tt.n.Body, above, staff)
		}
	}
}

// TestEachOf visits each class of somebody, that of the message first.
func TestEachOf(t *testing.T) {
	t.Parallel()
	a, b, c := classNamed(t, "a", "甲课"), classNamed(t, "b", "乙课"), classNamed(t, "c", "丙课")
	for _, tt := range []struct {
		here *catalog.Snapshot
		mine []*catalog.Snapshot
		want string
	}{
		{a, nil, "a"}, {a, []*catalog.Snapshot{b}, "b"}, {b, []*catalog.Snapshot{a, b, c}, "bac"}, {c, []*catalog.Snapshot{a, b}, "ab"},
	} {
		got := ""
		for _, v := range handlers.EachOf(&handlers.Visit{Snapshot: tt.here, Classes: handlers.Classes{Mine: tt.mine}}) {
			got += v.Campaign.ID
		}
		if got != tt.want {
			t.Errorf("from %s: %q, want %q", tt.here.Campaign.ID, got, tt.want)
		}
	}
}
