package handlers

import (
	"context"
	"regexp"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/content"
	"zhujiao/bot/text"
)

var (
	// menuLine is a line of a menu as it is copied: a digit and what it stands for.
	menuLine = regexp.MustCompile(`^「?([0-9])[.、:)」-]*([^(]+)`)
	// strayDigit is a number that no menu has.
	strayDigit = regexp.MustCompile(`^([0-9]{1,2}|[〇零])$`)
)

// menuLines are the lines of the menus that begin with a digit, without what
// stands in brackets behind them.
func (m *Mouth) menuLines() map[string]bool {
	out := map[string]bool{}
	if m.Texts == nil { // a mouth that says nothing (Routine)
		return out
	}
	for _, key := range []content.Key{content.KeyMenu, content.KeyWelcome} {
		for line := range strings.Lines(m.Texts.Render(key, content.Vars{"剩余": "1"})) {
			if f := menuLine.FindStringSubmatch(text.Fold(line)); f != nil && m.Campaign.Digits[f[1]] != "" {
				out[f[1]+f[2]] = true
			}
		}
	}
	return out
}

// copied answers a line copied from a menu as its digit (R2), and a number that
// no menu has with the menu.
func (m *Mouth) copied(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	if f := menuLine.FindStringSubmatch(msg.Folded); f != nil && m.lines[f[1]+f[2]] {
		return m.redirect(m.Campaign.Digits[f[1]])(ctx, msg)
	}
	if strayDigit.MatchString(msg.Folded) {
		return m.menu(ctx, msg)
	}
	return nil, bot.ErrPass
}
