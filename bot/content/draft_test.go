package content_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// reload loads what a draft writes.
func reload(file []byte) (*content.Version, []content.Problem) {
	fs := fstest.MapFS{"class.yaml": {Data: file}, "blocked_words.txt": {Data: []byte("骗子\n滚\n")}}
	v, ps, _ := content.LoadFS(fs, "class.yaml", vocabulary(), time.Time{})
	return v, ps
}

// sameClass compares what two files mean.
func sameClass(a, b *content.Version) string {
	return cmp.Diff(a.Draft(), b.Draft(), cmpopts.IgnoreUnexported(campaign.Campaign{}, campaign.Entry{}),
		cmpopts.IgnoreFields(campaign.Campaign{}, "Version"), cmpopts.EquateEmpty(),
		cmp.Comparer(func(x, y *time.Location) bool { return x.String() == y.String() }))
}

// TestDraftOfFiles writes files again that word everything: they mean the same.
func TestDraftOfFiles(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{"worded": sampleFile(t), "base": testFile(t, "base.yaml")} {
		v, ps := load(t, file, time.Time{})
		if v == nil {
			t.Fatal(name, ps)
		}
		again, ps := reload(v.Draft().YAML())
		if again == nil {
			t.Fatalf("%s: %v\n%s", name, ps, v.Draft().YAML())
		}
		if diff := sameClass(v, again); diff != "" {
			t.Errorf("%s is another class: %s", name, diff)
		}
		if twice := again.Draft().YAML(); string(twice) != string(v.Draft().YAML()) {
			t.Errorf("%s is written in another way the second time", name)
		}
	}
}

// TestDraftHasEveryKey sets each key to what it does not have by itself, and writes the file
// again: no key is lost.
func TestDraftHasEveryKey(t *testing.T) {
	t.Parallel()
	written := 0
	for _, f := range content.Fields() {
		value := f.Example
		switch {
		case f.Kind == "flag":
			value = map[string]string{"true": "false", "false": "true"}[f.Default]
		case f.Kind == "choice" && len(f.Words) > 1:
			value = f.Words[1]
		case f.Kind == "number" && f.High > f.Low:
			value = fmt.Sprint(max(f.Low, 7))
		}
		file, ok := fieldFile(t, f, value)
		if !ok || value == "" {
			continue
		}
		v, ps := load(t, file, time.Time{})
		if v == nil {
			continue // it needs another key
		}
		again, problems := reload(v.Draft().YAML())
		if again == nil {
			t.Errorf("%s.%s: %s: %v, %v", f.Section, f.Key, value, ps, problems)
			continue
		}
		if written++; sameClass(v, again) != "" {
			t.Errorf("%s.%s: %s is lost: %s", f.Section, f.Key, value, sameClass(v, again))
		}
	}
	if written < 40 {
		t.Errorf("only %d keys were tried", written)
	}
}

// words are a text that an operator may write: signs that mean something to YAML among them.
func words(most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		signs := []string{
			"增长", "课", "A", "b", "7", " ", ": ", " #", "#", "\"", "'", "\\", "，", "：", "{", "}", "[", "]", ",", "-", "!", "&",
			"*", "%", "@",
			"|", ">",
			"？", "。", "（", "+", "/", "true", "null", "~", "`", "=", "$", "😀",
		}
		s := "字" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(signs), 0, most).Draw(t, "signs"), "")
		if rapid.Bool().Draw(t, "sign first") {
			s = strings.TrimPrefix(s, "字")
		}
		return strings.NewReplacer("{", "", "}", "").Replace(strings.TrimSpace(s)) + "尾"
	})
}

// randomClass is a class as it may be made.
func randomClass(t *rapid.T) content.Draft {
	zone, err := time.LoadLocation(rapid.SampledFrom([]string{"Asia/Shanghai", "Europe/Berlin"}).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	flag := func(name string) bool { return rapid.Bool().Draw(t, name) }
	number := func(name string, low, high int) int { return rapid.IntRange(low, high).Draw(t, name) }
	text := func(name string) string {
		if !flag(name + "?") {
			return ""
		}
		return words(6).Draw(t, name)
	}
	start := time.Date(2022, 7, number("day", 1, 28), number("hour", 9, 20), number("minute", 0, 3)*15, 0, 0, zone)
	end := start.Add(time.Duration(number("length", 2, 12)) * 10 * time.Minute)
	c := &campaign.Campaign{
		ID: fmt.Sprint("class-", number("id", 1, 9999)), Name: words(6).Draw(t, "name"), Host: text("host"), Zone: zone,
		Start: start, End: end,
		QAMinutes: number("minutes", 0, 20), Lecturer: text("lecturer"), LecturerIntro: text("intro"), Series: text("series"),
		ListPrice: number("price", 0, 2), Next: text("next"), PromisedMinutes: number("promised", 29, 31),
		Duty: campaign.Hours{From: number("from", 8, 9) * 60, To: 22 * 60},
		Unknown: rapid.SampledFrom([]campaign.UnknownPolicy{
			campaign.UnknownTicket, campaign.UnknownSilence,
			campaign.UnknownTransfer,
		}).Draw(t, "unknown"),
		Signup: campaign.SignupRules{
			Seats: number("seats", 1, 500), Close: end, PromoteUntil: end, ScanSignsUp: flag("scan"), Waitlist: flag("waitlist"),
			ConfirmCancel: flag("confirm"),
		},
		Checkin: campaign.CheckinRules{Open: start, Close: end},
		Broadcasts: campaign.BroadcastRules{
			Quiet: campaign.Hours{From: 22 * 60, To: number("quiet", 7, 8) * 60}, Trial: number("trial", 4, 5),
			TrialWait: time.Duration(number("wait", 1, 2)) * time.Minute, SameTextSpan: time.Duration(number("same", 23, 24)) * time.Hour,
			SecondPersonAt: 500,
		},
		Limits: campaign.Limits{
			Messages: number("messages", 9, 10), Span: 30 * time.Second, Reports: 3,
			ReportSpan: rapid.SampledFrom([]time.Duration{10 * time.Minute, 45 * time.Second, time.Hour}).Draw(t, "span"),
		},
		Digits: map[string]string{}, Aliases: map[string][]string{}, Concepts: map[string][]string{},
	}
	if flag("room") {
		c.LiveRoom = "https://live.example.com/" + fmt.Sprint(number("room", 1, 99))
	}
	if flag("open") {
		c.Signup.Open = start.AddDate(0, 0, -number("before", 1, 5))
	}
	if flag("closes") {
		c.Signup.Close, c.Signup.PromoteUntil = end.Add(-5*time.Minute), end.Add(-10*time.Minute)
	}
	if flag("scenes") {
		c.Signup.Scenes = []string{"reg-article", "reg-poster"}
	}
	c.Questions = campaign.QuestionRules{
		Open: c.Signup.Open, Close: end.Add(time.Duration(number("answers", 0, 10)) * time.Minute), MinRunes: number("least", 7, 8),
		MaxRunes:  200,
		PerPerson: 3, Review: flag("review"), Named: flag("named"), Example: text("example"),
	}
	unlisted := flag("unlisted")
	if unlisted {
		c.Questions = campaign.QuestionRules{
			Unlisted: true, Open: c.Signup.Open, Close: c.End, MinRunes: 8, MaxRunes: 200, PerPerson: 3, Review: true,
		}
	}
	if flag("checkin") {
		c.Checkin = campaign.CheckinRules{
			Passphrases: []string{fmt.Sprint("金句", number("phrase", 10, 99))}, Open: start.Add(-time.Duration(number("early", 0,
				2)) * time.Minute),
			Close: end.Add(time.Duration(number("late", 0, 30)) * time.Minute), WrongMax: number("wrong", 4, 5),
			WrongSpan: 10 * time.Minute,
			WalkIn:    flag("walk in"), SameSound: flag("sound"), Standby: campaign.StandbyTicket,
		}
	}
	randomLists(t, c)
	d := content.Draft{Campaign: c, Texts: map[content.Key]string{}}
	if !unlisted && flag("blocked") {
		d.BlockedWords = "blocked_words.txt"
	}
	if flag("text") {
		d.Texts[content.KeyNonText] = words(4).Draw(t, "text") + "\n" + words(4).Draw(t, "second line")
	}
	return d
}

func randomLists(t *rapid.T, c *campaign.Campaign) {
	number := func(name string, low, high int) int { return rapid.IntRange(low, high).Draw(t, name) }
	flag := func(name string) bool { return rapid.Bool().Draw(t, name) }
	for i := range number("packs", 0, 2) {
		p := campaign.Pack{
			ID: fmt.Sprint(90 + i), Name: fmt.Sprint("资料", i, words(4).Draw(t, "pack")), Price: number("worth", 0, 1) * 99,
			Stock:     number("stock", -1, 30),
			DeadAfter: number("dead", 2, 3), Mirrors: []campaign.Mirror{{
				URL:  fmt.Sprint("https://pan.example.com/", i),
				Code: "8k2m", Until: "永久",
			}},
		}
		if flag("contents") {
			p.Contents = words(5).Draw(t, "contents")
		}
		if len(c.Checkin.Passphrases) > 0 && flag("needs") {
			p.Conditions = []campaign.Condition{campaign.ConditionCheckedIn}
		}
		if flag("draw") {
			p.Draw, p.Chance = true, float64(number("chance", 1, 9))/10
		}
		if flag("mirror") {
			p.Mirrors[0].Until = c.End.AddDate(0, 0, 30).Format(time.DateOnly)
			p.Mirrors = append(p.Mirrors, campaign.Mirror{
				URL: fmt.Sprint("https://drive.example.com/", i), Until: "永久",
				Name: "备", Backup: true,
			})
		}
		c.Packs = append(c.Packs, p)
	}
	if flag("reminder") {
		a := campaign.Audience{Kind: campaign.AudienceSeated}
		if len(c.Packs) > 0 && flag("others") {
			a = campaign.Audience{Kind: campaign.AudienceWithout, Arg: c.Packs[0].ID}
		}
		c.Reminders = []campaign.Reminder{{
			Name: "开课前", At: c.Start.Add(-10 * time.Minute), Audience: a, Text: "remind_10m",
			Robot: flag("robot"),
		}}
	}
	for i := range number("entries", 0, 3) {
		e := campaign.Entry{ID: fmt.Sprint("e", i), Question: fmt.Sprint("第", i, "问", words(4).Draw(t, "question"))}
		switch number("kind", 0, 2) {
		case 0:
			e.Pending = true
		case 1:
			e.Answer = words(8).Draw(t, "answer")
		default:
			e.Answer = words(4).Draw(t, "first") + "\n" + words(4).Draw(t, "last")
			e.Aliases = []string{fmt.Sprint("换个问法", i)}
		}
		c.FAQ = append(c.FAQ, e)
		want := rapid.SampledFrom([]string{e.ID, "回放", "报名", ""}).Draw(t, "want")
		c.Tests = append(c.Tests, campaign.TestCase{Question: fmt.Sprint("问", i, words(4).Draw(t, "test")), Want: want})
	}
	if flag("menu") {
		c.Menu = []campaign.MenuItem{{Name: "公开课", Children: []campaign.MenuItem{{Name: "免费报名", Command: "报名"}, {
			Name:    "我",
			Command: "我的",
		}}}}
		c.Digits = map[string]string{"0": "菜单", "1": "报名"}
		c.Aliases = map[string][]string{"报名": {"我要报名", "参加"}, "退订": {"TD"}}
		c.Concepts = map[string][]string{"训练营": {"特训营"}}
		c.Limits.Exempt = []string{"退订"}
	}
}

// TestDraftIsRead writes random classes: what is read is the class, and no line can be taken
// away, but for those that name what is still to be filled in.
func TestDraftIsRead(t *testing.T) {
	t.Parallel()
	read := 0
	check := func(t *rapid.T) {
		d := randomClass(t)
		file := d.YAML()
		v, ps := reload(file)
		if content.Refused(ps) > 0 && v == nil {
			for _, p := range ps {
				if strings.Contains(p.Text, "同时属于") || strings.Contains(p.Text, "写了两次") {
					t.Skip("two entries with the same words")
				}
			}
			t.Fatalf("%v\n%s", ps, file)
		}
		d.Campaign.BlockedWords = v.Campaign.BlockedWords
		if diff := cmp.Diff(d, v.Draft(), cmpopts.IgnoreUnexported(campaign.Campaign{}, campaign.Entry{}), cmpopts.EquateEmpty(),
			cmpopts.IgnoreFields(campaign.Campaign{}, "Version", "Zone"), cmp.Comparer(time.Time.Equal)); diff != "" {
			t.Fatalf("what is read is another class: %s\n%s", diff, file)
		}
		if read++; read%25 == 0 { // each line of each class would take a minute
			linesCount(t, v, file)
		}
	}
	for range 2 { // a hundred each
		rapid.Check(t, check)
	}
}

// linesCount takes each line away.
func linesCount(t *rapid.T, v *content.Version, file []byte) {
	lines := strings.SplitAfter(string(file), "\n")
	for i, l := range lines {
		if l == "" || strings.HasPrefix(strings.TrimSpace(l), `直播间: ""`) {
			continue
		}
		less, ps := reload([]byte(strings.Join(slices.Concat(lines[:i], lines[i+1:]), "")))
		if content.Errors(ps) == 0 && less != nil && sameClass(v, less) == "" {
			t.Fatalf("line %d says nothing: %s\n%s", i+1, l, file)
		}
	}
}
