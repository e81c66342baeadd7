package intent_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/intent"
)

// evening is when the class on day 0 begins.
func evening(days int) time.Time {
	return time.Date(2022, 7, 7+days, 20, 30, 0, 0, time.FixedZone("", 8*3600))
}

// classOn is a class that begins on the evening of a day. Registration opens six days
// before, and closes with the end; the passphrase is taken from the start until 15 minutes
// after the end.
func classOn(id string, day int) *campaign.Campaign {
	start := evening(day)
	end := start.Add(time.Hour)
	return &campaign.Campaign{
		ID: id, Name: "名为" + id + "的课", Zone: start.Location(), Start: start, End: end,
		Signup:    campaign.SignupRules{Open: start.AddDate(0, 0, -6), Close: end, Scenes: []string{"scene-" + id, "scene-all"}},
		Checkin:   campaign.CheckinRules{Passphrases: []string{"口令" + id}, Open: start, Close: end.Add(15 * time.Minute)},
		Questions: campaign.QuestionRules{Open: start.AddDate(0, 0, -6), Close: end},
		Packs: []campaign.Pack{
			{ID: "99", Conditions: []campaign.Condition{campaign.ConditionCheckedIn}}, {ID: "49"},
		},
	}
}

// query is a message by its readings, which are the same in every class unless only says
// that a class alone has them. mine has the ids of the sender's classes, with ! for those
// in which they have no seat, and * for those of which they have a pack.
type query struct {
	at     time.Time
	mine   string
	words  bot.TextReading
	only   string
	source bot.Source
	arg    string
	number int
	assent bot.Assent
	person campaign.Person
	closed string
	taken  string
	last   string
}

// among are the classes: a began a day ago and is over, b runs or begins today, c begins in
// five days and is open, d in three weeks and is only announced.
func (q query) among(classes ...*campaign.Campaign) intent.ClassQuery {
	if q.source == bot.SourceSystem {
		q.source = bot.SourceText
	}
	out := intent.ClassQuery{At: q.at, Now: q.at, Folded: q.words.Folded, Arg: q.arg, Person: &q.person, TakenIn: q.taken, LastIn: q.last}
	for _, c := range classes {
		r := bot.Readings{Source: q.source, Number: q.number, Assent: q.assent, Words: q.words}
		if q.only != "" && !slices.Contains(strings.Fields(q.only), c.ID) {
			r.Words = bot.TextReading{Text: "什么", Folded: q.words.Folded}
		}
		out.Classes = append(out.Classes, intent.Class{
			Campaign: c, Stage: c.Stage(q.at), Closed: q.closed == c.ID, Readings: r,
			Member: strings.Contains(q.mine, c.ID), Registered: strings.Contains(q.mine, c.ID) && !strings.Contains(q.mine, c.ID+"!"),
			Claimed: strings.Contains(q.mine, c.ID+"*"),
		})
	}
	return out
}

func command(word string) bot.TextReading {
	return bot.TextReading{Text: word, Folded: word, Command: bot.CommandReading{Word: word}}
}

func claim(pack string) bot.TextReading {
	w := command("领取")
	w.Command.Pack = pack
	return w
}

func faqAnswer() bot.TextReading {
	return bot.TextReading{Text: "几点", Folded: "几点", Match: bot.Match{Band: bot.BandAnswer, Hits: []bot.Hit{{ID: "time"}}}}
}

func unknownText(words string) bot.TextReading { return bot.TextReading{Text: words, Folded: words} }

// waiting is a person for whose answer something waits.
func waiting(t *testing.T, ask func(d *campaign.Dialogue, p *campaign.Person)) campaign.Person {
	t.Helper()
	p := campaign.Person{ID: 1}
	ask(&campaign.Dialogue{People: nobody{}, Class: "c"}, &p)
	return p
}

// nobody stores no person.
type nobody struct{ campaign.People }

func (nobody) SaveDialogue(context.Context, *campaign.Person) error { return nil }

// TestChooseClass has each row of R20 (a): what the message is, whose it is, and the class
// that it belongs to. Classes that fit equally are joined by =.
func TestChooseClass(t *testing.T) {
	t.Parallel()
	before, during, after := evening(0).Add(-time.Hour), evening(0).Add(20*time.Minute), evening(0).Add(90*time.Minute)
	late := evening(0).Add(time.Hour + 10*time.Minute) // over, and the passphrase is still taken
	phrase := bot.TextReading{Text: "口令", Folded: "口令", Passphrase: bot.CloseRight}
	said := bot.TextReading{Text: "签到 口令", Folded: "签到口令"}
	said.Spoken = bot.SpokenPassphrase{Announced: true, Closeness: bot.CloseRight}
	listed := waiting(t, func(d *campaign.Dialogue, p *campaign.Person) {
		_ = d.Offer(t.Context(), p, []string{"x", "y"}, during)
	})
	suggested := waiting(t, func(d *campaign.Dialogue, p *campaign.Person) {
		_ = d.Suggest(t.Context(), p, "人工", during)
	})
	leaving := waiting(t, func(d *campaign.Dialogue, p *campaign.Person) {
		_ = d.Ask(t.Context(), p, campaign.PendingCancel, during)
	})
	asking := waiting(t, func(d *campaign.Dialogue, p *campaign.Person) { _ = d.AwaitQuestion(t.Context(), p, during) })
	picking := waiting(t, func(d *campaign.Dialogue, p *campaign.Person) {
		_ = d.Offer(t.Context(), p, []string{campaign.ClassChoice{Class: "a"}.ID(), campaign.ClassChoice{Class: "d"}.ID()}, during)
	})
	taken := campaign.Person{ID: 1, TakenOver: true}
	for name, tt := range map[string]struct {
		query
		want string
	}{
		"the code of a wall, though another class is mine": {
			query{at: during, mine: "b", source: bot.SourceArrival, arg: campaign.WallScene("c")}, "c",
		},
		"a scene names its class": {
			query{at: during, mine: "b", source: bot.SourceArrival, arg: "scene-c"}, "c",
		},
		"a scene of an announced class": {
			query{at: during, mine: "b", source: bot.SourceArrival, arg: "scene-d"}, "d",
		},
		"a scene of all: the next that is open": {
			query{at: during, mine: "c", source: bot.SourceArrival, arg: "scene-all"}, "b",
		},
		"a follower without a scene": {query{at: after, mine: "a b", source: bot.SourceArrival}, "c"},
		"a key of one class's menu": {
			query{at: during, mine: "b", source: bot.SourceMenu, words: command("菜单"), only: "c"}, "c",
		},
		"a passphrase of another class": {query{at: during, mine: "c", words: phrase, only: "b"}, "b"},
		"a passphrase after 签到":         {query{at: during, mine: "c", words: said, only: "b"}, "b"},
		"a passphrase of two, inside one's window": {
			query{at: during, mine: "c", words: phrase, only: "b c", closed: "b"}, "b",
		},
		"a passphrase outside its window": {query{at: before, mine: "c", words: phrase, only: "b"}, "b"},
		"the name of a class": {
			query{at: during, mine: "b", words: unknownText("名为c的课几点")}, "c",
		},
		"the name of an announced class": {
			query{at: during, mine: "b", words: unknownText("名为d的课几点")}, "d",
		},
		"a pack that only one has": {
			query{at: during, mine: "b", words: claim("88"), only: "c"}, "c",
		},
		"a pack of an announced class": {
			query{at: during, mine: "b", words: claim("88"), only: "d"}, "d",
		},
		"a pack that an announced class has too": {
			query{at: during, mine: "b", words: claim("88"), only: "c d"}, "c",
		},
		"an entry that only one has": {
			query{at: during, mine: "b", words: faqAnswer(), only: "c"}, "c",
		},
		"an entry of an announced class": {
			query{at: during, mine: "b", words: faqAnswer(), only: "d"}, "b",
		},
		"an entry that others have": {
			query{at: during, mine: "b", words: faqAnswer(), only: "a c"}, "c",
		},
		"an alias that only one has": {
			query{at: during, mine: "b", words: command("报名"), only: "c"}, "c",
		},
		"nearly a passphrase of one": {
			query{at: during, mine: "c", words: bot.TextReading{Text: "口", Folded: "口", Passphrase: bot.CloseAlmost}, only: "b"}, "b",
		},
		"a number of a list": {
			query{at: during, mine: "b", words: command("报名"), number: 2, person: listed}, "c",
		},
		"a number after the list": {
			query{at: during.Add(time.Hour), mine: "b", words: command("签到"), number: 2, person: listed}, "b",
		},
		"a number that the list lacks": {
			query{at: during, mine: "b", words: command("签到"), number: 3, person: listed}, "b",
		},
		"a number of a list of classes": {query{at: during, mine: "b", number: 1, person: picking}, "a"},
		"a yes to a suggestion": {
			query{at: during, mine: "b", assent: bot.AssentYes, words: unknownText("好"), person: suggested}, "c",
		},
		"a no to a suggestion": {
			query{at: during, mine: "b", assent: bot.AssentNo, words: unknownText("不用"), person: suggested}, "c",
		},
		"a yes to nothing": {
			query{at: during, mine: "b", assent: bot.AssentYes, words: unknownText("好")}, "b",
		},
		"确认 of a seat": {
			query{at: during, mine: "b c", assent: bot.AssentConfirm, words: unknownText("确认"), person: leaving}, "c",
		},
		"确认 too late": {
			query{at: during.Add(8 * time.Minute), mine: "b c", assent: bot.AssentConfirm, words: unknownText("确认"), person: leaving}, "c",
		},
		"确认取消 of a seat": {
			query{at: during, mine: "b c", words: command("确认取消"), person: leaving}, "c",
		},
		"the question that 提问 announced": {
			query{at: during, mine: "b", words: unknownText("先学什么"), person: asking}, "c",
		},
		"a command instead of the question": {
			query{at: during, mine: "b", words: command("签到"), person: asking}, "b",
		},
		"not what was asked": {
			query{at: during, mine: "b", words: bot.TextReading{Text: "不是", Folded: "不是", Refusal: true}, last: "c"}, "c",
		},
		"and the other pack": {
			query{at: during, mine: "b", words: bot.TextReading{Text: "49呢", Wish: bot.WishReading{Wish: bot.WishOther}}, last: "c"}, "c",
		},
		"a question without an object": {
			query{at: during, mine: "b", words: bot.TextReading{Text: "里面都有啥", Folded: "里面都有啥"}, last: "c"}, "c",
		},
		"a moderator talks": {
			query{at: during, mine: "b", words: unknownText("好的老师"), person: taken, taken: "c"}, "c",
		},
		"a moderator talked in a class that ended": {
			query{at: during, mine: "b", words: unknownText("好的老师"), person: taken, taken: "z"}, "b",
		},

		"签到: the running one":              {query{at: during, mine: "a b c", words: command("签到")}, "b"},
		"领取: the running one":              {query{at: during, mine: "a b c", words: claim("99")}, "b"},
		"领取: the one that runs later":      {query{at: before, mine: "a b", words: claim("99")}, "a"},
		"领取: what needs no check-in":       {query{at: before, mine: "a b", words: claim("49")}, "b"},
		"领取: the latest that is open":      {query{at: after, mine: "a b c", words: claim("99")}, "b"},
		"领取: by a claim alone":             {query{at: after, mine: "a! c", words: claim("99")}, "a"},
		"失效: the latest that is open":      {query{at: after, mine: "a b c", words: command("失效")}, "c"},
		"失效: where the pack is from":       {query{at: after, mine: "a* b c", words: command("失效")}, "a"},
		"签到: the window after the end":     {query{at: late, mine: "a b c", words: command("签到")}, "b"},
		"签到: too late, another is next":    {query{at: after, mine: "b c", words: command("签到")}, "c"},
		"签到: too late, there is no other":  {query{at: after, mine: "b", words: command("签到")}, "b"},
		"补签: the latest that began":        {query{at: after, mine: "a b c", words: command("补签")}, "b"},
		"提问: the running one":              {query{at: during, mine: "b c", words: command("提问")}, "b"},
		"提问: the one that is open":         {query{at: after, mine: "b c", words: command("提问")}, "c"},
		"取消报名: the latest that is open":    {query{at: before, mine: "b c", words: command("取消报名")}, "c"},
		"取消报名: where the seat is":          {query{at: during, mine: "b! c", words: command("取消报名")}, "c"},
		"取消报名: nothing is left":            {query{at: after, mine: "a b", words: command("取消报名")}, "c"},
		"签到 of a stranger":                 {query{at: during, words: command("签到")}, "b"},
		"签到 of a stranger, later":          {query{at: after, words: command("签到")}, "c"},
		"报名: the next that is open":        {query{at: after, mine: "a b", words: command("报名")}, "c"},
		"报名: the running one is open":      {query{at: during, words: command("报名")}, "b"},
		"报名: moderators have closed one":   {query{at: during, words: command("报名"), closed: "b"}, "c"},
		"我的: the nearest":                  {query{at: before, mine: "a c", words: command("我的")}, "c"},
		"我的: the one that is over":         {query{at: after, mine: "a b", words: command("我的")}, "b"},
		"删除我的数据: the one that ends last":   {query{at: during, mine: "a b c", words: command("删除我的数据")}, "c"},
		"a question: the running one":      {query{at: during, mine: "a b c", words: faqAnswer()}, "b"},
		"a question: the next one":         {query{at: before, mine: "a c", words: faqAnswer()}, "c"},
		"a question: the one that is over": {query{at: after, mine: "a b", words: faqAnswer()}, "b"},
		"a question of a stranger":         {query{at: after, words: faqAnswer()}, "c"},
		"nobody knows what":                {query{at: during, mine: "b", words: unknownText("什么"), only: "z"}, "b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ids := []string{"a", "b", "c", "d"}
			q := tt.among(classOn("a", -1), classOn("b", 0), classOn("c", 5), classOn("d", 21))
			got := intent.ChooseClass(q)
			if ids[got.Class] != tt.want || len(got.Among) > 0 {
				t.Errorf("class %s among %v, want %s", ids[got.Class], got.Among, tt.want)
			}
		})
	}
}

// TestNothingFits chooses the last class that was held, however many are announced.
func TestNothingFits(t *testing.T) {
	t.Parallel()
	at := evening(0)
	for name, tt := range map[string]struct {
		classes []*campaign.Campaign
		want    int
	}{
		"over and announced":          {[]*campaign.Campaign{classOn("a", -9), classOn("b", -2), classOn("c", 20)}, 1},
		"announced, and one for good": {[]*campaign.Campaign{classOn("a", -90), classOn("b", 20), classOn("c", 30)}, 1},
		"all have ended":              {[]*campaign.Campaign{classOn("a", -90), classOn("b", -80)}, 1},
	} {
		for _, word := range []string{"报名", "签到", "我的", "领取", "取消报名"} {
			got := intent.ChooseClass(query{at: at, words: command(word)}.among(tt.classes...))
			if got.Class != tt.want || len(got.Among) > 0 {
				t.Errorf("%s, %s: %+v, want %d", name, word, got, tt.want)
			}
		}
	}
}

// TestDigitOfNearest takes a digit for what it means to the nearest class, although the next
// class has another key there.
func TestDigitOfNearest(t *testing.T) {
	t.Parallel()
	q := query{at: evening(0).Add(-time.Hour), mine: "b"}.among(classOn("b", 0), classOn("c", 5))
	q.Classes[0].Readings.Words, q.Classes[1].Readings.Words = command("签到"), command("报名")
	if got := intent.ChooseClass(q); got.Class != 0 || got.Concern != intent.ConcernCheckin {
		t.Errorf("%+v, want the check-in of the first", got)
	}
	q.Classes[0].Readings.Words, q.Classes[1].Readings.Words = command("报名"), command("签到")
	q.Classes[0].Closed = true
	if got := intent.ChooseClass(q); got.Class != 0 || got.Concern != intent.ConcernSignup {
		t.Errorf("%+v, want the registration of the first", got)
	}
}

// TestEqualClasses asks which class is meant when two fit equally, and remembers the choice
// for the same matter only.
func TestEqualClasses(t *testing.T) {
	t.Parallel()
	during, after := evening(0).Add(20*time.Minute), evening(0).Add(2*time.Hour)
	chosen := campaign.Person{ID: 1}
	_ = (&campaign.Dialogue{People: nobody{}, Class: "b"}).TakeClass(t.Context(), &chosen, intent.ConcernClaim, during)
	for name, tt := range map[string]struct {
		query
		want string
	}{
		"领取 while both run": {query{at: during, mine: "a b", words: claim("99")}, "[0 1] claim"},
		"签到 while both run": {query{at: during, mine: "a b", words: command("签到")}, "[0 1] checkin"},
		"one passphrase of both": {
			query{at: during, mine: "a b", words: bot.TextReading{Text: "x", Folded: "x", Passphrase: bot.CloseRight}}, "[0 1] checkin",
		},
		"a question while both run": {query{at: during, mine: "a b", words: faqAnswer()}, "[0 1] faq"},
		"领取 after both":             {query{at: after, mine: "a b", words: claim("99")}, "[0 1] claim"},
		"取消报名 of both":              {query{at: during, mine: "a b", words: command("取消报名")}, "[0 1] leave"},
		"报名 for both":               {query{at: during, words: command("报名")}, "[0 1] signup"},
		"by the menu": {
			query{at: during, mine: "a b", words: claim("99"), source: bot.SourceMenu}, "[0 1] claim",
		},
		"in one alone": {query{at: during, mine: "b", words: claim("99")}, "1"},
		"chosen before": {
			query{at: during.Add(9 * time.Minute), mine: "a b", words: claim("49"), person: chosen}, "1",
		},
		"chosen long ago": {
			query{at: during.Add(11 * time.Minute), mine: "a b", words: claim("49"), person: chosen}, "[0 1] claim",
		},
		"chosen for another": {
			query{at: during, mine: "a b", words: command("签到"), person: chosen}, "[0 1] checkin",
		},
		"nothing to ask: 我的":      {query{at: during, mine: "a b", words: command("我的")}, "0"},
		"nothing to ask: unknown": {query{at: during, mine: "a b", words: unknownText("什么")}, "0"},
		"nothing to ask: a scan":  {query{at: during, source: bot.SourceArrival, arg: "scene-all"}, "0"},
		"a picture":               {query{at: during, mine: "a b", source: bot.SourceAttachment}, "0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := intent.ChooseClass(tt.among(classOn("a", 0), classOn("b", 0)))
			got := fmt.Sprint(c.Class)
			if len(c.Among) > 0 {
				got = fmt.Sprint(c.Among, " ", c.Concern)
			}
			if got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// TestLeastAnnounced holds that a class that is only announced or has ended never draws a
// message from one that fits, whoever sends it.
func TestLeastAnnounced(t *testing.T) {
	t.Parallel()
	for _, at := range []time.Time{evening(0).Add(-time.Hour), evening(0), evening(0).Add(time.Hour), evening(0).AddDate(0, 0, 1)} {
		for _, mine := range []string{"", "b", "b!"} {
			for _, word := range []string{"报名", "签到", "补签", "提问", "我的", "领取", "失效", "取消报名", "菜单", "人工"} {
				q := query{at: at, mine: mine, words: command(word)}.among(classOn("a", -90), classOn("b", 0), classOn("d", 21))
				if got := intent.ChooseClass(q); got.Class != 1 {
					t.Errorf("%v, %q: %s belongs to %d", at, mine, word, got.Class)
				}
			}
		}
	}
}

// TestReadBeside reads what is said with the name of the class, also without it.
func TestReadBeside(t *testing.T) {
	t.Parallel()
	const name = "电商后台Live课"
	c := class()
	c.Name = name
	r := intent.New(c, texts(), table())
	for words, want := range map[string]intent.Kind{
		"几点开始": intent.Answer, "签到" + name: intent.RunCommand, name + "什么时候开课": intent.Answer,
		"《" + name + "》的报名": intent.RunCommand, "电商后台live课，几点开始": intent.Answer, name + "停车位多不多呀真的": intent.Unknown, name: intent.Unknown,
	} {
		if in := intent.Resolve(intent.ReadBeside(r, typed(words)), intent.State{}); in.Kind != want {
			t.Errorf("%q: %+v, want %s", words, in, want)
		}
	}
}
