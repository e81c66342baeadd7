package moderation

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// UnknownStore stores the notices whose result is unknown.
type UnknownStore interface {
	// Repeat queues a notice again. It returns false if its result is not unknown any
	// more.
	Repeat(ctx context.Context, id int64, at time.Time) (bool, error)
	// RepeatFailed queues a notice to a person again that was not sent. It returns false if
	// it is not failed any more, goes to somebody else, or its words were erased.
	RepeatFailed(ctx context.Context, id int64, p bot.PersonID, at time.Time) (bool, error)
}

// Deliveries repeats notices whose call broke off.
type Deliveries struct {
	Guard  *Guard
	Store  UnknownStore
	Notify Teller
}

// Test sends the moderator a message of their own, as people get theirs. It returns false
// if it cannot leave now: they have no chat, or no credit there.
func (s *Deliveries) Test(ctx context.Context, who Actor, at time.Time) (now bool, err error) {
	if err := allow(who, ActionTestDelivery); err != nil {
		return false, err
	}
	if who.Person != 0 {
		now, err = s.Notify.Tell(ctx, []bot.PersonID{who.Person}, campaign.Notice{
			Body: campaign.DeliveryTest{By: who.Name}, Due: at, Priority: campaign.PriorityAnswer,
			DedupKey: fmt.Sprintf("test %d %d", who.Person, at.Unix()/testEvery),
		})
	}
	if err != nil {
		return false, fmt.Errorf("send a test: %w", err)
	}
	return now, s.Guard.record(ctx, who, change{action: ActionTestDelivery}, at)
}

// testEvery is in how many seconds one test is sent at most, however often it is asked for.
const testEvery = 10

// Repeat sends one of them again, or returns ErrNotFound for a notice that is not
// unknown any more.
func (s *Deliveries) Repeat(ctx context.Context, who Actor, id int64, at time.Time) error {
	if err := allow(who, ActionRepeatNotice); err != nil {
		return err
	}
	repeated, err := s.Store.Repeat(ctx, id, at)
	if err != nil {
		return fmt.Errorf("repeat a notice: %w", err)
	}
	if !repeated {
		return ErrNotFound
	}
	return s.Guard.record(ctx, who, change{ActionRepeatNotice, DeliveryName(id), "unknown", "queued"}, at)
}

// RepeatFailed sends a notice again that was not sent to a person: it is queued, and whether
// it may leave is decided as for any other. It returns ErrNotFound for a notice that is not
// failed any more.
func (s *Deliveries) RepeatFailed(ctx context.Context, who Actor, id int64, p bot.PersonID, at time.Time) error {
	if err := allow(who, ActionRepeatNotice); err != nil {
		return err
	}
	repeated, err := s.Store.RepeatFailed(ctx, id, p, at)
	if err != nil {
		return fmt.Errorf("repeat a notice: %w", err)
	}
	if !repeated {
		return ErrNotFound
	}
	return s.Guard.record(ctx, who, change{ActionRepeatNotice, DeliveryName(id), "failed", "queued"}, at)
}

// Repeatable reports whether a notice of a kind still makes sense when it comes late.
// RepeatFailed repeats these only.
func Repeatable(k campaign.NoticeKind) bool {
	switch k {
	case campaign.NoticePromoted, campaign.NoticeReply, campaign.NoticeHuman, campaign.NoticeMakeup, campaign.NoticeLink,
		campaign.NoticePack, campaign.NoticeAnswered, campaign.NoticeForwarded, campaign.NoticePicture, campaign.NoticeTalkEnded:
		return true
	default:
		return false
	}
}

// DeliveryName is the number of a notice as moderators write it.
func DeliveryName(id int64) string { return strconv.FormatInt(id, 36) }
