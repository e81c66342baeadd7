package console

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"zhujiao/bot/moderation"
)

// publishing is what publishing the answer of a ticket would do. Its words can be changed
// before it is confirmed; without a code they were refused. Again says why they are shown again:
// they were "changed" since, or it was "late" to confirm them; "" is the first time.
type publishing struct {
	moderation.EntryProposal
	Again string
}

// Wordings returns the further ways to ask, one in a line.
func (p *publishing) Wordings() string { return strings.Join(p.Also, "\n") }

// publisher makes frequent questions of answers.
type publisher struct{ desk }

// publish shows what publishing the answer of a ticket would do, with its code. It publishes
// what it has shown, if that comes back unchanged; if it is too late for that, it shows it again.
func (p publisher) publish(v *visit) error {
	w := wordingOf(v, "")
	if v.form("code") == "" {
		return p.propose(v, w, "")
	}
	if !same(w, wordingOf(v, "shown_")) {
		return p.propose(v, w, "changed")
	}
	err := board{}.confirm(v)
	if err == nil {
		return nil
	}
	if errors.Is(err, moderation.ErrBadCode) {
		return p.propose(v, w, "late")
	}
	return again(err, func(*refusal, int) error { return p.propose(v, w, "") })
}

// propose shows what publishing an answer so worded would do, and why again. What was refused
// can be changed there.
func (p publisher) propose(v *visit, w moderation.EntryWording, why string) error {
	ref, err := v.ref()
	if err != nil {
		return err
	}
	out := &publishing{Again: why}
	if err = errEmpty; !emptied(v, "question", w.Question) && !emptied(v, "answer", w.Answer) {
		err = v.do(v.ctx(), func(ctx context.Context) (err error) {
			out.EntryProposal, err = v.Moderation.Entries.ProposeEntry(ctx, v.who, ref, w, v.now)
			return err
		})
	} else {
		out.EntryWording = w
	}
	if err == nil {
		return p.with(v, ref, http.StatusOK, func(t *ticketPage) { t.Publish = out })
	}
	wrong, status := unpublished(err)
	if status == http.StatusInternalServerError {
		return err
	}
	return p.with(v, ref, status, func(t *ticketPage) {
		if t.Wrong = &wrong; out.Question+out.Answer != "" {
			out.Also, t.Publish = w.Also, out
		}
	})
}

// emptied reports whether a field was sent with nothing in it, which does not stand for the
// ticket's own words.
func emptied(v *visit, field, words string) bool {
	_, sent := v.r.PostForm[field]
	return sent && words == ""
}

// unpublished returns the code of a refusal to publish.
func unpublished(err error) (refusal, int) {
	r, status := refusalOf(err)
	if r.Code == "blocked" || r.Code == "long" || r.Code == "empty" {
		r.Code = "publish-" + r.Code
	}
	return r, status
}

// wordingOf reads how an answer is to be published. The fields of the form have a prefix.
func wordingOf(v *visit, prefix string) (w moderation.EntryWording) {
	field := func(name string) string {
		return strings.TrimSpace(strings.ReplaceAll(v.form(prefix+name), "\r\n", "\n"))
	}
	w.Question, w.Answer = strings.Join(strings.Fields(field("question")), " "), field("answer")
	for l := range strings.Lines(field("wordings")) {
		if l = strings.TrimSpace(l); l != "" {
			w.Also = append(w.Also, l)
		}
	}
	return w
}

// same reports whether two wordings are the same, word for word.
func same(a, b moderation.EntryWording) bool {
	return a.Question == b.Question && a.Answer == b.Answer && slices.Equal(a.Also, b.Also)
}
