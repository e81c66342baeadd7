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

// Item is a due notice with whom it is for.
type Item struct {
	campaign.Notice
	// To is the person's address, Who their state; nil when they were erased.
	To  bot.UserID
	Who *campaign.Person
}

// Ledger is the store of deliveries. Every method joins the unit of the
// context.
type Ledger interface {
	// Wake queues again at most n shelved notices whose NoticeOutcome.Due has come.
	Wake(ctx context.Context, now time.Time, n int) error
	// Due returns at most n queued notices to people whose time has come, by
	// priority, then age.
	Due(ctx context.Context, now time.Time, n int) ([]Item, error)
	// Begin marks a queued notice as on its way under the name of this process, and
	// uses up what pays for it: a credit of its person, or a consent. It returns
	// false, and changes nothing, when the notice is not queued any more or nothing
	// is left to pay with.
	Begin(ctx context.Context, n campaign.Notice, owner string) (bool, error)
	// Settle stores what became of a notice that is queued or on its way, and the
	// change of its person's credit; of any other it changes nothing.
	Settle(ctx context.Context, n campaign.Notice, o campaign.NoticeOutcome) error
	// DueRobot returns at most n notices for a group robot, oldest first.
	DueRobot(ctx context.Context, robot string, now time.Time, n int) ([]campaign.Notice, error)
	// Interrupted returns what other processes, which have ended, left on its way.
	Interrupted(ctx context.Context, owner string) ([]campaign.Notice, error)
}

// Controls is what moderators have stopped. Both methods join the unit of the
// context.
type Controls interface {
	Control(ctx context.Context) (campaign.Control, error)
	// SetLevel stops sending in the name of somebody.
	SetLevel(ctx context.Context, l campaign.StopLevel, by string, at time.Time) error
}

// BroadcastControl decides about the calls of broadcasts. Every method joins the
// unit of the context.
type BroadcastControl interface {
	// NextCall leases the next call that may be made now, in the name of this
	// process; nil when there is none.
	NextCall(ctx context.Context, now time.Time, owner string) (*campaign.Call, error)
	// Running reports whether a call may still be made or repeated.
	Running(ctx context.Context, c *campaign.Call) (bool, error)
	// CallEnded stores what became of a leased call.
	CallEnded(ctx context.Context, c *campaign.Call, r campaign.CallResult, now time.Time) error
	// OverdueResult returns, once each, an accepted call whose result has not come;
	// nil when there is none.
	OverdueResult(ctx context.Context, now time.Time) (*campaign.Chunk, error)
	// CallFailed notes that the platform says of an accepted call that it failed.
	CallFailed(ctx context.Context, c *campaign.Chunk, s bot.MassStatus) error
	// StopAll halts every running broadcast, as #停 does.
	StopAll(ctx context.Context) error
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
