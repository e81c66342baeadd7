package console

import (
	"context"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// asked has the pages about the questions to the lecturer.
type asked struct{}

// askedShown is how many questions a page of the list shows.
const askedShown = 30

// askedPage is the list of questions. Tab is review, board or done.
type askedPage struct {
	Tab   string
	Rows  []moderation.AskedQuestion
	Next  string
	First bool
	// Pending, Approved, Answered and Hidden count all questions of these states.
	Pending, Approved, Answered, Hidden int
	// Showing is the number of the question on the wall, 0 for none.
	Showing int
	// Review is set if the actor may see what nobody has looked at yet, Decide if they may
	// approve it, May if they may answer.
	Review, Decide, May bool
	// Boarded are the questions that another may be merged into.
	Boarded []moderation.AskedQuestion
	Times   []mark
	// VotesPath and a question's name lead to those who want it answered.
	VotesPath string
	// Typed is what this login has typed into the answers, and who else has, by question.
	Typed map[string]moderation.Typed
	// States count the answered, the approved, those under review and the hidden.
	States []mark
}

// list shows the questions that wait for review, that others see, or that are answered.
func (a asked) list(v *visit) (err error) {
	query := v.r.URL.Query()
	p := moderation.Page{Limit: askedShown, After: query.Get("after")}
	out := askedPage{
		Tab: query.Get("tab"), First: p.After == "", Review: v.who.Role != moderation.RoleLecturer,
		Decide: v.who.May(moderation.ActionApproveQuestion), May: v.who.May(moderation.ActionAnswerQuestion),
	}
	var rows moderation.List[moderation.AskedQuestion]
	views := v.Moderation.Lists.Views
	switch {
	case out.Tab == "done":
		rows, err = views.Asked(v.ctx(), v.who, campaign.QuestionAnswered, p)
	case out.Tab == "hidden" && out.Review:
		rows, err = views.Asked(v.ctx(), v.who, campaign.QuestionHidden, p)
	case out.Tab == "board" || !out.Review:
		out.Tab = "board"
		rows, err = views.Board(v.ctx(), v.who, p)
	default:
		out.Tab = "review"
		rows, err = views.Asked(v.ctx(), v.who, campaign.QuestionPending, p)
	}
	if err != nil {
		return err
	}
	out.Rows, out.Next = rows.Rows, rows.Next
	if out.May {
		if out.Typed, err = v.Typing.Into(v.ctx(), v.who, v.Campaign.ID, moderation.FormReply); err != nil {
			return err
		}
	}
	if err := a.figures(v, &out); err != nil {
		return err
	}
	return v.page("questions", out)
}

// figures reads what stands around the list.
func (asked) figures(v *visit, out *askedPage) error {
	views := v.Moderation.Lists.Views
	states, times, err := views.QuestionFigures(v.ctx(), v.who, time.Minute)
	if err != nil {
		return err
	}
	for _, s := range states {
		switch campaign.QuestionState(s.Name) {
		case campaign.QuestionPending:
			out.Pending = s.N
		case campaign.QuestionApproved:
			out.Approved = s.N
		case campaign.QuestionAnswered:
			out.Answered = s.N
		case campaign.QuestionHidden:
			out.Hidden = s.N
		case campaign.QuestionMerged:
		}
	}
	out.Times = timesOf(v, times, time.Minute, false, timed(v, moderation.BehindAsked, ""))
	list := func(tab string) string { return v.path("questions" + tab) }
	out.States = []mark{{N: out.Answered, Path: list("?tab=done")}, {N: out.Approved, Path: list("?tab=board")}}
	if out.Review {
		out.States = append(out.States, mark{N: out.Pending, Path: list("")}, mark{N: out.Hidden, Path: list("?tab=hidden")})
	}
	if v.who.May(moderation.ActionListPeople) {
		out.VotesPath = v.path("behind?what=votes&of=")
	}
	w, err := v.Moderation.Questions.Wall.View(v.ctx(), v.who)
	if err != nil {
		return err
	}
	if w.Now != nil {
		out.Showing = w.Now.Number
	}
	if out.Decide {
		board, err := views.Board(v.ctx(), v.who, moderation.Page{Limit: 50})
		if err != nil {
			return err
		}
		out.Boarded = board.Rows
	}
	return nil
}

// tab is the list that a form was sent from.
func (asked) tab(v *visit) string {
	for _, known := range []string{"board", "done", "hidden"} {
		if v.form("tab") == known {
			return v.path("questions?tab=" + known)
		}
	}
	return v.path("questions")
}

// back leads from the address of a deed to the list.
func (asked) back(v *visit) error { return v.redirect(v.path("questions")) }

// act does something to the question of the path. Undo is the deed that takes it back, "" if
// none does.
func (a asked) act(v *visit, code, undo string, f func(ctx context.Context, ref moderation.Ref, said *flash) error) error {
	ref, err := v.ref()
	if err != nil {
		return err
	}
	return v.act(a.tab(v), func(ctx context.Context, said *flash) error {
		said.Code, said.Name = code, ref.Name()
		if undo != "" {
			said.Undo = v.path("questions/" + ref.Name() + "/" + undo)
		}
		return f(ctx, ref, said)
	})
}

// approve lets everybody see a question.
func (a asked) approve(v *visit) error {
	return a.act(v, "q-approved", "hide", func(ctx context.Context, ref moderation.Ref, _ *flash) error {
		return v.Moderation.Questions.Approve(ctx, v.who, ref, v.now)
	})
}

// hide takes a question away from everybody.
func (a asked) hide(v *visit) error {
	return a.act(v, "q-hidden", "approve", func(ctx context.Context, ref moderation.Ref, _ *flash) error {
		return v.Moderation.Questions.Hide(ctx, v.who, ref, v.now)
	})
}

// merge lets a question join another one.
func (a asked) merge(v *visit) error {
	into, ok := moderation.RefOf(v.Campaign.ID, strings.ToUpper(strings.TrimSpace(v.form("into"))))
	if !ok {
		return campaign.ErrNotFound
	}
	return a.act(v, "q-merged", "", func(ctx context.Context, ref moderation.Ref, said *flash) error {
		r, err := v.Moderation.Questions.Merge(ctx, v.who, ref, into, v.now)
		said.Text, said.N = into.Name(), r.Votes
		return err
	})
}

// putOnWall shows a question to the room.
func (a asked) putOnWall(v *visit) error {
	return a.act(v, "q-wall", "", func(ctx context.Context, ref moderation.Ref, said *flash) error {
		told, err := v.Moderation.Questions.PutOnWall(ctx, v.who, ref, v.now)
		if told {
			said.N = 1
		}
		return err
	})
}

// done says that a question was answered aloud.
func (a asked) done(v *visit) error {
	return a.act(v, "q-done", "reopen", func(ctx context.Context, ref moderation.Ref, _ *flash) error {
		return v.Moderation.Questions.MarkAnswered(ctx, v.who, ref, v.now)
	})
}

// reopen takes back that a question was answered.
func (a asked) reopen(v *visit) error {
	return a.act(v, "q-reopened", "done", func(ctx context.Context, ref moderation.Ref, _ *flash) error {
		return v.Moderation.Questions.Reopen(ctx, v.who, ref, v.now)
	})
}

// answer gives the lecturer's answer to everybody who asked.
func (a asked) answer(v *visit) error {
	words := typedText(v)
	if words == "" {
		return errEmpty
	}
	err := a.act(v, "q-answered", "", func(ctx context.Context, ref moderation.Ref, said *flash) error {
		if err := dropTyped(ctx, v, moderation.FormReply, ref.Name(), said); err != nil {
			return err
		}
		q, err := v.Moderation.Questions.Store.Question(ctx, ref.Class, ref.Number)
		if err == nil && q.State == campaign.QuestionAnswered && q.Answer == words { // the same form, sent twice
			said.Code = "q-same"
			return nil
		}
		if err != nil {
			return err
		}
		told, err := v.Moderation.Questions.Answer(ctx, v.who, ref, words, v.now)
		if told {
			said.N = 1
		}
		return err
	})
	if err != nil { // it was undone: the words are kept
		_ = keepTyped(v, moderation.FormReply, strings.ToUpper(v.r.PathValue("ref")), map[string]string{"text": words})
	}
	return err
}
