package handlers

import (
	"context"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// myData answers 我的数据: what is kept about the person.
func (m *Mouth) myData(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	p := campaign.PersonFrom(ctx)
	v, err := m.progress(ctx, msg)
	if err != nil {
		return nil, err
	}
	n, err := m.Messages.CountMessages(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	v["代号"], v["首次"], v["条数"] = p.Code, m.clock(p.FirstAt), strconv.Itoa(n)
	return m.say("my_data", v)
}

// erase answers 删除我的数据: it is done only after a confirmation.
func (m *Mouth) erase(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	if none, err := m.stranger(ctx, msg); none || err != nil {
		said, _ := m.say("delete_none", nil)
		return said, err
	}
	if err := m.Dialogue.Ask(ctx, campaign.PersonFrom(ctx), campaign.PendingErase, msg.Arrived); err != nil {
		return nil, err
	}
	return m.say("delete_ask", nil)
}

// stranger tells whether nothing is kept of somebody but this message: they were
// never here before, or had everything erased.
func (m *Mouth) stranger(ctx context.Context, msg *bot.Message) (bool, error) {
	if !firstContact(ctx) {
		return false, nil
	}
	n, err := m.Messages.CountMessages(ctx, msg.Person)
	if err != nil || n > 0 {
		return false, err
	}
	me, err := m.Seats.Member(ctx, m.Campaign.ID, msg.Person)
	return err == nil && me.Standing == campaign.StandingNone && !me.CheckedIn(), err
}

// confirmErase answers 确认删除.
func (m *Mouth) confirmErase(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	p := campaign.PersonFrom(ctx)
	ok, err := m.Dialogue.Confirm(ctx, p, campaign.PendingErase, msg.Arrived)
	if err != nil {
		return nil, err
	}
	if !ok {
		return m.say("delete_no_pending", nil)
	}
	p.Shelved = 0 // what waited for them is gone too
	if err := m.Erasure.Everything(ctx, p, msg.Time()); err != nil {
		return nil, err
	}
	return m.say("delete_done", nil)
}

// left forgets who stopped following; no reply reaches them (R17).
func (m *Mouth) left(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	if msg.Person == 0 {
		return bot.Silence{}, nil
	}
	return bot.Silence{}, m.Erasure.Left(ctx, msg.Person)
}

// progress are the words for everything that concerns a person.
func (m *Mouth) progress(ctx context.Context, msg *bot.Message) (content.Vars, error) {
	v, err := m.statuses(ctx, msg)
	if err != nil {
		return nil, err
	}
	n, err := m.Questions.Store.QuestionsBy(ctx, m.Campaign.ID, msg.Person)
	if err != nil {
		return nil, err
	}
	v["提问状态"] = m.Texts.Render("status_questions", content.Vars{"数": strconv.Itoa(n)})
	v["提醒状态"] = m.Texts.Render(ConsentStatus(campaign.PersonFrom(ctx).Consent), nil)
	return v, nil
}
