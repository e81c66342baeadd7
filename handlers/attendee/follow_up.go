package attendee

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/bot/text"
	"zhujiao/handlers"
)

// goOn answers 那iPad呢, which leaves out what is asked: the entry whose wording names the
// object, or the last answer again if it states it. If no entry is about it, a moderator
// gets the text with what it goes on from (ruling 56).
func goOn(ctx context.Context, v *handlers.Visit, in intent.Intent) (bot.Reply, error) {
	about, ok := v.Campaign.Entry(in.Entry)
	if !ok {
		return nil, errGone
	}
	found := naming(v.Campaign, in.Object, about.ID)
	switch {
	case len(found) == 1:
		return answer(ctx, v, found[0])
	case len(found) > 1 && len(found) <= maxNaming:
		return offerOrUnknown(ctx, v, hitsOf(found))
	case !about.Pending && names(text.Fold(v.Texts.Answer(about.ID, v.Time(), nil)), in.Object):
		return answer(ctx, v, about)
	}
	m := v.Reader.Match(in.Object)
	if e, ok := topEntry(v.Campaign, m); ok && m.Band == bot.BandAnswer {
		return answer(ctx, v, e)
	}
	if len(found) > 0 || v.Readings.Words.Match.Band == bot.BandSuggest {
		return nil, errGone // what is meant is asked back
	}
	words := v.Texts.RenderForAuthor(content.KeyFollowed, content.Vars{"内容": v.Text, "名称": about.Question})
	return freeText(ctx, saying(v, words), intent.Intent{Kind: intent.Unknown})
}

// maxNaming is how many entries that name an object are offered; more say too little.
const maxNaming = 3

// naming returns the entries with an answer whose wording names an object. The entry that
// was answered last counts only if there is no other.
func naming(c *campaign.Campaign, object, last string) (out []campaign.Entry) {
	for _, e := range c.FAQ {
		if unanswerable(e) {
			continue
		}
		says := func(wording string) bool { return names(text.Fold(wording), object) }
		if says(e.Question) || slices.ContainsFunc(e.Aliases, says) {
			out = append(out, e)
		}
	}
	if len(out) > 1 {
		out = slices.DeleteFunc(out, func(e campaign.Entry) bool { return e.ID == last })
	}
	return out
}

// unanswerable reports whether an entry has no answer yet.
func unanswerable(e campaign.Entry) bool { return e.Pending && e.PendingText == "" }

var latinLetters = regexp.MustCompile(`[a-z0-9]+`)

// names reports whether a folded wording has an object in it, which is no part of a longer
// Latin word.
func names(folded, object string) bool {
	if latinLetters.FindString(object) == object {
		return slices.Contains(latinLetters.FindAllString(folded, -1), object)
	}
	return strings.Contains(folded, object)
}

func hitsOf(entries []campaign.Entry) []bot.Hit {
	out := make([]bot.Hit, len(entries))
	for i, e := range entries {
		out[i] = bot.Hit{ID: e.ID, Title: e.Question}
	}
	return out
}

// offerOrUnknown asks which question was meant. Entries without an answer and what the
// sender has just refused are left out; if the likeliest of the others is one without an
// answer, or nothing is left, a moderator gets the question.
func offerOrUnknown(ctx context.Context, v *handlers.Visit, hits []bot.Hit) (bot.Reply, error) {
	hits = slices.DeleteFunc(slices.Clone(hits), func(h bot.Hit) bool { return v.Person.Refused(h.ID, v.Arrived) })
	answered := slices.DeleteFunc(slices.Clone(hits), func(h bot.Hit) bool {
		e, ok := v.Campaign.Entry(h.ID)
		return ok && unanswerable(e)
	})
	if len(answered) == 0 || answered[0].ID != hits[0].ID {
		return notUnderstood(ctx, v)
	}
	if err := recordUnanswered(ctx, v, campaign.OutcomeSuggested); err != nil {
		return nil, err
	}
	return offer(ctx, v, answered)
}
