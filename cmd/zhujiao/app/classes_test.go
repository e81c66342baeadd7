package app

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/wxsim"
	"zhujiao/cmd/zhujiao/sample"
	"zhujiao/handlers"
)

// table names the file into which TestEveryText writes everything that it reads:
//
//	go test ./cmd/zhujiao/app -run TestEveryText -table texts.md
var table = flag.String("table", "", "write what the bot says in every phase to people in every state into this file")

// foreign are words of the sample's class that no other class may say.
var foreign = regexp.MustCompile(`电商|刘志远|后台逻辑|后台先行|Thaifintech|产品经理|人人都是|起点课堂|\b99|99资|领取99|\b49|49学|49资|` +
	`20:30|21:30|21:45|120|7月7日|10分钟里|2022-08-07|8月7日`)

// classFile is a class of testdata/classes; the empty name is the sample.
func classFile(t *testing.T, name string) string {
	t.Helper()
	if name == "" {
		b, err := sample.Files.ReadFile(sample.FileName)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	b, err := os.ReadFile(filepath.Join("testdata", "classes", name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// otherClasses are the classes that were made from the sample.
func otherClasses() []string { return []string{"second", "packless", "phraseless", "made"} }

// TestOtherClassesAreClean makes each class from the sample by few lines, and its check
// finds nothing but what is still to be filled in.
func TestOtherClassesAreClean(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for line := range strings.Lines(classFile(t, "")) {
		known[line] = true
	}
	for _, name := range otherClasses() {
		written := 0
		for line := range strings.Lines(classFile(t, name)) {
			if !known[line] {
				written++
			}
		}
		if written == 0 || written > 80 {
			t.Errorf("%s has %d lines that the sample has not", name, written)
		}
		v, problems, err := content.Load(filepath.Join("testdata", "classes", name+".yaml"), Vocabulary(), time.Time{})
		if err != nil {
			t.Errorf("%s: %v, %v", name, err, problems)
			continue
		}
		for _, p := range append(problems, handlers.Confusions(v)...) {
			if !strings.Contains(p.Text, "还待补") {
				t.Error(p)
			}
		}
	}
}

// person is a state in which somebody may be.
type personState struct {
	name string
	// before is what they write when registration is open, during during the class.
	before, during []string
}

func personStates(c *campaign.Campaign) []personState {
	phrase := ""
	if c.HasCheckin() {
		phrase = c.Checkin.Passphrases[0]
	}
	claims := []string{phrase}
	for _, p := range c.Packs {
		claims = append(claims, "领取"+p.ID)
	}
	return []personState{
		{"没来过", nil, nil},
		{"已报名", []string{"报名"}, nil},
		{"取消了", []string{"报名", "取消报名", "确认取消"}, nil},
		{"退订了", []string{"报名", "退订"}, nil},
		{"已签到", []string{"报名"}, []string{phrase}},
		{"领过了", []string{"报名"}, claims},
		{"没报名就来", nil, []string{phrase}},
	}
}

// inputs are what people write.
func inputs(c *campaign.Campaign) []string {
	out := []string{
		"〈关注〉", "报名", "取消报名", "我的", "菜单", "提醒", "退订", "资料包", "签到", "签到 不对的词", "补签", "补签 老师讲的例子", "失效", "提问",
		"提问 怎么学", "提问 我做运营三年了，第一步应该先学什么呢？", "问题榜", "顶1", "人工", "我的数据", "删除我的数据", "下一场", "谢谢", "在吗",
		"怎么还没开始", "我不想报名了", "你们公司在几楼", "〈图片〉",
	}
	for _, s := range c.Signup.Scenes[:min(1, len(c.Signup.Scenes))] {
		out = append(out, "〈关注 "+s+"〉")
	}
	if c.HasCheckin() {
		out = append(out, c.Checkin.Passphrases[0])
	}
	for _, p := range c.Packs {
		out = append(out, "领取"+p.ID)
	}
	for _, e := range c.FAQ {
		out = append(out, e.Question)
	}
	return out
}

// TestEveryText plays what people in every state write in every phase of each class. No
// reply offers what is over, has a placeholder in it, or says a word of another class.
func TestEveryText(t *testing.T) {
	t.Parallel()
	var written strings.Builder
	for _, name := range append([]string{""}, otherClasses()...) {
		for _, seats := range []int{0, 1} {
			if seats == 1 && name != "" && *table == "" {
				continue
			}
			everyText(t, name, seats, &written)
		}
	}
	if *table != "" {
		if err := os.WriteFile(*table, []byte(written.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// everyText plays one class. With one seat all but the first person are on the waitlist.
func everyText(t *testing.T, name string, seats int, out *strings.Builder) {
	t.Helper()
	file := classFile(t, name)
	file = regexp.MustCompile(`每人: \{条数: 10`).ReplaceAllString(file, "每人: {条数: 1000")
	if seats == 0 && *table != "" {
		file = regexp.MustCompile(`名额: \d+`).ReplaceAllString(file, "名额: 600")
	}
	if seats > 0 {
		file = regexp.MustCompile(`名额: \d+`).ReplaceAllString(file, fmt.Sprintf("名额: %d", seats))
	}
	start := func() *stage {
		c := newCrowd(t, func(cfg *Config) {
			cfg.Account = "service"
			cfg.Robots = map[string]string{"staff": "robot"}
			if err := os.WriteFile(cfg.Campaign, []byte(file), 0o600); err != nil {
				t.Fatal(err)
			}
		})
		return &stage{crowd: c, seen: map[string]int{}}
	}
	for _, p := range content.Phases(start().app.Campaign()) {
		phaseTexts(t, start(), playing{name, seats, p}, out)
	}
}

// playing is a class that is played in a phase.
type playing struct {
	class string
	seats int
	phase content.Phase
}

func phaseTexts(t *testing.T, s *stage, now playing, out *strings.Builder) {
	t.Helper()
	name, seats, p := now.class, now.seats, now.phase
	c := s.app.Campaign()
	open, live := content.Phases(c)[1].At, c.Start.Add(5*time.Minute)
	texts := inputs(c)
	who := func(state personState, i int) string { return fmt.Sprintf("%s%d", state.name, i) }
	var states []personState
	for _, state := range personStates(c) {
		fits := state.before == nil || !p.At.Before(open)
		if fits && (state.during == nil || !p.At.Before(live) && state.during[0] != "") {
			states = append(states, state)
		}
	}
	s.app.clock.Freeze(open)
	if seats > 0 {
		s.write(t, "第一个", "报名")
	}
	play := func(at time.Time, of func(personState) []string) {
		s.app.clock.Freeze(at)
		for _, state := range states {
			for i := range texts {
				if !played(i, state, states) {
					continue
				}
				for _, words := range of(state) {
					s.write(t, who(state, i), words)
				}
			}
		}
	}
	if !p.At.Before(open) {
		play(open, func(s personState) []string { return s.before })
	}
	if !p.At.Before(live) {
		play(live, func(s personState) []string { return s.during })
	}
	s.app.clock.Freeze(p.At)
	for i, words := range texts {
		for _, state := range states {
			if !played(i, state, states) {
				continue
			}
			said := s.write(t, who(state, i), words)
			s.judge(t, now, state.name, words, said)
			label := state.name
			if seats > 0 {
				label += "（满员）"
			}
			fmt.Fprintf(out, "%s | %s | %s | %s | %s\n", name, p.Name, words, label, strings.ReplaceAll(said, "\n", " ⏎ "))
		}
	}
}

// played reports whether the i-th text is played for a state: without a table one state for
// each text, because playing all takes a minute and a half.
func played(i int, state personState, states []personState) bool {
	return *table != "" || states[i%len(states)].name == state.name
}

// numbered matches codes, tickets and places, whose digits may look like those of a class.
var numbered = regexp.MustCompile(`同学[2-9A-HJ-NP-Z]{4}|编号[A-Z]\d+|第\d+位`)

// judge finds what is wrong with a reply.
func (s *stage) judge(t *testing.T, now playing, state, words, said string) {
	t.Helper()
	name, p := now.class, now.phase
	c := s.app.Campaign()
	why := content.OutOfTime(c, p.At, said)
	switch {
	case why != "":
	case strings.ContainsAny(said, "{}"):
		why = "a placeholder is left"
	case name != "" && foreign.MatchString(numbered.ReplaceAllString(said, "")):
		why = "says " + foreign.FindString(numbered.ReplaceAllString(said, "")) + " of another class"
	case len(c.Packs) == 0 && (strings.Contains(said, "「领取") || strings.Contains(said, "看资料")):
		why = "offers packs"
	case !c.HasCheckin() && (strings.Contains(said, "口令") || strings.Contains(said, "补签")):
		why = "asks for a check-in"
	case strings.Contains(said, "永久，请尽快"):
		why = "urges without a reason"
	}
	if why != "" {
		t.Errorf("%s, %s, %s: %q is answered %q: %s", name, p.Name, state, words, said, why)
	}
}

// write is what somebody writes, and the reply.
func (s *stage) write(t *testing.T, who, words string) string {
	t.Helper()
	ctx, openid := context.Background(), wxsim.OpenID("crowd", who)
	var x wxsim.Exchange
	switch tap, value, _ := strings.Cut(strings.Trim(words, "〈〉"), " "); {
	case !strings.HasPrefix(words, "〈"):
		x = s.pusher.Text(ctx, openid, words, wxsim.FaultNone)
	case tap == "图片":
		x = s.pusher.Image(ctx, openid, wxsim.FaultNone)
	default:
		if value != "" {
			value = "qrscene_" + value
		}
		x = s.pusher.Event(ctx, openid, "subscribe", value, wxsim.FaultNone)
	}
	if x.Failure != "" {
		t.Errorf("%s writes %q: %s", who, words, x.Failure)
	}
	return x.Text
}

// TestClassChats plays a conversation of each class: attendees, moderators, reminders and
// alerts. Nobody reads a word of another class.
func TestClassChats(t *testing.T) {
	t.Parallel()
	for _, name := range otherClasses() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			chat := filepath.Join("testdata", "classes", name+".chat")
			playFile(t, chat, func(cfg *Config) {
				file := strings.Replace(classFile(t, name), "概率: 0.5", "概率: 1", 1) // or each database draws otherwise
				if err := os.WriteFile(cfg.Campaign, []byte(file), 0o600); err != nil {
					t.Fatal(err)
				}
			})
			b, err := os.ReadFile(chat)
			if err != nil {
				t.Fatal(err)
			}
			if found := foreign.FindString(string(b)); found != "" {
				t.Errorf("somebody reads %q", found)
			}
		})
	}
}

// TestOwnClassChats plays conversations of a class with questions of its own, without packs
// and without questions for the lecturer.
func TestOwnClassChats(t *testing.T) {
	t.Parallel()
	playFile(t, filepath.Join("testdata", "classes", "studio.chat"), func(cfg *Config) {
		if err := os.WriteFile(cfg.Campaign, []byte(classFile(t, "studio")), 0o600); err != nil {
			t.Fatal(err)
		}
	})
}
