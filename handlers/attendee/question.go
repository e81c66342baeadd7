package attendee

import (
	"context"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// ask answers 提问, which is followed by a question (R16). Without one it explains how to
// ask.
func ask(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if v.Command.Rest == "" {
		return askHelp(ctx, v)
	}
	r, err := v.Attendees.Questions.Ask(ctx, v.Person.ID, v.Command.Rest, v.Command.Folded, v.Time())
	if err != nil {
		return nil, err
	}
	if err := awaitBetter(ctx, v, r.Outcome); err != nil {
		return nil, err
	}
	if r.Outcome == campaign.AskStillMuted {
		return bot.Silence{}, nil
	}
	vars := content.Vars{
		"编号": strconv.Itoa(r.Number), "票数": strconv.Itoa(r.Votes), "字数": strconv.Itoa(r.Number), "时间": clock(v, r.Until),
	}
	if r.Outcome == campaign.AskTaken || r.Outcome == campaign.AskDuplicate {
		return promising(v, askText(r.Outcome), vars)
	}
	return v.Say(askText(r.Outcome), vars)
}

// awaitBetter lets the next message be the question if this one can be said better, and
// ends the wait otherwise.
func awaitBetter(ctx context.Context, v *handlers.Visit, o campaign.AskOutcome) error {
	switch o {
	case campaign.AskShort, campaign.AskLong, campaign.AskBlocked:
		return v.Attendees.Dialogue.AwaitQuestion(ctx, v.Person, v.Arrived)
	default:
		return v.Attendees.Dialogue.EndQuestion(ctx, v.Person)
	}
}

// askText returns the text for the outcome of a question.
func askText(o campaign.AskOutcome) content.Key {
	switch o {
	case campaign.AskTaken:
		return content.KeyAskOK
	case campaign.AskNotOpen:
		return content.KeyAskNotOpen
	case campaign.AskClosed:
		return content.KeyAskClosed
	case campaign.AskShort:
		return content.KeyAskShort
	case campaign.AskLong:
		return content.KeyAskLong
	case campaign.AskBlocked:
		return content.KeyAskBlocked
	case campaign.AskMuted:
		return content.KeyAskMuted
	case campaign.AskStillMuted:
		return "" // the sender was told once
	case campaign.AskDuplicate:
		return content.KeyAskDuplicate
	case campaign.AskOwn:
		return content.KeyAskOwn
	case campaign.AskSupported:
		return content.KeyVoteAlready
	case campaign.AskTooMany:
		return content.KeyAskLimit
	}
	return ""
}

// vote answers 顶3.
func vote(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	o, count, err := v.Attendees.Questions.Vote(ctx, v.Person.ID, v.Command.Number)
	if err != nil {
		return nil, err
	}
	return v.Say(voteText(o), content.Vars{"编号": strconv.Itoa(v.Command.Number), "票数": strconv.Itoa(count)})
}

// voteText returns the text for the outcome of a vote.
func voteText(o campaign.VoteOutcome) content.Key {
	switch o {
	case campaign.VoteTaken:
		return content.KeyVoteOK
	case campaign.VoteAlready:
		return content.KeyVoteAlready
	case campaign.VoteOwn:
		return content.KeyVoteOwn
	case campaign.VoteNone:
		return content.KeyVoteNone
	}
	return ""
}

// unvote answers 取消顶3.
func unvote(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	vars := content.Vars{"编号": strconv.Itoa(v.Command.Number)}
	left, ok, err := v.Attendees.Questions.Unvote(ctx, v.Person.ID, v.Command.Number)
	if err != nil {
		return nil, err
	}
	if !ok {
		return v.Say(content.KeyVoteBackNone, vars)
	}
	vars["票数"] = strconv.Itoa(left)
	return v.Say(content.KeyVoteBack, vars)
}

// boardMax is the number of questions in a reply, which fill the screen of a phone.
const boardMax = 10

// board answers 问题榜.
func board(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	qs, err := v.Attendees.Questions.Board(ctx)
	if err != nil {
		return nil, err
	}
	if len(qs) == 0 {
		return v.Say(content.KeyBoardEmpty, nil)
	}
	lines := make([]string, 0, boardMax)
	for _, q := range qs[:min(len(qs), boardMax)] {
		render := v.Texts.Render
		if q.Person == v.Person.ID {
			render = v.Texts.RenderForAuthor
		}
		vars := content.Vars{"编号": strconv.Itoa(q.Number), "票数": strconv.Itoa(q.Votes), "问": q.Text}
		key, err := boardItem(ctx, v, q, vars)
		if err != nil {
			return nil, err
		}
		lines = append(lines, render(key, vars))
	}
	return v.Say(content.KeyBoard, content.Vars{"列表": handlers.FitList(v.Texts, lines, len(qs), content.KeyBoardMore)})
}

// boardItem returns the text for a question on the board, with the code of its author if
// the class shows it.
func boardItem(ctx context.Context, v *handlers.Visit, q *campaign.Question, vars content.Vars) (content.Key, error) {
	if !v.Campaign.Questions.Named {
		return content.KeyBoardItem, nil
	}
	code, err := v.Attendees.Questions.Votes.AskerCode(ctx, q.Person)
	if err != nil || code == "" {
		return content.KeyBoardItem, err
	}
	vars["代号"] = code
	return content.KeyBoardItemNamed, nil
}
