package console

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"zhujiao/bot/moderation"
)

// newPage asks for the next class.
type newPage struct {
	NextClass
	// Sent is set if answers were sent: what is missing is wrong then. Bad counts the wrong ones.
	Sent bool
	Bad  int
}

// answersMost is how many characters of an answer are taken.
const answersMost = 2000

// answers are those that were kept.
func (c contents) answers(v *visit) (map[string]string, error) {
	d, err := c.service(v).Draft(v.ctx(), v.who, moderation.ContentAnswers)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	if d.Text != "" && json.Unmarshal([]byte(d.Text), &out) != nil {
		return map[string]string{}, nil //nolint:nilerr // an earlier version wrote it: begin anew
	}
	return out, nil
}

// next asks the questions for a new class, with the answers so far.
func (c contents) next(v *visit) error {
	answers, err := c.answers(v)
	if err != nil {
		return err
	}
	return c.ask(v, http.StatusOK, answers, false)
}

func (contents) ask(v *visit, status int, answers map[string]string, sent bool) error {
	n, err := v.Studio.Next(v.ctx(), v.Campaign.ID, answers, v.now)
	if err != nil {
		return err
	}
	return showNext(v, status, n, sent)
}

func showNext(v *visit, status int, n NextClass, sent bool) error {
	p := newPage{NextClass: n, Sent: sent}
	for _, q := range n.Questions {
		if q.Wrong != "" {
			p.Bad++
		}
	}
	return v.show(status, "content_new", p)
}

// typedAnswers are the answers of a form: one field each, named by its question.
func typedAnswers(v *visit) map[string]string {
	out := map[string]string{}
	for name := range v.r.PostForm {
		field, ok := strings.CutPrefix(name, "a-")
		words := strings.TrimSpace(strings.ReplaceAll(v.form(name), "\r\n", "\n"))
		if ok && words != "" && utf8.ValidString(field) && len(out) < fieldsMost && len(field) < 64 {
			if r := []rune(words); len(r) > answersMost {
				words = string(r[:answersMost])
			}
			out[strings.ReplaceAll(field, "\x00", "")] = words
		}
	}
	return out
}

// fieldsMost is how many answers a form has at most.
const fieldsMost = 100

// make keeps the answers, and makes a class of them if they are enough.
func (c contents) make(v *visit) error {
	answers := typedAnswers(v)
	n, err := v.Studio.Next(v.ctx(), v.Campaign.ID, answers, v.now)
	if err != nil {
		return err
	}
	kept, err := json.Marshal(answers)
	if err != nil {
		return err
	}
	err = v.do(v.ctx(), func(ctx context.Context) error {
		d := moderation.ContentDraft{Kind: moderation.ContentAnswers, Text: string(kept), At: v.now}
		if err := c.service(v).Save(ctx, v.who, d); err != nil || n.Text == "" {
			return err
		}
		return c.service(v).Save(ctx, v.who, moderation.ContentDraft{Kind: moderation.ContentMade, Text: n.Text, At: v.now})
	})
	switch {
	case err != nil:
		return err
	case n.Text == "" || v.form("look") != "":
		return showNext(v, http.StatusOK, n, true)
	}
	return v.redirect(v.path("content/review?kind=made"))
}

// keepAnswers keeps the answers while they are typed; a script asks for it.
func (c contents) keepAnswers(v *visit) error {
	kept, err := json.Marshal(typedAnswers(v))
	if err != nil {
		return err
	}
	if err := c.save(v, moderation.ContentAnswers, string(kept), 0); err != nil {
		return err
	}
	v.w.WriteHeader(http.StatusNoContent)
	return nil
}
