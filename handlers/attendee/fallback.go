package attendee

import (
	"context"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/bot/text"
	"zhujiao/handlers"
)

// freeText answers a text that is not a command.
func freeText(ctx context.Context, v *handlers.Visit, in intent.Intent) (bot.Reply, error) {
	if asksWhyNot(v) {
		return notBegun(ctx, v)
	}
	switch in.Kind {
	case intent.SuggestCommand:
		return suggestCommand(ctx, v, in)
	case intent.Answer:
		e, ok := v.Campaign.Entry(in.Entry)
		if !ok {
			return nil, errGone
		}
		return answer(ctx, v, e)
	case intent.Offer:
		if err := recordUnanswered(ctx, v, campaign.OutcomeSuggested); err != nil {
			return nil, err
		}
		return offer(ctx, v, in.Choices)
	case intent.Decline:
		return v.Say(content.KeyNegatedSignup, nil)
	case intent.Greeting:
		return v.Say(content.KeyCourtesyHello, nil)
	case intent.Thanks:
		return thanked(v)
	case intent.LateCheckin:
		return lateCheckin(ctx, v)
	case intent.Warning:
		return unknown(ctx, v) // not a question to learn from
	default:
		if err := recordUnanswered(ctx, v, campaign.OutcomeUnknown); err != nil {
			return nil, err
		}
		return unknown(ctx, v)
	}
}

// thanked answers thanks.
func thanked(v *handlers.Visit) (bot.Reply, error) {
	if !v.Time().Before(v.Campaign.Start) {
		return v.Say(content.KeyCourtesyThanksOver, nil)
	}
	return v.Say(content.KeyCourtesyThanks, nil)
}

// lateCheckin answers somebody who forgot to check in.
func lateCheckin(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if v.Time().After(v.Campaign.Checkin.Close) {
		return v.Say(content.KeyCheckinLate, nil)
	}
	return askCheckin(ctx, v)
}

// suggestCommand points to a command instead of running it.
func suggestCommand(ctx context.Context, v *handlers.Visit, in intent.Intent) (bot.Reply, error) {
	switch in.Command.Word {
	case "人工":
		return v.Say(content.KeySuggestHuman, nil)
	case "报名":
		return invite(ctx, v, in)
	default:
		return v.Say(content.KeySuggestWord, content.Vars{"名称": in.Title, "内容": in.Command.Word})
	}
}

// recordUnanswered stores a question that is not answered at once. Operators learn from
// these which entries and phrasings are missing.
func recordUnanswered(ctx context.Context, v *handlers.Visit, o campaign.Outcome) error {
	return v.Attendees.Unanswered.Record(ctx, campaign.UnansweredQuestion{Person: v.Person.ID, Text: v.Text, Outcome: o}, v.Arrived)
}

// answer gives the answer of a frequent question. A question whose answer the operator
// has not written yet goes to a moderator; no answer is invented (R18, ruling 12).
func answer(ctx context.Context, v *handlers.Visit, e campaign.Entry) (bot.Reply, error) {
	if e.Pending && e.PendingText == "" {
		return unknown(ctx, v)
	}
	if e.Pending {
		if _, err := v.Attendees.Tickets.Pending(ctx, v.Person.ID, e.ID, v.Text, v.Arrived); err != nil {
			return nil, err
		}
	}
	if isTimetable(e) && !v.Time().Before(v.Campaign.Start) {
		return timetable(v)
	}
	vars, instead, err := answerVars(ctx, v, e)
	if err != nil {
		return nil, err
	}
	if instead != "" {
		return v.Say(instead, nil)
	}
	if e.Image != "" && !e.Pending {
		if err := picture(ctx, v, e); err != nil {
			return nil, err
		}
	}
	return bot.Text(v.Texts.Answer(e.ID, v.Time(), vars)), nil
}

// answerVars returns the variables of an answer that count seats. instead is the text to say
// instead of one that states their number while nobody can register: it would mislead.
func answerVars(ctx context.Context, v *handlers.Visit, e campaign.Entry) (vars content.Vars, instead content.Key, err error) {
	if v.Texts.AnswerUses(e.ID, "已报") || v.Texts.AnswerUses(e.ID, "剩余") {
		if v.Time().Before(v.Campaign.Signup.Open) {
			return nil, content.KeyRegisterNotOpen, nil
		}
		if key, err := closedReason(ctx, v); key != "" || err != nil {
			return nil, key, err
		}
		vars, err = v.SeatVars(ctx)
		return vars, "", err
	}
	if v.Texts.AnswerUses(e.ID, "报名提示") {
		vars, err = seatVars(ctx, v)
	}
	return vars, "", err
}

// picture enqueues the picture of an answer, because a passive reply is either text or
// a picture (ruling 23).
func picture(ctx context.Context, v *handlers.Visit, e campaign.Entry) error {
	return v.Attendees.Tickets.SendPicture(ctx, v.Person.ID, e.Image, v.Arrived)
}

// place stands for the choices while their text is rendered. It is a character for
// private use, which no text has.
const place = "\uE000"

// offer asks which question was meant.
func offer(ctx context.Context, v *handlers.Visit, hits []bot.Hit) (bot.Reply, error) {
	ids, c := make([]string, len(hits)), bot.Choices{Items: make([]string, len(hits))}
	for i, h := range hits {
		ids[i], c.Items[i] = h.ID, text.Plain(h.Title) // a published entry has an attendee's words for a title
	}
	if err := v.Attendees.Dialogue.Offer(ctx, v.Person, ids, v.Arrived); err != nil {
		return nil, err
	}
	lead, tail, _ := strings.Cut(v.Texts.Render(content.KeyDidYouMean, content.Vars{"列表": place}), place)
	c.Lead, c.Tail = strings.TrimSuffix(lead, "\n"), strings.TrimPrefix(tail, "\n")
	return c, nil
}

// unknown opens a ticket for a question that the bot cannot answer (R10), unless the
// campaign handles such questions otherwise.
func unknown(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if v.Campaign.Unknown == campaign.UnknownSilence {
		return bot.Silence{}, nil
	}
	if v.Campaign.Unknown == campaign.UnknownTransfer {
		return bot.Transfer{}, nil // the account's own staff answer in the platform's console
	}
	n, more, err := v.Attendees.Tickets.Unknown(ctx, v.Person.ID, v.Text, v.Arrived)
	if err != nil {
		return nil, err
	}
	vars := content.Vars{"编号": strconv.Itoa(n)}
	switch {
	case more:
		return v.Say(content.KeyUnknownMore, vars)
	case onDuty(v):
		return promising(v, content.KeyUnknown, vars)
	default:
		return promising(v, content.KeyUnknownOff, vars)
	}
}
