// Package outbox sends what the bot says first: it takes due rows of the
// deliveries ledger, decides by the rules of campaign whether they may leave,
// gives them to a channel and stores the result. `sending` is committed before
// each call, so that a crash never sends anything twice.
package outbox

import (
	"context"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// State is where a notice stands in the ledger.
type State string

// The states. A notice is sent when the platform accepted it; unknown when the
// call was made and no answer came.
const (
	Queued    State = "queued"
	Sending   State = "sending"
	Sent      State = "sent"
	Failed    State = "failed"
	Shelved   State = "shelved"
	Unknown   State = "unknown"
	Cancelled State = "cancelled"
)

// Item is a due notice with whom it is for.
type Item struct {
	campaign.Notice
	// To is the person's address, Who their state; nil when they were erased.
	To  bot.UserID
	Who *campaign.Person
}

// Result is how a call ended.
type Result struct {
	State State
	// Code and Words are the platform's, or our reason.
	Code  int
	Words string
	// Refund gives the credit back: nothing was sent. NoCredit sets it to 0:
	// the platform takes nothing more. Gone notes that the person left.
	Refund, NoCredit, Gone bool
	// Uncalled says that no call was made, or that it came too fast: the lease
	// does not count as an attempt.
	Uncalled bool
	// Again is when a shelved notice is queued again, if no reply has carried it
	// by then; zero for never.
	Again time.Time
}

// Ledger is the store of deliveries. Every method joins the unit of the
// context.
type Ledger interface {
	// Due returns at most n queued notices to people whose time has come, by
	// priority, then age. Unless sending is stopped, shelved ones whose
	// Result.Again has come are queued before.
	Due(ctx context.Context, now time.Time, n int) ([]Item, error)
	// Begin marks a notice as on its way and uses up what pays for it: a credit
	// of its person, or a consent; false, with nothing changed, when it is no longer
	// queued or nothing is left to pay with.
	Begin(ctx context.Context, n campaign.Notice, owner string) (bool, error)
	// End stores the result of a notice that is queued or on its way.
	End(ctx context.Context, n campaign.Notice, r Result) error
	// Requeue gives it back for later.
	Requeue(ctx context.Context, n campaign.Notice, due time.Time, r Result) error
	// DueRobot returns at most n notices for a group robot, oldest first.
	DueRobot(ctx context.Context, robot string, now time.Time, n int) ([]campaign.Notice, error)
	// Interrupted returns what another process left on its way.
	Interrupted(ctx context.Context, owner string) ([]campaign.Notice, error)
}

// Messenger sends to one person within the credit. Errors are *bot.SendError.
type Messenger interface {
	SendText(ctx context.Context, openid, text string) error
	// SendChoices sends lines that can be tapped.
	SendChoices(ctx context.Context, openid string, c bot.Choices) error
}

// Subscriptions send to one person who agreed to one message. Errors are
// *bot.SendError.
type Subscriptions interface {
	Send(ctx context.Context, openid, title, text string) error
}

// Images send pictures that lie beside the campaign file. Errors are
// *bot.SendError.
type Images interface {
	SendFile(ctx context.Context, openid, file string) error
}

// Robots post to group robots.
type Robots interface {
	// Send posts a text. Errors are *bot.SendError.
	Send(ctx context.Context, robot, text string) error
	// Merge joins texts into as few messages as fit.
	Merge(texts []string) []string
	// Free tells how many messages a robot takes now, and when the next one.
	Free(robot string) (n int, next time.Time)
}

// Renderer gives a notice its words at the moment it is sent: a text, choices,
// or a picture. An empty text says that there is nothing left to say.
type Renderer interface {
	Render(ctx context.Context, n campaign.Notice) (bot.Reply, error)
}

// Planner writes what has become due by the clock alone: reminders, scheduled
// broadcasts.
type Planner interface {
	Plan(ctx context.Context, now time.Time) error
}
