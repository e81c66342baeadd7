package attendee

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"zhujiao/bot"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// timetable answers when the class is after it has begun: the bare timetable would not help
// (ruling 52).
func timetable(v *handlers.Visit) (bot.Reply, error) {
	switch at := v.Time(); {
	case at.Before(v.Campaign.Start):
		return v.Say(content.KeyTimeBefore, nil)
	case at.After(v.Campaign.End):
		return v.Say(content.KeyTimeAfter, nil)
	}
	return v.Say(content.KeyTimeRunning, nil)
}

// asksWhyNot reports whether a text asks why the class has not begun.
func asksWhyNot(v *handlers.Visit) bool {
	if v.Kind != bot.KindText {
		return false
	}
	return utf8.RuneCountInString(v.Folded) <= 30 && slices.ContainsFunc([]string{
		"怎么还没开", "还没开始", "还没开播", "还没开课", "还不开始", "还不开播", "没有开始", "没开始", "没开播", "怎么没开", "怎么不开始", "开始了吗",
		"开播了吗", "开始了没", "开播了没", "什么时候才开始", "等半天",
	}, func(part string) bool { return strings.Contains(v.Folded, part) })
}

// notBegun answers somebody who asks why the class has not begun, and counts them while it
// should run.
func notBegun(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if !v.Campaign.Running(v.Time()) {
		return timetable(v)
	}
	if err := v.Attendees.Unanswered.Waiting(ctx, v.Person.ID, v.Text, v.Arrived); err != nil {
		return nil, err
	}
	return timetable(v)
}
