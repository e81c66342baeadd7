package moderation

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot"
)

// CodeLife is how long a confirmation code holds (R15).
const CodeLife = 2 * time.Minute

// WaitingAction is an action under its code, as it is stored.
type WaitingAction struct {
	// Class is the class in which it was asked for.
	Class  string
	Action Action
	Args   map[string]string
}

// CodeStore keeps the actions that wait for their code. Both methods join the
// unit of the context.
type CodeStore interface {
	// SaveCode stores an action under a code of the moderator for CodeLife. It returns
	// false if the moderator has a valid action under this code already.
	SaveCode(ctx context.Context, hash, code string, a WaitingAction, now time.Time) (bool, error)
	// TakeCode uses a code up and returns its action, or ErrNotFound for one that
	// is wrong, used or too old.
	TakeCode(ctx context.Context, hash, code string, now time.Time) (WaitingAction, error)
}

// Pending is an action that waits for its code, with its arguments. The method
// that carries it out takes the value that Guard.Confirm returned and refuses
// any other with ErrUnconfirmed.
//
//sumtype:decl
type Pending interface {
	action() Action
	// args are stored until the code comes. The store knows the names "ticket" and
	// "question": erasing somebody's data drops the actions that quote them.
	args() map[string]string
}

// approval marks a pending action whose code was given by the moderator with
// this hash; the zero value marks nothing.
type approval struct{ hash string }

// confirmed returns ErrUnconfirmed unless the actor has given the code.
func (a approval) confirmed(who Actor) error {
	if a.hash == "" || a.hash != who.Hash {
		return ErrUnconfirmed
	}
	return nil
}

// PendingAnswer is an answer to a ticket that another moderator is at.
type PendingAnswer struct {
	approval
	Ticket Ref
	Words  string
}

// PendingEntry is a ticket's answer that becomes a frequent question.
type PendingEntry struct {
	approval
	Ticket           Ref
	Question, Answer string
	// Replaces is the entry without an answer that it answers for, "" for none.
	Replaces string
	// Also are further ways to ask for it.
	Also []string
}

// PendingRewrite is another answer of a published entry.
type PendingRewrite struct {
	approval
	Entry  Ref
	Answer string
}

// PendingRetirement takes back a published entry.
type PendingRetirement struct {
	approval
	Entry Ref
}

// PendingPhrasing is a further way to ask for an entry.
type PendingPhrasing struct {
	approval
	Entry, Words string
}

// PendingLink is a new main link of a pack.
type PendingLink struct {
	approval
	Pack, Name, URL, Code, Until string
}

// PendingClosing closes registration.
type PendingClosing struct{ approval }

// PendingSeats adds N seats. With a Total there are that many afterwards, also if others were
// added in the meantime.
type PendingSeats struct {
	approval
	N, Total int
}

// PendingResume ends a stop.
type PendingResume struct{ approval }

// PendingErasure erases everything about a person.
type PendingErasure struct {
	approval
	Person bot.PersonID
}

func (PendingErasure) action() Action { return ActionErasePerson }

func (p PendingErasure) args() map[string]string {
	return map[string]string{"person": strconv.FormatInt(int64(p.Person), 36)}
}

func (PendingAnswer) action() Action     { return ActionAnswerTicket }
func (PendingEntry) action() Action      { return ActionPublishEntry }
func (PendingRewrite) action() Action    { return ActionRewriteEntry }
func (PendingRetirement) action() Action { return ActionRetireEntry }
func (PendingPhrasing) action() Action   { return ActionAddPhrasing }
func (PendingLink) action() Action       { return ActionReplaceLink }
func (PendingClosing) action() Action    { return ActionCloseSignup }
func (PendingSeats) action() Action      { return ActionAddSeats }
func (PendingResume) action() Action     { return ActionResumeSending }

func (p PendingAnswer) args() map[string]string {
	return map[string]string{"ticket": p.Ticket.Name(), "words": p.Words}
}

func (p PendingEntry) args() map[string]string {
	return map[string]string{
		"ticket": p.Ticket.Name(), "question": p.Question, "answer": p.Answer, "replaces": p.Replaces,
		"also": strings.Join(p.Also, "\n"),
	}
}

func (p PendingRewrite) args() map[string]string {
	return map[string]string{"entry": p.Entry.Name(), "answer": p.Answer}
}

func (p PendingRetirement) args() map[string]string {
	return map[string]string{"entry": p.Entry.Name()}
}

func (p PendingPhrasing) args() map[string]string {
	return map[string]string{"entry": p.Entry, "words": p.Words}
}

func (p PendingLink) args() map[string]string {
	return map[string]string{"pack": p.Pack, "name": p.Name, "url": p.URL, "code": p.Code, "until": p.Until}
}

func (PendingClosing) args() map[string]string { return nil }

func (p PendingSeats) args() map[string]string {
	return map[string]string{"n": strconv.Itoa(p.N), "total": strconv.Itoa(p.Total)}
}

func (PendingResume) args() map[string]string { return nil }

func isLineEnd(r rune) bool { return r == '\n' }

// pendingOf is the inverse of action and args: it returns the pending action of a
// stored row. It returns ErrBadCode for an unknown action.
func pendingOf(class string, a WaitingAction, by approval) (Pending, error) {
	ticket, _ := RefOf(class, a.Args["ticket"])
	entry, _ := RefOf(class, a.Args["entry"])
	switch a.Action {
	case ActionAnswerTicket:
		return PendingAnswer{by, ticket, a.Args["words"]}, nil
	case ActionPublishEntry:
		return PendingEntry{
			by, ticket, a.Args["question"], a.Args["answer"], a.Args["replaces"], strings.FieldsFunc(a.Args["also"], isLineEnd),
		}, nil
	case ActionRewriteEntry:
		return PendingRewrite{by, entry, a.Args["answer"]}, nil
	case ActionRetireEntry:
		return PendingRetirement{by, entry}, nil
	case ActionAddPhrasing:
		return PendingPhrasing{by, a.Args["entry"], a.Args["words"]}, nil
	case ActionReplaceLink:
		return PendingLink{by, a.Args["pack"], a.Args["name"], a.Args["url"], a.Args["code"], a.Args["until"]}, nil
	case ActionCloseSignup:
		return PendingClosing{by}, nil
	case ActionAddSeats:
		n, err := strconv.Atoi(a.Args["n"])
		if err != nil {
			return nil, ErrBadCode
		}
		total, err := strconv.Atoi(a.Args["total"])
		if err != nil {
			return nil, ErrBadCode
		}
		return PendingSeats{by, n, total}, nil
	case ActionMoveClass, ActionChangeLecturer, ActionCancelClass, ActionRestoreClass, ActionPublishContent, ActionMakeClass:
		return lifeOf(a, by)
	case ActionTakeBackAnswer:
		return takeBackOf(ticket, a.Args, by)
	case ActionSkipReminder, ActionMoveReminder:
		return reminderOf(a, by)
	case ActionResumeSending:
		return PendingResume{by}, nil
	case ActionErasePerson:
		id, err := strconv.ParseInt(a.Args["person"], 36, 64)
		if err != nil {
			return nil, ErrBadCode
		}
		return PendingErasure{by, bot.PersonID(id)}, nil
	default:
		return nil, ErrBadCode
	}
}

// ask stores an action and returns the code that confirms it: four digits, good
// for CodeLife, once, for this moderator and exactly this action (R15).
func (g *Guard) ask(ctx context.Context, who Actor, p Pending, at time.Time) (code string, err error) {
	a := WaitingAction{Class: g.Class, Action: p.action(), Args: p.args()}
	for {
		code = g.Digits()
		saved, err := g.Codes.SaveCode(ctx, who.Hash, code, a, at)
		if err != nil {
			return "", fmt.Errorf("store a code for %s: %w", p.action(), err)
		}
		if saved {
			return code, nil
		}
	}
}

// Confirm uses up a code and returns the action that waited for it. The caller hands it
// to the method that carries it out. Confirm returns ErrBadCode for a code that is
// wrong, used or too old.
func (g *Guard) Confirm(ctx context.Context, who Actor, code string, at time.Time) (Pending, error) {
	if err := allow(who, ActionConfirm); err != nil {
		return nil, err
	}
	a, err := g.Codes.TakeCode(ctx, who.Hash, code, at)
	if errors.Is(err, ErrNotFound) {
		return nil, ErrBadCode
	}
	if err != nil {
		return nil, fmt.Errorf("take a code: %w", err)
	}
	if a.Class != g.Class { // its class does not serve any more
		return nil, ErrBadCode
	}
	return pendingOf(g.Class, a, approval{who.Hash})
}
