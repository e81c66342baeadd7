package attendee

import (
	"context"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// myData answers 我的数据: what is stored about the sender.
func myData(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	p := v.Person
	n, err := v.Attendees.Erasure.CountMessages(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	return inEach(v, func(v *handlers.Visit) (bot.Reply, error) {
		vars, err := progress(ctx, v)
		if err != nil {
			return nil, err
		}
		vars["代号"], vars["首次"], vars["条数"] = p.Code, clock(v, p.FirstAt), strconv.Itoa(n)
		return v.Say(content.KeyMyData, vars)
	})
}

// erase answers 删除我的数据 by asking for a confirmation.
func erase(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if none, err := stranger(ctx, v); none || err != nil {
		said, _ := v.Say(content.KeyDeleteNone, nil)
		return said, err
	}
	return askErase(ctx, v)
}

// askErase asks whether the sender really wants everything erased.
func askErase(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if err := v.Attendees.Dialogue.Ask(ctx, v.Person, campaign.PendingErase, v.Arrived); err != nil {
		return nil, err
	}
	return v.Say(content.KeyDeleteAsk, nil)
}

// stranger reports whether nothing but this message is stored about the sender: they
// never wrote before, or had everything erased.
func stranger(ctx context.Context, v *handlers.Visit) (bool, error) {
	if !v.FirstContact() {
		return false, nil
	}
	n, err := v.Attendees.Erasure.CountMessages(ctx, v.Person.ID)
	if err != nil || n > 0 {
		return false, err
	}
	me, err := v.Attendees.Signups.Member(ctx, v.Person.ID)
	return err == nil && me.Standing == campaign.StandingNone && !me.CheckedIn(), err
}

// confirmErase answers 确认删除.
func confirmErase(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	p := v.Person
	ok, err := v.Attendees.Dialogue.Confirm(ctx, p, campaign.PendingErase, v.Arrived)
	if err != nil {
		return nil, err
	}
	if !ok {
		return v.Say(content.KeyDeleteNoPending, nil)
	}
	p.Shelved = 0 // their shelved notices are erased too
	if err := v.Attendees.Erasure.Everything(ctx, p, v.Time()); err != nil {
		return nil, err
	}
	return v.Say(content.KeyDeleteDone, nil)
}

// left erases a person who stopped following. No reply can reach them (R17).
func left(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if v.Person == nil || v.Person.Following { // a later message shows that they follow again (ruling 35)
		return bot.Silence{}, nil
	}
	return bot.Silence{}, v.Attendees.Erasure.Left(ctx, v.Person.ID)
}

// progress returns the variables for everything about the sender: registration,
// check-in, packs, questions and reminders.
func progress(ctx context.Context, v *handlers.Visit) (content.Vars, error) {
	vars, err := statuses(ctx, v)
	if err != nil {
		return nil, err
	}
	n, err := v.Attendees.Questions.Count(ctx, v.Person.ID)
	if err != nil {
		return nil, err
	}
	vars["提问状态"] = v.Texts.Render(content.KeyStatusQuestions, content.Vars{"数": strconv.Itoa(n)})
	vars["提醒状态"] = v.Texts.Render(handlers.ConsentStatus(v.Person.Consent), nil)
	return vars, nil
}
