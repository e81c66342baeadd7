package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/outbox"
	"zhujiao/bot/sqlstore/db"
)

// LedgerStore stores notices: see outbox.Ledger.
type LedgerStore struct{ *core }

var (
	_ campaign.Notices = (*LedgerStore)(nil)
	_ campaign.Shelf   = (*LedgerStore)(nil)
	_ outbox.Ledger    = (*LedgerStore)(nil)
)

// Enqueue writes a delivery row: see campaign.Notices.
func (s *LedgerStore) Enqueue(ctx context.Context, n campaign.Notice) error {
	kind, args, err := campaign.EncodeBody(n.Body)
	if err != nil {
		return err
	}
	q := s.q(ctx)
	if n.Topic != "" {
		if err := supersede(ctx, q, n, s.now()); err != nil {
			return err
		}
	}
	dedup := sql.NullString{String: n.DedupKey, Valid: n.DedupKey != ""}
	if kind.Repeatable() && dedup.Valid {
		if err := q.FreeOnce(ctx, dedup); err != nil {
			return fmt.Errorf("store a notice: %w", err)
		}
	}
	channel, version := "person", ""
	if v, ok := s.versions.Load(n.Campaign); ok {
		version, _ = v.(string)
	}
	if n.Robot != "" {
		channel = "robot"
	}
	promise, err := encodePromise(n.Promise)
	if err != nil {
		return err
	}
	_, err = q.Enqueue(ctx, db.EnqueueParams{
		ID: s.ids.next(), Campaign: n.Campaign, Person: int64(n.Person), Kind: string(kind), Args: args,
		Due: ms(n.Due), Priority: int64(n.Priority), Channel: channel, Target: n.Robot, About: int64(n.About),
		Once: dedup, Topic: n.Topic, Version: version, Now: ms(s.now()), Promise: promise,
	})
	if err != nil {
		return fmt.Errorf("store a notice: %w", err)
	}
	return nil
}

// supersede cancels waiting notices with the same topic for the same person.
func supersede(ctx context.Context, q *db.Queries, n campaign.Notice, at time.Time) error {
	now := ms(at)
	shelved, err := q.SupersededShelved(ctx, db.SupersededShelvedParams{
		At: now, Campaign: n.Campaign, Person: int64(n.Person), Topic: n.Topic,
	})
	if err != nil {
		return fmt.Errorf("replace a notice: %w", err)
	}
	if shelved > 0 {
		if err := q.CountShelved(ctx, db.CountShelvedParams{N: -shelved, ID: int64(n.Person)}); err != nil {
			return fmt.Errorf("replace a notice: %w", err)
		}
	}
	_, err = q.SupersededQueued(ctx, db.SupersededQueuedParams{
		At: now, Campaign: n.Campaign, Person: int64(n.Person), Topic: n.Topic,
	})
	if err != nil {
		return fmt.Errorf("replace a notice: %w", err)
	}
	return nil
}

// Due returns the notices that are due, by priority, with the people that they are for:
// see outbox.Ledger.
func (s *LedgerStore) Due(ctx context.Context, now time.Time, n int) ([]outbox.Item, error) {
	rows, err := due(ctx, s.q(ctx), now, ms(s.instance.now()), n)
	if err != nil {
		return nil, fmt.Errorf("read due notices: %w", err)
	}
	out := make([]outbox.Item, len(rows))
	for i, r := range rows {
		out[i] = outbox.Item{Notice: campaign.Notice{
			ID: r.ID, Campaign: r.Campaign, Person: bot.PersonID(r.Person),
			Due: at(r.Due), Priority: campaign.Priority(r.Priority), Attempts: int(r.Attempts),
			Body: body(r.Kind, r.Args), Promise: decodePromise(r.Promise),
		}}
		// People who left keep seat and packs, so notices about these wait for their
		// return (R17).
		if r.Openid.Valid || r.Following.Valid && out[i].Kind().Lasting() {
			out[i].To = bot.UserID(r.Openid.String)
			out[i].Who = &campaign.Person{
				ID: bot.PersonID(r.Person), Following: r.Following.Int64 != 0, Consent: campaign.Consent(r.Consent.Int64),
				Credits: int(r.Credits.Int64), CreditsUntil: at(r.CreditsUntil.Int64), Subscriptions: int(r.Subscriptions),
				TakenOver: r.Taken.Int64 != 0,
			}
		}
	}
	return out, nil
}

// due returns the first n rows that are due, priority by priority: each query reads its
// index in order and stops.
func due(ctx context.Context, q *db.Queries, now time.Time, leases int64, n int) (out []db.DueDeliveriesRow, err error) {
	since := ms(now.Add(-campaign.TurnMax))
	for p := campaign.PriorityAnswer; p <= campaign.PriorityMarketing && len(out) < n; p++ {
		rows, err := q.DueDeliveries(ctx, db.DueDeliveriesParams{
			Priority: int64(p), Now: ms(now), LeaseNow: leases, Since: since, N: int32(n - len(out)),
		})
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// DueRobot returns the notices that are due for a group robot, oldest first.
func (s *LedgerStore) DueRobot(ctx context.Context, robot string, now time.Time, n int) ([]campaign.Notice, error) {
	rows, err := s.q(ctx).DueRobot(ctx, db.DueRobotParams{
		Target: robot, Now: ms(now), Since: ms(now.Add(-campaign.TurnMax)), N: int32(n),
	})
	if err != nil {
		return nil, fmt.Errorf("read due alerts: %w", err)
	}
	return notices(rows), nil
}

func notices(rows []db.Delivery) []campaign.Notice {
	out := make([]campaign.Notice, len(rows))
	for i, r := range rows {
		out[i] = campaign.Notice{
			ID: r.ID, Campaign: r.Campaign, Person: bot.PersonID(r.Person), Robot: r.Target,
			Due: at(r.Due), Priority: campaign.Priority(r.Priority), Attempts: int(r.Attempts), Paid: campaign.Payment(r.Paid),
			Body: body(r.Kind, r.Args), Promise: decodePromise(r.Promise),
		}
	}
	return out
}

// body returns the body of a row, or nil if the row was written by a version that knows
// more kinds. Such a notice fails when it is put into words; an error here would keep
// all others waiting behind it.
func body(kind, args string) campaign.Body {
	b, err := campaign.DecodeBody(campaign.NoticeKind(kind), args)
	if err != nil {
		return nil
	}
	return b
}

func encodePromise(p campaign.Promise) (string, error) {
	if p.Name == "" {
		return "", nil
	}
	out, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("encode a promise: %w", err)
	}
	return string(out), nil
}

// decodePromise reads what encodePromise has written. A promise that cannot be read is
// none: the notice is worth more than the report about it.
func decodePromise(data string) (p campaign.Promise) {
	if data == "" || json.Unmarshal([]byte(data), &p) != nil {
		return campaign.Promise{}
	}
	return p
}

// Begin marks a notice as sending and spends what pays for it: see outbox.Ledger. It
// spends first, and changes nothing if that fails.
func (s *LedgerStore) Begin(ctx context.Context, n campaign.Notice, owner string) (bool, error) {
	q := s.q(ctx)
	if free, err := lockPerson(ctx, s, n.Person); err != nil || !free {
		return false, err
	}
	if paid, err := spend(ctx, q, n); err != nil || !paid {
		return false, err
	}
	got, err := q.BeginDelivery(ctx, db.BeginDeliveryParams{
		Owner: owner, LeaseUntil: s.instance.leaseEnd(), ID: n.ID, Paid: int64(n.Paid), Now: ms(s.now()),
	})
	if err != nil || got > 0 {
		return got > 0, err
	}
	return false, s.giveBack(ctx, q, n)
}

// lockPerson locks the person of a notice. It returns false, and does not wait, if another
// unit has them: one of theirs, or one of another process that is about to begin a notice.
func lockPerson(ctx context.Context, s *LedgerStore, p bot.PersonID) (bool, error) {
	if p == 0 || s.engine.Exclusive() {
		return true, nil
	}
	_, err := s.q(ctx).LockPerson(ctx, int64(p))
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("lock who a notice is for: %w", err)
	}
	return true, nil
}

// pauseMargin is by how much a stored pause is shorter than that of the process which has
// stored it: the clocks of both are compared only now and then.
const pauseMargin = 50 * time.Millisecond

// pauseEnd is until when a notice is not begun by any process, for a column.
func (i *instance) pauseEnd(pause time.Duration) int64 {
	if pause <= pauseMargin {
		return 0
	}
	return ms(i.now().Add(pause - pauseMargin))
}

// spend spends a credit or a subscription. It returns false if there is none left.
// Posts of robots cost nothing.
func spend(ctx context.Context, q *db.Queries, n campaign.Notice) (paid bool, err error) {
	var rows int64
	switch {
	case n.Person == 0:
		return true, nil
	case n.Paid == campaign.PaidSubscription:
		rows, err = q.SpendSubscription(ctx, db.SpendSubscriptionParams{Delivery: n.ID, Person: int64(n.Person), Campaign: n.Campaign})
	default:
		rows, err = q.SpendCredit(ctx, int64(n.Person))
	}
	return rows > 0, err
}

// Settle stores the result of a notice: see outbox.Ledger.
func (s *LedgerStore) Settle(ctx context.Context, n campaign.Notice, o campaign.NoticeOutcome) (moved bool, err error) {
	changed, err := s.move(ctx, n, o)
	if err != nil || changed == 0 {
		return false, err
	}
	if o.State == campaign.NoticeShelved {
		if err := s.q(ctx).CountShelved(ctx, db.CountShelvedParams{N: 1, ID: int64(n.Person)}); err != nil {
			return false, fmt.Errorf("shelve a notice: %w", err)
		}
	}
	return true, s.credit(ctx, n, o.Credit)
}

// move changes the state of a notice that is queued or sending, and returns the number
// of rows.
func (s *LedgerStore) move(ctx context.Context, n campaign.Notice, o campaign.NoticeOutcome) (int64, error) {
	q, now := s.q(ctx), ms(s.now())
	switch o.State {
	case campaign.NoticeQueued:
		return q.RequeueDelivery(ctx, db.RequeueDeliveryParams{
			Due: ms(o.Due), PauseUntil: s.instance.pauseEnd(o.Pause), Code: int64(o.Code), Words: o.Words, ID: n.ID,
			Uncounted: bit(o.Uncounted),
		})
	case campaign.NoticeShelved:
		return q.ShelveDelivery(ctx, db.ShelveDeliveryParams{Again: ms(o.Due), At: now, Code: int64(o.Code), Words: o.Words, ID: n.ID})
	default:
		return q.EndDelivery(ctx, db.EndDeliveryParams{State: string(o.State), At: now, Code: int64(o.Code), Words: o.Words, ID: n.ID})
	}
}

// giveBack reverses spend.
func (s *LedgerStore) giveBack(ctx context.Context, q *db.Queries, n campaign.Notice) error {
	switch {
	case n.Person == 0:
		return nil
	case n.Paid == campaign.PaidSubscription:
		return q.RefundSubscription(ctx, db.RefundSubscriptionParams{Person: int64(n.Person), Delivery: n.ID})
	default:
		return s.refund(ctx, q, n.Person)
	}
}

// Wake queues notices again that were shelved until now: see outbox.Ledger.
func (s *LedgerStore) Wake(ctx context.Context, now time.Time, n int) (more bool, err error) {
	q := s.q(ctx)
	rows, err := q.WakingDeliveries(ctx, db.WakingDeliveriesParams{Now: ms(now), N: int32(n)})
	if err != nil {
		return false, fmt.Errorf("read what wakes: %w", err)
	}
	for _, r := range rows {
		woken, err := q.WakeDelivery(ctx, r.ID)
		if err != nil {
			return false, fmt.Errorf("wake a notice: %w", err)
		}
		if err := q.CountShelved(ctx, db.CountShelvedParams{N: -woken, ID: r.Person}); err != nil {
			return false, fmt.Errorf("wake a notice: %w", err)
		}
	}
	return len(rows) == n, nil
}

// credit adjusts the credit of a notice's person by what the platform answered.
func (s *LedgerStore) credit(ctx context.Context, n campaign.Notice, c campaign.CreditChange) error {
	if n.Person == 0 {
		return nil
	}
	q := s.q(ctx)
	switch c {
	case campaign.CreditRefunded:
		return s.giveBack(ctx, q, n)
	case campaign.CreditLeft:
		return q.GonePerson(ctx, int64(n.Person))
	case campaign.CreditGone:
		if n.Paid == campaign.PaidSubscription {
			return nil // a refused subscription message says nothing about the credits
		}
		return q.DropCredits(ctx, int64(n.Person))
	case campaign.CreditSpent:
	}
	return nil
}

// refund gives a credit back, but not more than the last contact granted: a message
// that came during the call has renewed all credits.
func (c *core) refund(ctx context.Context, q *db.Queries, p bot.PersonID) error {
	typed, tapped := c.channel.Typed, c.channel.Tapped
	return q.RefundCredit(ctx, db.RefundCreditParams{
		ID: int64(p), TapSpan: tapped.Span.Milliseconds(), Typed: int64(typed.Messages), Tapped: int64(tapped.Messages),
	})
}

// Spend spends a credit of a person: see moderation.Credits.
func (s *LedgerStore) Spend(ctx context.Context, p bot.PersonID) (bool, error) {
	n, err := s.q(ctx).SpendCredit(ctx, int64(p))
	return n > 0, err
}

// Refund gives a credit back: see moderation.Credits.
func (s *LedgerStore) Refund(ctx context.Context, p bot.PersonID) error {
	return s.refund(ctx, s.q(ctx), p)
}

// Interrupted returns notices in the state sending whose owner has expired: see
// outbox.Ledger.
func (s *LedgerStore) Interrupted(ctx context.Context, owner string, n int) ([]campaign.Notice, error) {
	rows, err := s.q(ctx).Interrupted(ctx, db.InterruptedParams{
		Now: ms(s.instance.now()), Owner: owner, Seen: s.instance.lastSeen(), N: int32(n),
	})
	if err != nil {
		return nil, fmt.Errorf("read interrupted notices: %w", err)
	}
	return notices(rows), nil
}

// Waiting returns the shelved notices of a person, oldest first.
func (s *LedgerStore) Waiting(ctx context.Context, p bot.PersonID) ([]campaign.Notice, error) {
	rows, err := s.q(ctx).Waiting(ctx, int64(p))
	if err != nil {
		return nil, fmt.Errorf("read the shelf: %w", err)
	}
	if len(rows) > 0 {
		readsWords(ctx)
	}
	unreadable := func(n campaign.Notice) bool { return n.Body == nil }
	return slices.DeleteFunc(notices(rows), unreadable), nil // one of these must not cost the person every reply
}

// Shown marks shelved notices as shown.
func (s *LedgerStore) Shown(ctx context.Context, p bot.PersonID, ids []int64, when time.Time) error {
	q := s.q(ctx)
	for _, id := range ids {
		n, err := q.MarkShown(ctx, db.MarkShownParams{ID: id, At: ms(when)})
		if err != nil {
			return fmt.Errorf("mark a notice: %w", err)
		}
		if err := q.CountShelved(ctx, db.CountShelvedParams{N: -n, ID: int64(p)}); err != nil {
			return fmt.Errorf("mark a notice: %w", err)
		}
	}
	return nil
}

// States counts a campaign's notices to people by state.
func (s *LedgerStore) States(ctx context.Context, id string, kind campaign.NoticeKind) (map[campaign.NoticeState]int, error) {
	rows, err := s.q(ctx).CountStates(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("count notices: %w", err)
	}
	out := map[campaign.NoticeState]int{}
	for _, r := range rows {
		if kind == "" || r.Kind == string(kind) {
			out[campaign.NoticeState(r.State)] += int(r.N)
		}
	}
	return out, nil
}

// RepeatFailed queues a notice to a person again that was not sent: see
// moderation.UnknownStore. Reminders and what makes sense only at its moment stay failed.
func (s *LedgerStore) RepeatFailed(ctx context.Context, id int64, p bot.PersonID, when time.Time) (bool, error) {
	n, err := s.q(ctx).RepeatFailed(ctx, db.RepeatFailedParams{Due: ms(when), ID: id, Person: int64(p)})
	return n == 1, err
}

// Repeat queues an unknown notice again.
func (s *LedgerStore) Repeat(ctx context.Context, id int64, when time.Time) (bool, error) {
	n, err := s.q(ctx).RepeatUnknown(ctx, db.RepeatUnknownParams{Due: ms(when), ID: id})
	return n == 1, err
}
