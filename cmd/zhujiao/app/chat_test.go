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

	"zhujiao/bot/bottest"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/storetest"
	"zhujiao/bot/wxsim"
)

var update = flag.Bool("update", false, "write what the bot says now into the transcripts")

var (
	hashForm  = regexp.MustCompile(`：[0-9a-f]{64}`)
	codeForm  = regexp.MustCompile(`同学[2-9A-HJ-NP-Z]{4}`)
	askedCode = regexp.MustCompile(`「#确认 (\d{4})」`)
)

// TestChats plays the transcripts of handlers/testdata through the signed
// webhook, each in a world of its own. 班主任 is a bound moderator.
func TestChats(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../handlers/testdata/*.chat")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".chat"), func(t *testing.T) {
			t.Parallel()
			playFile(t, f, nil)
		})
	}
}

// TestChatsOnPostgres plays the transcripts on PostgreSQL, with each unit run
// twice: what a unit does beside SQL shows in what people read.
func TestChatsOnPostgres(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	files, err := filepath.Glob("../../../handlers/testdata/*.chat")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".chat"), func(t *testing.T) {
			t.Parallel()
			playFile(t, f, func(cfg *Config) {
				cfg.DatabaseURL = server.URL()
				cfg.hooks.engine = func(e sqlstore.Engine) sqlstore.Engine { return storetest.Twice{Engine: e} }
			})
		})
	}
}

func playFile(t *testing.T, file string, set func(*Config)) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	steps, err := bottest.Parse(string(b))
	if err != nil {
		t.Fatal(err)
	}
	said := newStage(t, file, set).play(t, steps)
	if *update && (set == nil || strings.Contains(file, "classes")) {
		if err := os.WriteFile(file, []byte(bottest.Format(string(b), said)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// stage is a world in which a transcript is played.
type stage struct {
	*crowd
	reply string
	codes map[string]string // the last confirmation code of each; 「{码}」 stands for it
	seen  map[string]int
	robot int
}

func newStage(t *testing.T, file string, set func(*Config)) *stage {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c := newCrowd(t, func(cfg *Config) {
		cfg.Moderators, cfg.Account = []string{wxsim.OpenID("crowd", "班主任"), wxsim.OpenID("crowd", "班主任乙")}, "service"
		cfg.Robots = map[string]string{"staff": "robot"}
		for line := range strings.SplitSeq(string(b), "\n") { // 「# 改 旧 => 新」 changes the file
			if name, ok := strings.CutPrefix(line, "# 图 "); ok { // 「# 图 名」 puts a picture beside the file
				if err := os.WriteFile(filepath.Join(filepath.Dir(cfg.Campaign), name), []byte("png"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if rest, ok := strings.CutPrefix(line, "# 改 "); ok {
				change(t, cfg.Campaign, rest)
			}
		}
		if set != nil {
			set(cfg)
		}
	})
	for line := range strings.SplitSeq(string(b), "\n") { // 「# 另场 编号 天数 旧 => 新；旧 => 新」 opens a class beside
		if rest, ok := strings.CutPrefix(line, "# 另场 "); ok {
			c.openClass(t, besideOf(t, rest))
		}
	}
	return &stage{crowd: c, seen: map[string]int{}, codes: map[string]string{}}
}

// play plays the steps and returns them as they went.
func (s *stage) play(t *testing.T, steps []bottest.Step) []bottest.Step {
	t.Helper()
	out := make([]bottest.Step, 0, len(steps))
	for _, st := range steps {
		got := st
		switch st.Kind {
		case "clock", "wait":
			s.move(t, st)
		case "edit":
			change(t, s.file, st.Text)
			s.reload(t)
		case "say":
			s.act(t, st)
		case "reply":
			if got.Text = s.reply; got.Text == "" {
				got.Text = bottest.Silence
			}
		case "push":
			got.Text = s.next(t, st.Who)
		default:
			got.Text = s.posted(t, st.Text)
		}
		got.Text = codeForm.ReplaceAllString(got.Text, "同学XXXX") // different in every database
		got.Text = hashForm.ReplaceAllString(got.Text, "：〈64位〉")
		got.Text = askedCode.ReplaceAllString(got.Text, "「#确认 {码}」")
		if got.Text != st.Text && !*update {
			t.Errorf("line %d:\n got %s\nwant %s", st.Line, got.Text, st.Text)
		}
		out = append(out, got)
	}
	return out
}

func (s *stage) move(t *testing.T, st bottest.Step) {
	t.Helper()
	s.settle(t)
	if st.Kind == "wait" {
		var n int
		if _, err := fmt.Sscanf(st.Text, "%d 秒", &n); err != nil {
			t.Fatalf("line %d: %v", st.Line, err)
		}
		s.app.clock.Freeze(s.app.clock.Now().Add(time.Duration(n) * time.Second))
	} else {
		at, err := time.ParseInLocation("1月2日 15:04", st.Text, s.app.Campaign().Zone)
		if err != nil {
			t.Fatalf("line %d: %v", st.Line, err)
		}
		s.app.clock.Freeze(at.AddDate(2022, 0, 0))
	}
	s.settle(t)
}

func (s *stage) act(t *testing.T, st bottest.Step) {
	t.Helper()
	openid, kind, value := wxsim.OpenID("crowd", st.Who), "text", strings.ReplaceAll(st.Text, "{码}", s.codes[st.Who])
	if tap, ok := strings.CutPrefix(st.Text, "〈"); ok {
		kind, value, _ = strings.Cut(strings.TrimSuffix(tap, "〉"), " ")
	}
	ctx := context.Background()
	taps := map[string]func() wxsim.Exchange{
		"text": func() wxsim.Exchange { return s.pusher.Text(ctx, openid, value, wxsim.FaultNone) },
		"关注": func() wxsim.Exchange {
			if value != "" {
				value = "qrscene_" + value
			}
			return s.pusher.Event(ctx, openid, "subscribe", value, wxsim.FaultNone)
		},
		"取关": func() wxsim.Exchange { return s.pusher.Event(ctx, openid, "unsubscribe", "", wxsim.FaultNone) },
		"扫码": func() wxsim.Exchange { return s.pusher.Event(ctx, openid, "SCAN", value, wxsim.FaultNone) },
		"菜单": func() wxsim.Exchange { return s.pusher.Event(ctx, openid, "CLICK", value, wxsim.FaultNone) },
		"图片": func() wxsim.Exchange { return s.pusher.Image(ctx, openid, wxsim.FaultNone) },
	}
	tap, ok := taps[kind]
	if !ok {
		t.Fatalf("line %d: nobody can %q", st.Line, kind)
	}
	s.platform.Touch(openid, map[string]string{"text": "text", "图片": "image", "取关": "unfollow"}[kind])
	x := tap()
	if x.Failure != "" {
		t.Errorf("line %d: %s", st.Line, x.Failure)
	}
	s.reply = x.Text
	if m := askedCode.FindStringSubmatch(s.reply); m != nil {
		s.codes[st.Who] = m[1]
	}
}

// next is the next text that the bot said first to somebody.
func (s *stage) next(t *testing.T, who string) string {
	t.Helper()
	s.settle(t)
	var texts []string
	for _, a := range s.platform.Accepted() {
		if a.To == wxsim.OpenID("crowd", who) && a.Way != "robot" {
			texts = append(texts, a.Text)
		}
	}
	if s.seen[who] >= len(texts) {
		return bottest.Silence
	}
	s.seen[who]++
	return texts[s.seen[who]-1]
}

// posted looks for a line in the robot's new posts; without it, it is the first
// of them.
func (s *stage) posted(t *testing.T, want string) string {
	t.Helper()
	s.settle(t)
	var lines []string
	for _, a := range s.platform.Accepted() {
		if a.Way == "robot" {
			lines = append(lines, strings.Split(a.Text, "\n")...)
		}
	}
	fresh := lines[min(s.robot, len(lines)):]
	for i, l := range fresh {
		if l == want {
			s.robot += i + 1
			return l
		}
	}
	return strings.Join(fresh, " | ")
}
