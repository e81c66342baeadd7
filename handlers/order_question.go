package handlers

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// questionOf finds the question that a name such as Q3 means; nil for none.
func (m *Mouth) questionOf(ctx context.Context, name string) (*campaign.Question, error) {
	letter, n, ok := number(name)
	if !ok || letter != "Q" {
		return nil, nil
	}
	q, err := m.Questions.Store.Question(ctx, m.Campaign.ID, n)
	if errors.Is(err, campaign.ErrNotFound) {
		return nil, nil
	}
	return q, err
}

// review answers #审.
func (m *Mouth) review(ctx context.Context, _ *command) (bot.Reply, error) {
	qs, err := m.Board.QuestionsIn(ctx, m.Campaign.ID, campaign.QuestionPending)
	if err != nil {
		return nil, err
	}
	lines := make([]string, len(qs))
	for i, q := range qs {
		lines[i] = "Q" + strconv.Itoa(q.Number) + " " + q.Text
	}
	if len(qs) == 0 {
		lines = []string{"（空）"}
	}
	return m.say("m_q_new", content.Vars{"数": strconv.Itoa(len(qs)), "列表": m.fitting(lines, len(lines), "m_inbox_more")})
}

// approve answers #过 with one or more questions.
func (m *Mouth) approve(ctx context.Context, c *command) (bot.Reply, error) {
	return m.setQuestions(ctx, c, campaign.QuestionApproved, "m_q_ok")
}

// hide answers #隐.
func (m *Mouth) hide(ctx context.Context, c *command) (bot.Reply, error) {
	return m.setQuestions(ctx, c, campaign.QuestionHidden, "m_q_hide")
}

func (m *Mouth) setQuestions(ctx context.Context, c *command, s campaign.QuestionState, key content.Key) (bot.Reply, error) {
	lines := make([]string, len(c.args))
	for i, name := range c.args {
		q, err := m.questionOf(ctx, name)
		if err != nil {
			return nil, err
		}
		if q == nil || q.Text == "" {
			lines[i] = m.Texts.Render("m_none", content.Vars{"编号": name})
			continue
		}
		before := string(q.State)
		q.State = s
		if s == campaign.QuestionApproved {
			q.Merged = 0 // it stands on its own again
		}
		if err := m.Board.SetQuestion(ctx, q); err != nil {
			return nil, err
		}
		if err := m.audit(ctx, c, name, before, string(s)); err != nil {
			return nil, err
		}
		lines[i] = m.Texts.Render(key, content.Vars{"编号": strconv.Itoa(q.Number)})
	}
	return bot.Text(strings.Join(lines, "\n")), nil
}

// mergeQuestions answers #并 Q5 Q3: the first joins the second with its votes.
func (m *Mouth) mergeQuestions(ctx context.Context, c *command) (bot.Reply, error) {
	from, err := m.questionOf(ctx, c.args[0])
	if err != nil || from == nil || from.Text == "" {
		return m.orNone(err, c.args[0])
	}
	into, err := m.questionOf(ctx, c.args[1])
	if err != nil || into == nil || into.Text == "" {
		return m.orNone(err, c.args[1])
	}
	if into.Number == from.Number {
		return m.say("m_q_self", content.Vars{"编号": strconv.Itoa(from.Number)})
	}
	if into.Merged != 0 {
		return m.unfitQuestion(into)
	}
	c.before = string(from.State)
	late, err := m.lateAuthors(ctx, from, into)
	if err != nil {
		return nil, err
	}
	if err := m.Board.MoveVotes(ctx, m.Campaign.ID, from.Number, into.Number); err != nil {
		return nil, err
	}
	from.State, from.Merged = campaign.QuestionMerged, into.Number
	if err := m.Board.SetQuestion(ctx, from); err != nil {
		return nil, err
	}
	return m.merged(ctx, c, from.Number, into.Number, late)
}

// lateAuthors are who asked a question that joins an answered one: they get that
// answer now, since nobody will give it again; who asked both has it.
func (m *Mouth) lateAuthors(ctx context.Context, from, into *campaign.Question) ([]bot.PersonID, error) {
	if into.State != campaign.QuestionAnswered {
		return nil, nil
	}
	told, err := m.Board.Authors(ctx, m.Campaign.ID, into.Number)
	if err != nil {
		return nil, err
	}
	late, err := m.Board.Authors(ctx, m.Campaign.ID, from.Number)
	return slices.DeleteFunc(late, func(p bot.PersonID) bool { return slices.Contains(told, p) }), err
}

// merged tells what a merge has changed.
func (m *Mouth) merged(ctx context.Context, c *command, from, number int, late []bot.PersonID) (bot.Reply, error) {
	into, err := m.Questions.Store.Question(ctx, m.Campaign.ID, number)
	if err != nil {
		return nil, err
	}
	r, err := m.done(ctx, c, change{c.args[0], c.before, c.args[1]}, "m_q_merged", content.Vars{
		"编号": strconv.Itoa(from), "主": strconv.Itoa(into.Number), "票数": strconv.Itoa(into.Votes),
	})
	if err != nil || len(late) == 0 {
		return r, err
	}
	key, err := m.tellAnswer(ctx, c, into, late)
	said, _ := bot.Words(r)
	return said + bot.Text("\n"+m.Texts.Render(key, content.Vars{"编号": strconv.Itoa(from)})), err
}

// onWall answers #上墙: the asker is told if they can be reached now.
func (m *Mouth) onWall(ctx context.Context, c *command) (bot.Reply, error) {
	q, err := m.questionOf(ctx, c.args[0])
	if err != nil || q == nil || q.Text == "" {
		return m.orNone(err, c.args[0])
	}
	if q.State != campaign.QuestionApproved {
		return m.unfitQuestion(q)
	}
	return m.putUp(ctx, c, q)
}

// unfitQuestion tells what is the matter with a question that a command is not for.
func (m *Mouth) unfitQuestion(q *campaign.Question) (bot.Reply, error) {
	key := map[campaign.QuestionState]content.Key{
		campaign.QuestionPending: "m_q_pending", campaign.QuestionHidden: "m_q_hidden", campaign.QuestionMerged: "m_q_gone",
		campaign.QuestionAnswered: "m_q_told",
	}[q.State]
	return m.say(key, content.Vars{"编号": strconv.Itoa(q.Number), "主": strconv.Itoa(q.Merged)})
}

func (m *Mouth) putUp(ctx context.Context, c *command, q *campaign.Question) (bot.Reply, error) {
	q.OnWall = c.Arrived
	if err := m.Board.SetQuestion(ctx, q); err != nil {
		return nil, err
	}
	n := strconv.Itoa(q.Number)
	told, err := m.Desk.TellNow(ctx, q.Person, campaign.Notice{
		Kind: campaign.NoticeOnWall, Due: c.Arrived, Priority: campaign.PrioritySoon, Args: map[string]string{"number": n},
		Once: "wall " + m.Campaign.ID + " " + n,
	})
	if err != nil {
		return nil, err
	}
	key := content.KeyStaffQuestionWall
	if !told {
		key = "m_q_wall_unreached"
	}
	return m.done(ctx, c, change{c.args[0], string(q.State), "on the wall"}, key, content.Vars{"编号": n})
}

// answerQuestion answers #回答: everybody who asked it is told.
func (m *Mouth) answerQuestion(ctx context.Context, c *command) (bot.Reply, error) {
	q, err := m.questionOf(ctx, c.args[0])
	if err != nil || q == nil || q.Text == "" {
		return m.orNone(err, c.args[0])
	}
	if r, bad := m.refuse(c.after()); bad {
		return r, nil
	}
	c.before = string(q.State)
	q.State, q.Answer = campaign.QuestionAnswered, c.after()
	if err := m.Board.SetQuestion(ctx, q); err != nil {
		return nil, err
	}
	people, err := m.Board.Authors(ctx, m.Campaign.ID, q.Number)
	if err != nil {
		return nil, err
	}
	key, err := m.tellAnswer(ctx, c, q, people)
	if err != nil {
		return nil, err
	}
	return m.done(ctx, c, change{c.args[0], c.before, q.Answer}, key, content.Vars{"编号": strconv.Itoa(q.Number)})
}

// tellAnswer gives people the lecturer's answer and returns which text says
// whether all can read it now (ruling 2).
func (m *Mouth) tellAnswer(ctx context.Context, c *command, q *campaign.Question, people []bot.PersonID) (key content.Key, err error) {
	n := strconv.Itoa(q.Number)
	told, err := m.Desk.TellAll(ctx, people, campaign.Notice{
		Kind: campaign.NoticeAnswered, Due: c.Arrived, Priority: campaign.PriorityAnswer, About: q.Person,
		Args: map[string]string{"number": n, "question": q.Text, "answer": q.Answer}, Topic: "answered " + n,
	})
	if told {
		return "m_q_answered", err
	}
	return "m_q_answered_later", err
}
