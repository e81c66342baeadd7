package attendee

import (
	"context"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/bot/text"
	"zhujiao/handlers"
)

// pendingState sets what the sender was answered last.
func pendingState(ctx context.Context, v *handlers.Visit, s *intent.State) (err error) {
	w := &v.Readings.Words
	if w.Refusal || w.Wish.Wish == bot.WishOther || len(v.Campaign.Packs) > 1 && intent.LeavesOutObject(v.Folded) {
		s.Topic, s.Pack, err = topic(ctx, v)
	}
	return err
}

// topic returns the id of the frequent question that was answered last: what the sender's
// last texts ask, or what they chose; and the pack that they named since. Both are looked
// for only when a text refers to them.
func topic(ctx context.Context, v *handlers.Visit) (entry, pack string, err error) {
	chosen := v.Person.Topic(v.Arrived)
	texts, err := v.Attendees.Unanswered.LastTexts(ctx, v.Person.ID, v.Arrived)
	if err != nil {
		return "", "", err
	}
	for _, said := range texts {
		m := *v.Message
		m.Kind, m.Event, m.MenuID, m.Text, m.Folded = bot.KindText, "", "", said, text.Fold(text.Unquote(said))
		r := v.Reader.Read(&m)
		if chosen != "" && (r.Number > 0 || r.Assent != bot.AssentNone) {
			return chosen, pack, nil
		}
		if pack == "" {
			pack = r.Words.Wish.Pack
		}
		if in := intent.Resolve(r, intent.State{Now: v.Arrived}); in.Kind == intent.Answer {
			return in.Entry, pack, nil
		}
	}
	return chosen, pack, nil
}

// moveOn notes that a reply was about something else than the last suggestion or list, and
// returns the reply.
func (*Conversation) moveOn(
	ctx context.Context, v *handlers.Visit, in intent.Intent, reply bot.Reply, err error,
) (bot.Reply, error) {
	if err != nil || v.Person == nil || silent(reply) {
		return reply, err
	}
	switch in.Kind { // these ask, or end what was asked
	case intent.SuggestCommand, intent.Offer, intent.AskAgain, intent.AskWhich, intent.Dismiss, intent.Refuse, intent.Several:
		return reply, nil
	case intent.RunCommand:
		if in.Command.Word == v.Person.Suggested(v.Arrived) {
			return reply, v.Attendees.Dialogue.Accept(ctx, v.Person)
		}
	default:
	}
	return reply, v.Attendees.Dialogue.MoveOn(ctx, v.Person, v.Arrived)
}

// choose answers a number, or a yes, that selects from the last list of choices. A command
// is carried out: its sender has chosen it (ruling 47).
func (c *Conversation) choose(ctx context.Context, v *handlers.Visit, in intent.Intent) (bot.Reply, error) {
	id, ok, err := v.Attendees.Dialogue.Choose(ctx, v.Person, in.Number, v.Arrived)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, errGone
	}
	meant := v.Reader.Meaning(id)
	words := meant.Command.Word
	if meant.Kind == intent.SuggestCommand {
		if words, err = asked(ctx, v, words); err != nil {
			return nil, err
		}
	}
	if err := v.Attendees.Unanswered.Chosen(ctx, v.Person.ID, id); err != nil {
		return nil, err
	}
	if meant.Kind == intent.SuggestCommand {
		meant.Kind, meant.Text = intent.RunCommand, words
		return c.act(ctx, asUnderstood(v, meant), meant)
	}
	return freeText(ctx, v, meant)
}

// accept does what was suggested.
func (c *Conversation) accept(ctx context.Context, v *handlers.Visit, in intent.Intent) (bot.Reply, error) {
	if err := v.Attendees.Dialogue.Accept(ctx, v.Person); err != nil {
		return nil, err
	}
	command := v.Reader.ReadWords(in.Text).Command
	if command.Word == "" {
		return nil, errGone
	}
	words, err := asked(ctx, v, in.Text)
	if err != nil {
		return nil, err
	}
	run := intent.Intent{Kind: intent.RunCommand, Command: command, Text: words}
	return c.act(ctx, asUnderstood(v, run), run)
}

// asked returns the words that a command is carried out with: the question that its sender
// asked before, if moderators will read them.
func asked(ctx context.Context, v *handlers.Visit, command string) (string, error) {
	if command != humanWord {
		return command, nil
	}
	said, err := v.Attendees.Unanswered.Asked(ctx, v.Person.ID)
	if said == "" {
		said = command
	}
	return said, err
}

// humanWord is the command that calls a moderator.
const humanWord = "人工"

// pendingAnswer answers a yes or a no that nothing can be done with yet.
func pendingAnswer(ctx context.Context, v *handlers.Visit, in intent.Intent) (bot.Reply, error) {
	switch in.Kind {
	case intent.AskAgain:
		return askAgain(ctx, v, in.Command.Word)
	case intent.AskWhich:
		return askWhich(v)
	case intent.Dismiss:
		return dismiss(ctx, v)
	default:
		return refused(ctx, v, in)
	}
}

// askAgain repeats the question for a confirmation.
func askAgain(ctx context.Context, v *handlers.Visit, command string) (bot.Reply, error) {
	if command == "删除我的数据" {
		return askErase(ctx, v)
	}
	me, err := v.Attendees.Signups.Member(ctx, v.Person.ID)
	switch {
	case err != nil:
		return nil, err
	case v.Campaign.Over(v.Time()):
		return v.Say(content.KeyClassOver, nil)
	case me.Standing != campaign.StandingSeated: // given up meanwhile
		return v.Say(content.KeyCancelNoPending, nil)
	}
	return askCancel(ctx, v)
}

// askWhich asks what the sender said yes to, and lists what they were asked.
func askWhich(v *handlers.Visit) (bot.Reply, error) {
	p, at := v.Person, v.Arrived
	var lines []string
	add := func(key content.Key, vars content.Vars) { lines = append(lines, v.Texts.Render(key, vars)) }
	if p.Awaits(campaign.PendingCancel, at) {
		add(content.KeyWhichCancel, nil)
	}
	if p.Awaits(campaign.PendingErase, at) {
		add(content.KeyWhichErase, nil)
	}
	switch words := p.Suggested(at); {
	case words != "":
		name := v.Reader.Meaning("#" + words).Title
		if name == "" {
			name = words
		}
		add(content.KeyWhichDo, content.Vars{"名称": name, "内容": words})
	case p.Offered(at):
		hits := make([]bot.Hit, len(p.Choices))
		for i, id := range p.Choices {
			hits[i] = bot.Hit{ID: id, Title: title(v, id)}
		}
		list := choices(v, hits)
		if c, ok := campaign.ClassChoiceOf(p.Choices[0]); ok {
			list.Lead, list.Tail = classLead(v, c.Concern), ""
		}
		list.Lead = strings.Join(append(lines, list.Lead), "\n")
		return list, nil
	}
	return v.Say(content.KeyWhich, content.Vars{"列表": strings.Join(lines, "\n")})
}

// title returns what a choice is called.
func title(v *handlers.Visit, id string) string {
	if c, ok := campaign.ClassChoiceOf(id); ok {
		if s, live := handlers.FindClass(v.Live, c.Class); live {
			return handlers.Dated(s, v.Live)
		}
	}
	if e, ok := v.Campaign.Entry(id); ok {
		return e.Question
	}
	return v.Reader.Meaning(id).Title
}

// dismiss ends what the sender was asked, and says that nothing was done.
func dismiss(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	p, at := v.Person, v.Arrived
	leave, erase := p.Awaits(campaign.PendingCancel, at), p.Awaits(campaign.PendingErase, at)
	if err := v.Attendees.Dialogue.Refuse(ctx, p, "", at); err != nil {
		return nil, err
	}
	switch {
	case leave && erase:
		return v.Say(content.KeyNothingDone, nil)
	case leave:
		return v.Say(content.KeyCancelKept, nil)
	case erase:
		return v.Say(content.KeyDeleteKept, nil)
	default:
		return v.Say(content.KeyDismissed, nil)
	}
}

// refused hands a question to a moderator that was answered with something else, together
// with what was refused (ruling 56).
func refused(ctx context.Context, v *handlers.Visit, in intent.Intent) (bot.Reply, error) {
	p, at := v.Person, v.Arrived
	said, names := v.Text, []string{}
	switch {
	case p.Offered(at):
		before, err := v.Attendees.Unanswered.Asked(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		said = strings.TrimPrefix(before+" / "+said, " / ")
		for _, id := range p.Choices {
			names = append(names, title(v, id))
		}
	case p.Suggested(at) != "":
		names = append(names, p.Suggested(at))
	default:
		names = append(names, title(v, in.Entry))
	}
	if err := v.Attendees.Dialogue.Refuse(ctx, p, in.Entry, at); err != nil {
		return nil, err
	}
	words := v.Texts.RenderForAuthor(content.KeyRefused, content.Vars{"内容": said, "名称": strings.Join(names, "、")})
	return freeText(ctx, saying(v, words), intent.Intent{Kind: intent.Unknown})
}

// saying returns a visit with other words.
func saying(v *handlers.Visit, words string) *handlers.Visit {
	return asUnderstood(v, intent.Intent{Text: words})
}
