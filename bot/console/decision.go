package console

import (
	"zhujiao/bot"
	"zhujiao/bot/moderation"
)

// decision is why somebody was answered as they were, as it was decided then.
type decision struct {
	*bot.Reason
	// Asked are the questions that were answered or offered, Like those that the words were like.
	Asked []string
	Like  []hit
	// Sure, Unsure say what followed from how much they were like the first one.
	Sure, Unsure bool
}

// decided reads what was decided about something that somebody said. Ids stand for entries that
// are gone.
func decided(v *visit, h moderation.Happening) *decision {
	out := &decision{Reason: h.Why, Sure: h.Why.Band == bot.BandAnswer, Unsure: h.Why.Band == bot.BandSuggest}
	class := v.class(h.Class)
	title := func(id string) string {
		if class != nil {
			if e, ok := class.Campaign.Entry(id); ok && e.Question != "" {
				return id + " " + e.Question
			}
		}
		return id
	}
	for _, id := range h.Why.Entries {
		out.Asked = append(out.Asked, title(id))
	}
	for _, o := range h.Why.Hits {
		out.Like = append(out.Like, hit{Title: title(o.ID), Score: float64(o.Score) / 100})
	}
	return out
}
