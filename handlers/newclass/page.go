package newclass

import (
	"errors"
	"strings"

	"zhujiao/bot/content/newclass"
)

// Asked is a question as a page asks it, with what was answered.
type Asked struct {
	newclass.Question
	// Ask is the question, How how an answer is written, Keeps what an empty answer means: empty
	// if it means nothing.
	Ask, How, Keeps string
	// Answer is what was written, Wrong why it cannot be taken, or that it is missing.
	Answer, Wrong string
	// Lines are shown with the question: which of the last class's entries stay.
	Lines []string
}

// AskAll gives a form all answers, by field, and returns the questions that they lead to with
// what is wrong. It reports false if something is wrong or missing.
func AskAll(f *newclass.Form, answers map[string]string) (out []Asked, good bool) {
	wrong := refusals(f, answers)
	missing := map[newclass.Field]bool{}
	for _, q := range f.Missing() {
		missing[q.Field] = true
	}
	good = true
	for _, q := range f.Questions() {
		if q.Field == newclass.FieldRest { // the page shows the others anyway
			continue
		}
		w := wordingOf(f, q)
		a := Asked{Question: q, Ask: w.ask + before(f, q), How: onPage(w.how), Answer: answers[string(q.Field)], Wrong: wrong[q.Field]}
		if q.Proposed {
			a.Keeps = shown(f, q, q.Proposal)
		}
		if q.Field == newclass.FieldEntries {
			a.Lines = entries(f)
		}
		if a.Wrong == "" && missing[q.Field] {
			a.Wrong = why(&newclass.AnswerError{Code: newclass.CodeEmpty})
		}
		good = good && a.Wrong == ""
		out = append(out, a)
	}
	return out, good
}

// onPage says how an answer is written to somebody who sees all questions at once, perhaps on a
// phone: they leave a field empty, where an interview has them press a key.
func onPage(how string) string { return strings.ReplaceAll(how, "回车", "留空") }

// refusals gives a form answers in the order of its questions, and returns what is wrong.
func refusals(f *newclass.Form, answers map[string]string) map[newclass.Field]string {
	wrong, done := map[newclass.Field]string{}, map[newclass.Field]bool{}
	for again := true; again; { // an answer may lead to further questions
		again = false
		for _, q := range f.Questions() {
			words := answers[string(q.Field)]
			if words == "" || done[q.Field] {
				continue
			}
			done[q.Field], again = true, true
			if err := f.Answer(q.Field, words); err != nil {
				wrong[q.Field] = err.Error()
				if p, ok := errors.AsType[*newclass.AnswerError](err); ok {
					wrong[q.Field] = why(p)
				}
			}
			break
		}
	}
	return wrong
}
