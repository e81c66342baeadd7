package campaign

import (
	"context"
	"errors"
	"time"

	"zhujiao/bot"
)

// Notice is something the bot says first: a row of the deliveries ledger,
// written in the unit of its cause and rendered by handlers when it is sent.
type Notice struct {
	ID       int64
	Campaign string
	Person   bot.PersonID
	Kind     NoticeKind
	// Args are what the words need, by name.
	Args map[string]string
	// Due is when it may leave, at the earliest.
	Due      time.Time
	Priority Priority
}

// NoticeKind says what is told.
type NoticeKind string

// The kinds of notices.
const (
	// NoticePromoted tells somebody of the waitlist that they have a seat.
	NoticePromoted NoticeKind = "promoted"
	// NoticeReply is the reply to a push that could not wait for it; Args
	// holds it encoded under "reply".
	NoticeReply NoticeKind = "reply"
)

// Priority orders notices for the same person; the lowest number leaves first
// (R9).
type Priority int

// Priorities, by R9.
const (
	PriorityAnswer Priority = iota
	PriorityLink
	PriorityPromotion
	PrioritySoon
	PriorityReminder
	PriorityMarketing
)

// Notices takes what is to be said first.
type Notices interface {
	// Enqueue writes the row in the unit of the context.
	Enqueue(ctx context.Context, n Notice) error
}

// Shelf hands out what waits for a person's next passive reply (ruling 1).
type Shelf interface {
	// Waiting returns the texts that may be put before the next reply, oldest
	// first.
	Waiting(ctx context.Context, p bot.PersonID) ([]Notice, error)
	// Shown marks notices as said by a passive reply.
	Shown(ctx context.Context, p bot.PersonID, ids []int64, at time.Time) error
}

func isNotFound(err error) bool { return errors.Is(err, ErrNotFound) }
