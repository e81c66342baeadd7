package attendee

import (
	"context"
	"slices"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/handlers"
)

// several answers the questions of one text together; a moderator gets what is left over
// (ruling 55).
func several(ctx context.Context, v *handlers.Visit, in intent.Intent) (bot.Reply, error) {
	var said, left []string
	suggested := false
	for _, part := range in.Parts {
		visit := saying(v, part.Text)
		e, isEntry := v.Campaign.Entry(part.Entry)
		switch {
		case part.Kind == intent.Answer && isEntry && (!e.Pending || e.PendingText != ""):
			r, err := answer(ctx, visit, e)
			if err != nil {
				return nil, err
			}
			words, _ := bot.Words(r)
			said = append(said, string(words))
		case (part.Kind == intent.SuggestCommand || part.Kind == intent.RunCommand) && !suggested:
			suggested = true
			r, err := suggestCommand(ctx, visit, titled(part))
			if err != nil {
				return nil, err
			}
			words, _ := bot.Words(r)
			said = append(said, string(words))
		default:
			left = append(left, part.Text)
		}
	}
	if len(left) > 0 {
		r, err := freeText(ctx, saying(v, strings.Join(left, " ")), intent.Intent{Kind: intent.Unknown})
		if err != nil {
			return nil, err
		}
		words, _ := bot.Words(r)
		said = append(said, string(words))
	}
	return together(said, v.Channel.MaxText), nil
}

// titled gives a command without a title its word for one.
func titled(in intent.Intent) intent.Intent {
	if in.Title == "" {
		in.Title = in.Command.Word
	}
	return in
}

// together joins texts with a blank line between them, as many as fit into limit bytes, the
// last one in any case: it says what becomes of the rest.
func together(texts []string, limit int) bot.Reply {
	texts = slices.DeleteFunc(texts, func(s string) bool { return s == "" })
	for len(texts) > 1 && limit > 0 && len(strings.Join(texts, "\n\n")) > limit {
		texts = slices.Delete(texts, len(texts)-2, len(texts)-1)
	}
	if len(texts) == 0 {
		return bot.Silence{}
	}
	return bot.Text(strings.Join(texts, "\n\n"))
}

// oneSeat answers somebody who wants a second seat, or one for somebody else.
func oneSeat(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	key, err := closedReason(ctx, v)
	if err != nil {
		return nil, err
	}
	if key != "" {
		return v.Say(key, nil)
	}
	return v.Say(content.KeyOneSeat, nil)
}

// otherDay answers whether there is a class on another day: on that of this class with its
// time, else with the next class, if there is one, or by a moderator.
func otherDay(ctx context.Context, v *handlers.Visit, in intent.Intent) (bot.Reply, error) {
	e, ok := v.Campaign.Entry(in.Entry)
	that := in.Number != bot.AnyDay && isDay(v.Campaign, v.Time().AddDate(0, 0, in.Number))
	switch {
	case ok && (that || in.Number == 0 && !v.Campaign.Over(v.Time())):
		return answer(ctx, v, e)
	case in.Number != 0 && v.Campaign.Next != "":
		return v.Say(content.KeyNextClass, nil)
	default:
		return freeText(ctx, v, intent.Intent{Kind: intent.Unknown})
	}
}

// isDay reports whether a time is on the day of the class, where the class is.
func isDay(c *campaign.Campaign, at time.Time) bool {
	return at.In(c.Zone).Format(time.DateOnly) == c.Start.In(c.Zone).Format(time.DateOnly)
}

// followUp answers a question about another pack that leaves out what is asked: it takes
// what the last answer was about (ruling 56). If the class's entries do not say it of this
// pack, a moderator gets the question, and the sender reads how to claim the pack.
func followUp(ctx context.Context, v *handlers.Visit, in intent.Intent) (bot.Reply, error) {
	if in.Object != "" {
		return goOn(ctx, v, in)
	}
	about, ok := v.Campaign.Entry(in.Entry)
	pack, known := v.Campaign.Pack(in.Command.Pack)
	if !ok || !known {
		return nil, errGone
	}
	goesOn := false
	for _, words := range append([]string{about.Question}, about.Aliases...) {
		question, changed := ofPack(v.Campaign, words, pack)
		if !changed {
			continue
		}
		goesOn = true
		m := v.Reader.Match(question)
		if e, found := topEntry(v.Campaign, m); found && m.Band == bot.BandAnswer && e.ID != about.ID {
			return answer(ctx, v, e)
		}
	}
	if !goesOn { // the last answer was about no pack
		return nil, errGone
	}
	name := about.Question
	if of, changed := ofPack(v.Campaign, name, pack); changed && intent.LeavesOutObject(v.Folded) {
		name = of // the text does not say which pack
	}
	words := v.Texts.RenderForAuthor(content.KeyFollowed, content.Vars{"内容": v.Text, "名称": name})
	r, err := freeText(ctx, saying(v, words), intent.Intent{Kind: intent.Unknown})
	if err != nil {
		return nil, err
	}
	said, _ := bot.Words(r)
	first := v.Texts.Render(content.KeyPackHow, content.Vars{"包": pack.ID, "包名": pack.Name})
	if v.Campaign.ClaimsOver(v.Time()) {
		first = v.Words(content.KeyPackShut, packNames(pack))
	}
	return together([]string{first, string(said)}, v.Channel.MaxText), nil
}

// ofPack puts a pack into a question about another one. It returns false if the question
// names none.
func ofPack(c *campaign.Campaign, question string, pack campaign.Pack) (string, bool) {
	for _, p := range c.Packs {
		if p.ID == pack.ID {
			continue
		}
		names := append([]string{p.Name, p.ID}, p.Aliases...)
		slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
		for _, name := range names {
			if before, after, found := strings.Cut(question, name); found {
				return before + pack.ID + after, true
			}
		}
	}
	return "", false
}

// topEntry returns the entry that a match has found first.
func topEntry(c *campaign.Campaign, m bot.Match) (campaign.Entry, bool) {
	if len(m.Hits) == 0 {
		return campaign.Entry{}, false
	}
	return c.Entry(m.Hits[0].ID)
}
