// Package outbox sends notices and broadcasts. It takes due rows of the ledger, decides
// by the rules of campaign whether they may be sent, gives them to a channel and stores
// the result. `sending` is committed before each call, so that a crash never sends
// anything twice.
package outbox

import (
	"context"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// Item is a due notice with its receiver.
type Item struct {
	campaign.Notice
	// To is the platform's id of the person, Who their state. Who is nil if they were
	// erased.
	To  bot.UserID
	Who *campaign.Person
	// class is what the notice is about; it is known once the notice is leased.
	class *campaign.Campaign
}

// Ledger is the store of deliveries. Every method joins the unit of the
// context.
type Ledger interface {
	// Wake queues again at most n shelved notices whose NoticeOutcome.Due has come. It
	// returns true if there may be more.
	Wake(ctx context.Context, now time.Time, n int) (more bool, err error)
	// Due returns at most n queued notices to people whose time has come, by
	// priority, then age. A notice that has begun goes before all others of its person:
	// while it is under way or due again, none of them is returned, for
	// campaign.TurnMax at the longest. The body of a notice that cannot be read is nil.
	Due(ctx context.Context, now time.Time, n int) ([]Item, error)
	// Begin marks a queued notice as sending by this process, and spends what pays for
	// it: a credit of its person, or a consent. It returns false, and changes nothing,
	// if the notice is not queued any more or there is nothing left to spend.
	Begin(ctx context.Context, n campaign.Notice, owner string) (bool, error)
	// Settle stores the next state of a notice that is queued or sending, and the
	// change of its person's credit. It does not change a notice in another state, and
	// returns false: somebody has cancelled it.
	Settle(ctx context.Context, n campaign.Notice, o campaign.NoticeOutcome) (moved bool, err error)
	// DueRobot returns at most n notices for a group robot, oldest first. None is returned
	// that is younger than one that has begun and waits, for campaign.TurnMax at the longest.
	DueRobot(ctx context.Context, robot string, now time.Time, n int) ([]campaign.Notice, error)
	// Interrupted returns at most n notices in the state sending whose lease is over or
	// whose owner has expired. It never returns those of a living owner within the lease.
	Interrupted(ctx context.Context, owner string, n int) ([]campaign.Notice, error)
}

// BroadcastControl decides about the calls of broadcasts. Every method joins the
// unit of the context.
type BroadcastControl interface {
	// NextCall leases the next call that may be made now to this process, or returns
	// nil. It sets skipped when it ended a call without making it, after which there
	// may be a report or an alert to send.
	NextCall(ctx context.Context, now time.Time, owner string) (call *campaign.Call, skipped bool, err error)
	// Running reports whether a call may still be made or repeated.
	Running(ctx context.Context, c *campaign.Call) (bool, error)
	// CallEnded stores the result of a leased call. It returns campaign.ErrTakenOver if
	// another process has the call now.
	CallEnded(ctx context.Context, c *campaign.Call, r campaign.CallResult, now time.Time) error
	// OverdueResult returns an accepted call whose result has not come, each call once,
	// or nil.
	OverdueResult(ctx context.Context, now time.Time) (*campaign.Chunk, error)
	// CallFailed stores that an accepted call has failed, as the platform says later.
	CallFailed(ctx context.Context, c *campaign.Chunk, s bot.MassStatus) error
	// StopAll halts every running broadcast, as #停 does.
	StopAll(ctx context.Context) error
}

// Messenger sends to one person within the credit. Errors are *bot.SendError.
type Messenger interface {
	SendText(ctx context.Context, to, text string) error
	// SendChoices sends lines that can be tapped.
	SendChoices(ctx context.Context, to string, c bot.Choices) error
}

// Subscriptions send to one person who agreed to one message. Errors are
// *bot.SendError.
type Subscriptions interface {
	Send(ctx context.Context, to, title, text string) error
}

// Images send pictures that lie beside the campaign file. Errors are
// *bot.SendError.
type Images interface {
	SendFile(ctx context.Context, to, file string) error
}

// Robots post to group robots.
type Robots interface {
	// Send posts a text. Errors are *bot.SendError.
	Send(ctx context.Context, robot, text string) error
	// Merge joins texts into as few messages as fit.
	Merge(texts []string) []string
	// Free returns how many messages a robot accepts now of this process, and when it
	// accepts the next one.
	Free(robot string) (n int, next time.Time)
	// PerMinute is how many messages a robot accepts in a minute of all processes.
	PerMinute() int
}

// The channels by which messages leave.
const (
	ChannelPerson = "person"
	ChannelMass   = "mass"
	ChannelRobot  = "robot"
)

// Observer is told what is sent. It must not block, and may be called at the same time.
type Observer interface {
	// Sent is called after a call by a channel, with the real time that it took; e is nil if
	// it was carried out.
	Sent(channel string, took time.Duration, e *bot.SendError)
	// NoCredit is called for a message that was not begun, because nothing was left to pay
	// for it or it was cancelled.
	NoCredit()
}

// Planner enqueues what the clock makes due: reminders, scheduled broadcasts.
type Planner interface {
	Plan(ctx context.Context, now time.Time) error
}
