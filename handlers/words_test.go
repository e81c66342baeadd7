package handlers_test

import (
	"bytes"
	"maps"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/bot/moderation"
	"zhujiao/handlers"
)

// constants are the values of a type of package campaign.
func constants(t *testing.T, file, typ string) []string {
	t.Helper()
	return bottest.Constants(t, "../bot/campaign/"+file, typ)
}

// TestStandingVars has words for each standing, with and without a check-in.
func TestStandingVars(t *testing.T) {
	t.Parallel()
	texts := class(t).Texts
	want := map[campaign.Standing]string{
		campaign.StandingNone:    render(t, content.KeyStatusSignupNone, nil),
		campaign.StandingSeated:  render(t, content.KeyStatusSignupSeat, content.Vars{"序号": "5"}),
		campaign.StandingWaiting: render(t, content.KeyStatusSignupWait, content.Vars{"候补位": "3"}),
	}
	for _, s := range constants(t, "signup.go", "Standing") {
		m := &campaign.Member{Standing: campaign.Standing(s), Seat: 5}
		v := handlers.StandingVars(texts, m, 3)
		if want[m.Standing] == "" || v["报名状态"] != want[m.Standing] || v["签到状态"] != render(t, content.KeyStatusCheckinNo, nil) {
			t.Errorf("%q: %v, want %q", s, v, want[m.Standing])
		}
		m.CheckedAt = evening()
		if v := handlers.StandingVars(texts, m, 3); v["签到状态"] != render(t, content.KeyStatusCheckinYes, nil) {
			t.Errorf("%q, checked in: %v", s, v)
		}
	}
}

// TestStatusWords has words of its own for each status of a pack and each consent.
func TestStatusWords(t *testing.T) {
	t.Parallel()
	said := map[content.Key]bool{}
	for s := range campaign.PackState(len(constants(t, "pack_status.go", "PackState"))) {
		if s == campaign.StatusMissing {
			continue
		}
		key := handlers.PackStatus(campaign.PackStatus{State: s})
		if render(t, key, nil); said[key] {
			t.Errorf("status %d reads like another one: %s", s, key)
		}
		said[key] = true
	}
	for c := range campaign.Consent(len(constants(t, "person.go", "Consent"))) {
		key := handlers.ConsentStatus(c)
		if render(t, key, nil); said[key] {
			t.Errorf("consent %d reads like another status: %s", c, key)
		}
		said[key] = true
	}
}

// TestMissingTexts has a reply and a status for each condition; nothing missing has
// neither.
func TestMissingTexts(t *testing.T) {
	t.Parallel()
	replies := map[content.Key]bool{}
	for m := range campaign.Missing(len(constants(t, "condition.go", "Missing"))) {
		reply, status := content.MissingTexts(m)
		if m == campaign.MissingNothing {
			if reply != "" || status != "" {
				t.Errorf("nothing missing reads %s, %s", reply, status)
			}
			continue
		}
		render(t, reply, content.Vars{"候补位": "4", "剩余": "3", "包": "99"})
		if render(t, status, nil); replies[reply] {
			t.Errorf("condition %d is answered like another one: %s", m, reply)
		}
		replies[reply] = true
		if got := handlers.PackStatus(campaign.PackStatus{State: campaign.StatusMissing, Missing: m}); got != status {
			t.Errorf("the status of a pack that lacks %d is %s, want %s", m, got, status)
		}
	}
}

// TestLinkText adds an address that contains the code where the host accepts one.
func TestLinkText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ address, code, direct string }{
		{"https://pan.baidu.com/s/1a", "ab12", "https://pan.baidu.com/s/1a?pwd=ab12"},
		{"https://pan.quark.cn/s/1a?x=1", "ab12", "https://pan.quark.cn/s/1a?pwd=ab12&x=1"},
		{"https://pan.xunlei.com/s/1a#top", "ab12", "https://pan.xunlei.com/s/1a?pwd=ab12#top"},
		{"https://pan.baidu.com/s/1a", "", ""},
		{"https://pan.baidu.com/s/1a?pwd=ab12", "ab12", ""},
		{"https://pan.example.com/s/1a", "ab12", ""},
		{"https://pan.baidu.com/s/%zz", "ab12", ""},
	} {
		v := handlers.LinkVars(campaign.Pack{ID: "99", Name: "资料包"}, campaign.Mirror{URL: tt.address, Code: tt.code, Until: "永久"})
		want := render(t, content.KeyPackDeliver, v)
		if tt.direct != "" {
			want += "\n" + render(t, content.KeyLinkDirect, content.Vars{"链接": tt.direct})
		}
		if got := handlers.LinkText(class(t).Texts, content.KeyPackDeliver, evening(), v); string(got) != want {
			t.Errorf("%s: %q, want %q", tt.address, got, want)
		}
	}
}

// TestFitList leaves out the lines that a reply has no room for, and says how many.
func TestFitList(t *testing.T) {
	t.Parallel()
	texts, long := class(t).Texts, strings.Repeat("x", 899)
	more := func(n string) string { return render(t, content.KeyStaffInboxMore, content.Vars{"数": n}) }
	for _, tt := range []struct {
		lines []string
		all   int
		want  string
	}{
		{nil, 0, ""},
		{[]string{"a"}, 1, "a"},
		{[]string{"a", "b"}, 2, "a\nb"},
		{[]string{long, long}, 2, long + "\n" + long},
		{[]string{long, long, "a"}, 3, long + "\n" + long + "\na"},
		{[]string{long, long, "ab"}, 3, long + "\n" + long + "\n" + more("1")},
		{[]string{long, long, "ab", "c"}, 9, long + "\n" + long + "\n" + more("7")},
		{[]string{strings.Repeat("y", 3000), "a"}, 2, strings.Repeat("y", 1797) + "…\n" + more("1")},
	} {
		if got := handlers.FitList(texts, tt.lines, tt.all, content.KeyStaffInboxMore); got != tt.want {
			t.Errorf("%d lines of %d: %d bytes, want %d", len(tt.lines), tt.all, len(got), len(tt.want))
		}
	}
}

// TestAsksMakeup tells a request for a late check-in by its first word.
func TestAsksMakeup(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]bool{"补签 听了": true, " 补签": true, "补签": true, "我要补签": false, "": false} {
		if handlers.AsksMakeup(words) != want {
			t.Errorf("%q: %v", words, !want)
		}
	}
}

// TestPages has the words of the pages and of the apology.
func TestPages(t *testing.T) {
	t.Parallel()
	texts := class(t).Texts
	yes, no := handlers.SubscribedPage(texts, true), handlers.SubscribedPage(texts, false)
	if yes != render(t, content.KeySubscribeYes, nil) || no != render(t, content.KeySubscribeNo, nil) || yes == no {
		t.Errorf("agreed: %q, not agreed: %q", yes, no)
	}
	if got := handlers.Apology(texts); got != render(t, content.KeyApology, nil) {
		t.Errorf("the apology is %q", got)
	}
}

// TestWordings says what moderation asks about words.
func TestWordings(t *testing.T) {
	t.Parallel()
	w := handlers.Wordings{Reader: class(t).reader}
	if got, want := w.Reserved("报名"), (moderation.Reservation{Kind: string(intent.CommandWord), Name: "报名"}); got != want {
		t.Errorf("报名 belongs to %+v, want %+v", got, want)
	}
	if got := w.Reserved("能停车吗"); got != (moderation.Reservation{}) {
		t.Errorf("free words belong to %+v", got)
	}
	for words, want := range map[string]string{"老师是谁": "teacher", "请问老师是谁": "teacher", "紫藤萝瀑布在哪": ""} {
		if got := w.EntryOf(words); got != want {
			t.Errorf("%q is a wording of %q, want %q", words, got, want)
		}
	}
	for words, want := range map[string]moderation.CurrentReply{
		"老师是谁": {Sure: true, Title: "老师是谁"}, "紫藤萝瀑布在哪": {}, "想删除我的个人信息": {},
	} {
		if got := w.Reply(words); got != want {
			t.Errorf("%q is answered %+v, want %+v", words, got, want)
		}
	}
}

// TestReaderTexts gives a reader the lines of the menus, the answers and the blocked
// words.
func TestReaderTexts(t *testing.T) {
	t.Parallel()
	c := class(t)
	got := handlers.ReaderTexts(c.Campaign, c.Texts)
	if !strings.Contains(strings.Join(got.MenuLines, ""), "1 免费报名（剩余1席）\n") {
		t.Errorf("lines of the menus: %q", got.MenuLines)
	}
	if _, pending := got.Answers["replay"]; pending || got.Answers["teacher"] != c.Texts.Answer("teacher", evening(), nil) {
		t.Errorf("answers: %q", got.Answers)
	}
	if _, blocked := got.Blocked.Find(c.Campaign.BlockedWords[0]); !blocked {
		t.Errorf("%q is not blocked", c.Campaign.BlockedWords[0])
	}
}

// TestConfusions warns at the position of a wording that another entry would answer.
func TestConfusions(t *testing.T) {
	t.Parallel()
	if got := handlers.Confusions(class(t).Version); len(got) != 0 {
		t.Errorf("the sample has %v", got)
	}
	files, name := maps.Clone(class(t).Files), class(t).Name
	files[name] = bytes.Replace(files[name], []byte("别名: [回放, "), []byte("别名: [零基础小白可以听吗, 回放, "), 1)
	v, problems, err := content.LoadFiles(files, name, vocabulary(), time.Time{})
	if err != nil {
		t.Fatal(problems, err)
	}
	got := handlers.Confusions(v)
	if len(got) != 1 || !got[0].Warning || got[0].Line < 100 || !strings.Contains(got[0].Text, "「零基础小白可以听吗」和「适合谁听」难分") {
		t.Errorf("warnings %v", got)
	}
}
