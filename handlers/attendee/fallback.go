package attendee

import (
	"context"
	"regexp"
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
		if v.Campaign.Cancelled {
			return v.Say(content.KeyClassCancelled, nil)
		}
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
		if again, err := faultAgain(ctx, v); again || err != nil {
			return orUnknown(ctx, v, err)
		}
		return offerOrUnknown(ctx, v, in.Choices)
	case intent.Decline:
		return v.Say(content.KeyNegatedSignup, nil)
	case intent.Greeting:
		return v.Say(content.KeyCourtesyHello, nil)
	case intent.Thanks:
		return thanked(v)
	case intent.LateCheckin:
		return lateCheckin(ctx, v)
	case intent.Warning:
		return unknown(ctx, v, "") // not a question to learn from
	default:
		return notUnderstood(ctx, v)
	}
}

// notUnderstood records a question that nothing answers, and hands it to a moderator.
func notUnderstood(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if err := recordUnanswered(ctx, v, campaign.OutcomeUnknown); err != nil {
		return nil, err
	}
	return unknown(ctx, v, "")
}

// faultAgain reports whether a text says once more that something does not work, which its
// sender waits for already. Choices would be no help then.
func faultAgain(ctx context.Context, v *handlers.Visit) (bool, error) {
	if !intent.MatterOf(v.Text).Fault {
		return false, nil
	}
	return v.Attendees.Tickets.Waits(ctx, v.Person.ID, v.Text)
}

// orUnknown answers a text that nobody can answer, unless there is an error.
func orUnknown(ctx context.Context, v *handlers.Visit, err error) (bot.Reply, error) {
	if err != nil {
		return nil, err
	}
	return unknown(ctx, v, "")
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
	case humanWord:
		if err := recordUnanswered(ctx, v, campaign.OutcomeSuggested); err != nil {
			return nil, err // a moderator reads it after a yes
		}
		return suggest(ctx, v, in, content.KeySuggestHuman)
	case "报名":
		return invite(ctx, v, in)
	default:
		return suggest(ctx, v, in, content.KeySuggestWord)
	}
}

// suggest asks whether the sender wants a command, which a yes then runs (ruling 47).
func suggest(ctx context.Context, v *handlers.Visit, in intent.Intent, key content.Key) (bot.Reply, error) {
	if err := v.Attendees.Dialogue.Suggest(ctx, v.Person, in.Command.Word, v.Arrived); err != nil {
		return nil, err
	}
	return v.Say(key, content.Vars{"名称": in.Title, "内容": in.Command.Word})
}

// recordUnanswered stores a question that is not answered at once. Operators learn from
// these which entries and phrasings are missing.
func recordUnanswered(ctx context.Context, v *handlers.Visit, o campaign.Outcome) error {
	return v.Attendees.Unanswered.Record(ctx, campaign.UnansweredQuestion{Person: v.Person.ID, Text: v.Text, Outcome: o}, v.Arrived)
}

// answer gives the answer of a frequent question. A question whose answer the operator
// has not written yet goes to a moderator; no answer is invented (R18, ruling 12).
func answer(ctx context.Context, v *handlers.Visit, e campaign.Entry) (bot.Reply, error) {
	is := v.Reader.Purpose(e.ID)
	if v.Campaign.Cancelled && is.Coming {
		return v.Say(content.KeyClassCancelled, nil)
	}
	if e.Pending && e.PendingText == "" {
		return unknown(ctx, v, e.ID)
	}
	if e.Pending {
		if _, err := v.Attendees.Tickets.Pending(ctx, v.Person.ID, matter(v, e.ID), v.Arrived); err != nil {
			return nil, err
		}
	}
	if !v.Time().Before(v.Campaign.Start) && is.Timetable {
		return counted(ctx, v)(timetable(v))
	}
	vars, instead, err := answerVars(ctx, v, e)
	if err != nil {
		return nil, err
	}
	if instead != "" {
		return counted(ctx, v)(v.Say(instead, nil))
	}
	said := v.Texts.Answer(e.ID, v.Time(), vars)
	if said == "" && !e.Pending { // all of its placeholders are empty: the file does not state it (R18)
		return unknown(ctx, v, e.ID)
	}
	if e.Image != "" && !e.Pending {
		if err := picture(ctx, v, e); err != nil {
			return nil, err
		}
	}
	if e.Pending { // a moderator has the question
		return bot.Text(said), nil
	}
	return counted(ctx, v)(bot.Text(said), nil)
}

// counted counts that a question was answered without a moderator.
func counted(ctx context.Context, v *handlers.Visit) func(r bot.Reply, err error) (bot.Reply, error) {
	return func(r bot.Reply, err error) (bot.Reply, error) {
		if err != nil {
			return nil, err
		}
		if v.Person == nil { // what would be answered, to nobody
			return r, nil
		}
		return r, v.Attendees.Unanswered.Answered(ctx, v.Person.ID)
	}
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
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	if err := v.Attendees.Dialogue.Offer(ctx, v.Person, ids, v.Arrived); err != nil {
		return nil, err
	}
	return choices(v, hits), nil
}

// choices puts a list of choices into words.
func choices(v *handlers.Visit, hits []bot.Hit) bot.Choices {
	c := bot.Choices{Items: make([]string, len(hits))}
	for i, h := range hits {
		c.Items[i] = text.Plain(h.Title) // a published entry has an attendee's words for a title
	}
	lead, tail, _ := strings.Cut(v.Texts.Render(content.KeyDidYouMean, content.Vars{"列表": place}), place)
	c.Lead, c.Tail = strings.TrimSuffix(lead, "\n"), strings.TrimPrefix(tail, "\n")
	return c
}

// unknown opens a ticket for a text that the bot cannot answer (R10, ruling 48), unless the
// campaign handles such texts otherwise. entry is the frequent question without an answer
// that it means, if any.
func unknown(ctx context.Context, v *handlers.Visit, entry string) (bot.Reply, error) {
	if v.Campaign.Unknown == campaign.UnknownSilence {
		return bot.Silence{}, nil
	}
	if v.Campaign.Unknown == campaign.UnknownTransfer {
		return bot.Transfer{}, nil // the account's own staff answer in the platform's console
	}
	noted, err := v.Attendees.Tickets.Unknown(ctx, v.Person.ID, matter(v, entry), v.Arrived)
	if err != nil {
		return nil, err
	}
	noteTicket(v, noted.Number)
	vars := content.Vars{"编号": strconv.Itoa(noted.Number)}
	switch {
	case noted.More:
		return v.Say(content.KeyUnknownMore, vars)
	case onDuty(v):
		return promising(v, content.KeyUnknown, vars)
	default:
		return promising(v, content.KeyUnknownOff, vars)
	}
}

var number = regexp.MustCompile(`^\d{1,2}$`)

// matter returns what a text is for a moderator. A report of a fault is about itself, also
// where it sounds like a frequent question: 「进不去」 is not 「直播间在哪」.
func matter(v *handlers.Visit, entry string) campaign.Matter {
	is := intent.MatterOf(v.Text)
	if is.Fault {
		entry = ""
	}
	said := v.Text
	if e, ok := v.Campaign.Entry(entry); ok && number.MatchString(v.Folded) { // a line of a list was chosen
		said, is.Asks = e.Question, true
	}
	return campaign.Matter{Text: said, Asks: is.Asks, Fault: is.Fault, Entry: entry}
}
