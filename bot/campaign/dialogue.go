package campaign

import (
	"context"
	"strings"
	"time"
)

// What else may wait beside confirmations.
const (
	// PendingQuestion waits for the question to the lecturer that 提问 alone announced
	// (ruling 49).
	PendingQuestion Pending = "question"
	// pendingMoved is set when something else was answered since the last harmless
	// question: a courtesy word then belongs to that answer.
	pendingMoved Pending = "moved"
)

// The beginnings of what waits with words of its own behind it. Of each there is one.
const (
	pendingSuggestion = "do:"
	pendingTopic      = "about:"
)

// Awaits reports whether something still waits at a time.
func (p *Person) Awaits(what Pending, at time.Time) bool {
	until, asked := p.Waiting[what]
	return asked && !at.After(until)
}

// Lapsed reports whether a confirmation was asked for that has expired.
func (p *Person) Lapsed(what Pending, at time.Time) bool {
	until, asked := p.Waiting[what]
	return asked && at.After(until)
}

// Suggested returns what they would have typed, had they known that it does what they
// want, while the bot has asked them whether that is so; else "".
func (p *Person) Suggested(at time.Time) string { return p.waitingWords(pendingSuggestion, at) }

// Topic returns the id of the choice that they took last, or "" if that is too long ago.
func (p *Person) Topic(at time.Time) string { return p.waitingWords(pendingTopic, at) }

// MovedOn reports whether something else was answered since the last suggestion or list.
func (p *Person) MovedOn(at time.Time) bool { return p.Awaits(pendingMoved, at) }

// Offered reports whether a list of choices is still good.
func (p *Person) Offered(at time.Time) bool { return len(p.Choices) > 0 && !at.After(p.ChoicesUntil) }

func (p *Person) waitingWords(kind string, at time.Time) string {
	for what := range p.Waiting {
		if words, ok := strings.CutPrefix(string(what), kind); ok && p.Awaits(what, at) {
			return words
		}
	}
	return ""
}

// replace lets one thing of a kind wait instead of the last; words "" for none.
func (p *Person) replace(kind, words string, until time.Time) {
	for what := range p.Waiting {
		if strings.HasPrefix(string(what), kind) {
			delete(p.Waiting, what)
		}
	}
	if words != "" {
		p.wait(Pending(kind+words), until)
	}
}

func (p *Person) wait(what Pending, until time.Time) {
	if p.Waiting == nil {
		p.Waiting = map[Pending]time.Time{}
	}
	p.Waiting[what] = until
}

// Suggest records that the bot asked whether somebody wants what these words do.
func (d *Dialogue) Suggest(ctx context.Context, p *Person, words string, at time.Time) error {
	p.replace(pendingSuggestion, words, at.Add(ChoicesLife))
	delete(p.Waiting, pendingMoved)
	d.belongs(p, SubjectSuggestion, at)
	return d.People.SaveDialogue(ctx, p)
}

// AwaitQuestion lets the next message be the question for the lecturer.
func (d *Dialogue) AwaitQuestion(ctx context.Context, p *Person, at time.Time) error {
	p.wait(PendingQuestion, at.Add(ChoicesLife))
	d.belongs(p, SubjectQuestion, at)
	return d.People.SaveDialogue(ctx, p)
}

// EndQuestion ends that.
func (d *Dialogue) EndQuestion(ctx context.Context, p *Person) error {
	if _, waits := p.Waiting[PendingQuestion]; !waits {
		return nil
	}
	delete(p.Waiting, PendingQuestion)
	return d.People.SaveDialogue(ctx, p)
}

// MoveOn records that something was answered that was no answer to the last suggestion or
// list, if there is one.
func (d *Dialogue) MoveOn(ctx context.Context, p *Person, at time.Time) error {
	if p.MovedOn(at) || p.Suggested(at) == "" && !p.Offered(at) {
		return nil
	}
	p.wait(pendingMoved, at.Add(ChoicesLife))
	return d.People.SaveDialogue(ctx, p)
}

// Accept uses up a suggestion.
func (d *Dialogue) Accept(ctx context.Context, p *Person) error {
	p.replace(pendingSuggestion, "", time.Time{})
	return d.People.SaveDialogue(ctx, p)
}

// Refuse ends everything that somebody was asked: confirmations, the suggestion, the list
// and the question for the lecturer.
func (d *Dialogue) Refuse(ctx context.Context, p *Person) error {
	for _, what := range []Pending{PendingCancel, PendingErase, PendingQuestion, pendingMoved} {
		delete(p.Waiting, what)
	}
	p.Choices = nil
	p.replace(pendingSuggestion, "", time.Time{})
	return d.People.SaveDialogue(ctx, p)
}
