package intent_test

import (
	"reflect"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/intent"
)

// layer is one rule of Resolve: what makes it apply, and the kind that it gives.
type layer struct {
	name string
	set  func(r *bot.Readings, s *intent.State)
	want intent.Intent
}

// precedence are the rules of a text in their order.
func precedence() []layer {
	at := time.Date(2022, 7, 7, 20, 0, 0, 0, time.UTC)
	line := &bot.TextReading{Text: "我的", Folded: "我的", Command: bot.CommandReading{Word: "我的"}}
	return []layer{
		{"over the limit", func(_ *bot.Readings, s *intent.State) { s.Limited = true }, intent.Intent{Kind: intent.LimitNotice}},
		{"a moderator's line", func(r *bot.Readings, s *intent.State) {
			r.Staff.Line, s.Moderator = "待答", true
		}, intent.Intent{Kind: intent.StaffCommand, Line: "待答"}},
		{"everything stopped", func(_ *bot.Readings, s *intent.State) { s.Stopped = true }, intent.Intent{Kind: intent.StopNotice}},
		{"taken over", func(_ *bot.Readings, s *intent.State) { s.TakenOver = true }, intent.Intent{Kind: intent.ToModerator}},
		{"a choice", func(r *bot.Readings, s *intent.State) {
			r.Number, s.Choices, s.ChoicesUntil, s.Now = 2, []string{"a", "b"}, at, at
		}, intent.Intent{Kind: intent.Choose, Number: 2, Entry: "b"}},
		{"a command", func(r *bot.Readings, _ *intent.State) {
			r.Words.Command = bot.CommandReading{Word: "领取", Pack: "99"}
		}, intent.Intent{Kind: intent.RunCommand, Command: bot.CommandReading{Word: "领取", Pack: "99"}, Text: "x"}},
		{"an announced passphrase", func(r *bot.Readings, _ *intent.State) {
			r.Words.Spoken = bot.SpokenPassphrase{Announced: true, Closeness: bot.CloseRight}
		}, intent.Intent{Kind: intent.Passphrase, Text: "x"}},
		{"abuse", func(r *bot.Readings, _ *intent.State) { r.Words.Blocked = true }, intent.Intent{Kind: intent.Nothing, Text: "x"}},
		{"the passphrase", func(r *bot.Readings, _ *intent.State) {
			r.Words.Passphrase = bot.CloseRight
		}, intent.Intent{Kind: intent.Passphrase, Text: "x"}},
		{"an entry's own wording", func(r *bot.Readings, _ *intent.State) {
			r.Words.Match = bot.Match{Band: bot.BandAnswer, Hits: []bot.Hit{{ID: "own", Title: "t"}}, OwnWording: true}
		}, intent.Intent{Kind: intent.Answer, Entry: "own", Title: "t", Text: "x"}},
		{"will not come", func(r *bot.Readings, _ *intent.State) {
			r.Words.Declines = true
		}, intent.Intent{Kind: intent.Decline, Text: "x"}},
		{"courtesy", func(r *bot.Readings, _ *intent.State) {
			r.Words.Courtesy = bot.CourtesyThanks
		}, intent.Intent{Kind: intent.Thanks, Text: "x"}},
		{"a copied line", func(r *bot.Readings, _ *intent.State) {
			r.Words.MenuLine = line
		}, intent.Intent{Kind: intent.RunCommand, Command: bot.CommandReading{Word: "我的"}, Text: "我的"}},
		{"a stray number", func(r *bot.Readings, _ *intent.State) {
			r.Words.StrayNumber = true
		}, intent.Intent{Kind: intent.RunCommand, Command: bot.CommandReading{Word: "菜单"}, Text: "x"}},
		{"almost the passphrase", func(r *bot.Readings, s *intent.State) {
			r.Words.Passphrase, s.CheckinOpen = max(r.Words.Passphrase, bot.CloseAlmost), true
		}, intent.Intent{Kind: intent.WrongPassphrase, Text: "x"}},
		{"a wish", func(r *bot.Readings, _ *intent.State) {
			r.Words.Wish = bot.WishReading{Wish: bot.WishErasure, Command: "删除我的数据", Title: "t"}
		}, intent.Intent{Kind: intent.SuggestCommand, Command: bot.CommandReading{Word: "删除我的数据"}, Title: "t", Text: "x"}},
		{"a question", func(r *bot.Readings, _ *intent.State) {
			if !r.Words.Match.OwnWording {
				r.Words.Match = bot.Match{Band: bot.BandAnswer, Hits: []bot.Hit{{ID: "near", Title: "t"}}}
			}
		}, intent.Intent{Kind: intent.Answer, Entry: "near", Title: "t", Text: "x"}},
		{"a remark", func(r *bot.Readings, _ *intent.State) { r.Words.Remark = true }, intent.Intent{Kind: intent.Thanks, Text: "x"}},
		{"nothing known", func(*bot.Readings, *intent.State) {}, intent.Intent{Kind: intent.Unknown, Text: "x"}},
	}
}

// TestPrecedence lets each rule compete with all that follow.
func TestPrecedence(t *testing.T) {
	t.Parallel()
	layers := precedence()
	for i := range layers {
		r, s := bot.Readings{Source: bot.SourceText, Words: bot.TextReading{Text: "x", Folded: "x"}}, intent.State{}
		for _, l := range layers[i:] {
			l.set(&r, &s)
		}
		if got := intent.Resolve(r, s); !reflect.DeepEqual(got, layers[i].want) {
			t.Errorf("%s, with all that follows: %+v, want %+v", layers[i].name, got, layers[i].want)
		}
	}
}

// TestResolve has what the order alone does not show.
func TestResolve(t *testing.T) {
	t.Parallel()
	at := time.Date(2022, 7, 7, 20, 0, 0, 0, time.UTC)
	words := func(w bot.TextReading) bot.Readings {
		w.Text, w.Folded = "x", "x"
		return bot.Readings{Source: bot.SourceText, Words: w}
	}
	command := bot.TextReading{Command: bot.CommandReading{Word: "退订"}}
	exempt, everyStop, staff, binding, number := words(command), words(command), words(command), words(command), words(command)
	exempt.Exempt, everyStop.AtEveryStop, number.Number = true, true, 1
	rightNumber := everyStop
	rightNumber.Number = 1
	second := number
	second.Number = 2
	staff.Staff, binding.Staff = bot.StaffLine{Line: "待答"}, bot.StaffLine{Line: "绑定 A", Binding: true}
	menuNumber := number
	menuNumber.Source = bot.SourceMenu
	spoken := func(s bot.SpokenPassphrase, own bool) bot.Readings {
		s.Announced = true
		return words(bot.TextReading{Spoken: s, Match: bot.Match{Band: bot.BandAnswer, Hits: []bot.Hit{{ID: "e"}}, OwnWording: own}})
	}
	tests := []struct {
		name string
		r    bot.Readings
		s    intent.State
		want intent.Kind
	}{
		{"# of an attendee is text", staff, intent.State{}, intent.RunCommand},
		{"# of a moderator", staff, intent.State{Moderator: true}, intent.StaffCommand},
		{"binding, by anybody, at every stop", binding, intent.State{Stopped: true}, intent.StaffCommand},
		{"no line of a moderator", words(command), intent.State{Moderator: true}, intent.RunCommand},
		{"stopped, a right", everyStop, intent.State{Stopped: true}, intent.RunCommand},
		{"stopped, a choice that is a right's digit", rightNumber, intent.State{Stopped: true, Choices: []string{"a"}}, intent.StopNotice},
		{"stopped, a right's digit", rightNumber, intent.State{Stopped: true}, intent.RunCommand},
		{"stopped, only exempt", exempt, intent.State{Stopped: true}, intent.StopNotice},
		{"taken over, exempt", exempt, intent.State{TakenOver: true}, intent.RunCommand},
		{"taken over, a right", everyStop, intent.State{TakenOver: true}, intent.ToModerator},
		{"the last moment of choices", number, intent.State{Choices: []string{"a"}, ChoicesUntil: at, Now: at}, intent.Choose},
		{"choices too late", number, intent.State{Choices: []string{"a"}, ChoicesUntil: at, Now: at.Add(1)}, intent.RunCommand},
		{"no such choice", second, intent.State{Choices: []string{"a"}}, intent.RunCommand},
		{"choices and no number", words(command), intent.State{Choices: []string{"a"}}, intent.RunCommand},
		{"a click is no choice", menuNumber, intent.State{Choices: []string{"a"}}, intent.RunCommand},
		{"spoken almost", spoken(bot.SpokenPassphrase{Closeness: bot.CloseAlmost}, false), intent.State{}, intent.WrongPassphrase},
		{"spoken question", spoken(bot.SpokenPassphrase{Question: true, TooLong: true}, false), intent.State{}, intent.RunCommand},
		{"spoken far too long", spoken(bot.SpokenPassphrase{TooLong: true}, false), intent.State{}, intent.Answer},
		{"spoken wrong", spoken(bot.SpokenPassphrase{}, false), intent.State{}, intent.WrongPassphrase},
		{"spoken own wording", spoken(bot.SpokenPassphrase{Closeness: bot.CloseAlmost}, true), intent.State{}, intent.Answer},
		{"spoken right own wording", spoken(bot.SpokenPassphrase{Closeness: bot.CloseRight}, true), intent.State{}, intent.Passphrase},
		{"empty", bot.Readings{Source: bot.SourceText}, intent.State{}, intent.Nothing},
		{"warning", words(bot.TextReading{Blocked: true, Warning: true}), intent.State{}, intent.Warning},
		{"greeting", words(bot.TextReading{Courtesy: bot.CourtesyGreeting}), intent.State{}, intent.Greeting},
		{"noted", words(bot.TextReading{Courtesy: bot.CourtesyNoted}), intent.State{}, intent.Nothing},
		{"almost, closed", words(bot.TextReading{Passphrase: bot.CloseAlmost}), intent.State{}, intent.Unknown},
		{"standing", words(bot.TextReading{Wish: bot.WishReading{Wish: bot.WishStanding}}), intent.State{}, intent.RunCommand},
		{"late", words(bot.TextReading{Wish: bot.WishReading{Wish: bot.WishLateCheckin}}), intent.State{}, intent.LateCheckin},
		{"how", words(bot.TextReading{Wish: bot.WishReading{Wish: bot.WishHowCheckin}}), intent.State{}, intent.RunCommand},
		{"an answer without a hit", words(bot.TextReading{Match: bot.Match{Band: bot.BandAnswer}}), intent.State{}, intent.Unknown},
		{"choices without a hit", words(bot.TextReading{Match: bot.Match{Band: bot.BandSuggest}}), intent.State{}, intent.Unknown},
		{"arrival", bot.Readings{Source: bot.SourceArrival}, intent.State{TakenOver: true}, intent.Arrive},
		{"arrival, stopped", bot.Readings{Source: bot.SourceArrival}, intent.State{Stopped: true}, intent.StopNotice},
		{"departure, stopped", bot.Readings{Source: bot.SourceDeparture}, intent.State{Stopped: true, TakenOver: true}, intent.Depart},
		{"mass result, stopped", bot.Readings{Source: bot.SourceMassResult}, intent.State{Stopped: true}, intent.MassResult},
		{"system, stopped", bot.Readings{Source: bot.SourceSystem}, intent.State{Stopped: true}, intent.Nothing},
		{"attachment", bot.Readings{Source: bot.SourceAttachment}, intent.State{}, intent.Attachment},
		{"attachment, taken over", bot.Readings{Source: bot.SourceAttachment}, intent.State{TakenOver: true}, intent.ToModerator},
		{"click, taken over", menuNumber, intent.State{TakenOver: true}, intent.ToModerator},
		{"other, taken over", bot.Readings{Source: bot.SourceOther}, intent.State{TakenOver: true}, intent.ToModerator},
		{"other", bot.Readings{Source: bot.SourceOther}, intent.State{}, intent.Nothing},
		{"other, stopped", bot.Readings{Source: bot.SourceOther}, intent.State{Stopped: true}, intent.StopNotice},
	}
	for _, tt := range tests {
		if got := intent.Resolve(tt.r, tt.s); got.Kind != tt.want {
			t.Errorf("%s: %+v, want %s", tt.name, got, tt.want)
		}
	}
}

// TestOffered offers what is worth it.
func TestOffered(t *testing.T) {
	t.Parallel()
	hit := func(id, title string, score float64) bot.Hit { return bot.Hit{ID: id, Title: title, Score: score} }
	tests := map[string]struct {
		hits []bot.Hit
		want string
	}{
		"far less likely":   {[]bot.Hit{hit("a", "1", .8), hit("b", "2", .4), hit("c", "3", .39)}, "ab"},
		"hardly like it":    {[]bot.Hit{hit("a", "1", .3), hit("b", "2", .25), hit("c", "3", .24)}, "ab"},
		"one title":         {[]bot.Hit{hit("a", "1", .8), hit("b", "1", .8), hit("c", "3", .8)}, "ac"},
		"the first, always": {[]bot.Hit{hit("a", "1", .1)}, "a"},
	}
	for name, tt := range tests {
		words := bot.TextReading{Text: "x", Folded: "x", Match: bot.Match{Band: bot.BandSuggest, Hits: tt.hits}}
		in := intent.Resolve(bot.Readings{Source: bot.SourceText, Words: words}, intent.State{})
		ids := ""
		for _, h := range in.Choices {
			ids += h.ID
		}
		if in.Kind != intent.Offer || ids != tt.want {
			t.Errorf("%s: %s %q, want %q", name, in.Kind, ids, tt.want)
		}
	}
}
