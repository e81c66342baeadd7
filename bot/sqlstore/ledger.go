package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/outbox"
	"zhujiao/bot/sqlstore/db"
)

// Ledger is what the bot says first: see outbox.Ledger.
type Ledger struct{ *core }

var (
	_ campaign.Notices = (*Ledger)(nil)
	_ campaign.Shelf   = (*Ledger)(nil)
	_ outbox.Ledger    = (*Ledger)(nil)
)

// Enqueue writes a delivery row: see campaign.Notices.
func (s *Ledger) Enqueue(ctx context.Context, n campaign.Notice) error {
	args, err := json.Marshal(n.Args)
	if err != nil {
		return fmt.Errorf("encode a notice: %w", err)
	}
	q := s.q(ctx)
	if n.Topic != "" {
		if err := s.supersede(ctx, q, n); err != nil {
			return err
		}
	}
	if n.Kind == campaign.NoticeOnWall { // who was not told may be told again
		if err := q.FreeOnce(ctx, sql.NullString{String: n.Once, Valid: n.Once != ""}); err != nil {
			return fmt.Errorf("store a notice: %w", err)
		}
	}
	channel, version := "person", ""
	if v := s.version.Load(); v != nil {
		version = *v
	}
	if n.Robot != "" {
		channel = "robot"
	}
	_, err = q.Enqueue(ctx, db.EnqueueParams{
		ID: s.ids.next(), Campaign: n.Campaign, Person: int64(n.Person), Kind: string(n.Kind), Args: string(args),
		Due: ms(n.Due), Priority: int64(n.Priority), Channel: channel, Target: n.Robot, About: int64(n.About),
		Once: sql.NullString{String: n.Once, Valid: n.Once != ""}, Topic: n.Topic, Version: version, Now: ms(s.now()),
	})
	if err != nil {
		return fmt.Errorf("store a notice: %w", err)
	}
	return nil
}

// supersede cancels what waits under the same topic for the same person.
func (s *Ledger) supersede(ctx context.Context, q *db.Queries, n campaign.Notice) error {
	now := ms(s.now())
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

// Due returns notices to people that are due, by priority, with who they are
// for: see outbox.Ledger.
func (s *Ledger) Due(ctx context.Context, now time.Time, n int) ([]outbox.Item, error) {
	if err := s.wake(ctx, now, n); err != nil {
		return nil, err
	}
	rows, err := s.q(ctx).DueDeliveries(ctx, db.DueDeliveriesParams{Now: ms(now), N: int32(n)}) //nolint:gosec // small
	if err != nil {
		return nil, fmt.Errorf("read due notices: %w", err)
	}
	out := make([]outbox.Item, len(rows))
	for i, r := range rows {
		out[i] = outbox.Item{Notice: campaign.Notice{
			ID: r.ID, Campaign: r.Campaign, Person: bot.PersonID(r.Person), Kind: campaign.NoticeKind(r.Kind),
			Due: at(r.Due), Priority: campaign.Priority(r.Priority), Attempts: int(r.Attempts),
		}}
		if err := json.Unmarshal([]byte(r.Args), &out[i].Args); err != nil {
			return nil, fmt.Errorf("read notice %d: %w", r.ID, err)
		}
		// Who left keeps seat and packs, so what concerns these waits for them (R17).
		if r.Openid.Valid || r.Following.Valid && out[i].Kind.Lasting() {
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

// DueRobot returns what is due for a group robot, oldest first.
func (s *Ledger) DueRobot(ctx context.Context, robot string, now time.Time, n int) ([]campaign.Notice, error) {
	rows, err := s.q(ctx).DueRobot(ctx, db.DueRobotParams{Target: robot, Now: ms(now), N: int32(n)}) //nolint:gosec // small
	if err != nil {
		return nil, fmt.Errorf("read due alerts: %w", err)
	}
	return notices(rows)
}

func notices(rows []db.Delivery) ([]campaign.Notice, error) {
	out := make([]campaign.Notice, len(rows))
	for i, r := range rows {
		out[i] = campaign.Notice{
			ID: r.ID, Campaign: r.Campaign, Person: bot.PersonID(r.Person), Kind: campaign.NoticeKind(r.Kind), Robot: r.Target,
			Due: at(r.Due), Priority: campaign.Priority(r.Priority), Attempts: int(r.Attempts),
		}
		if err := json.Unmarshal([]byte(r.Args), &out[i].Args); err != nil {
			return nil, fmt.Errorf("read notice %d: %w", r.ID, err)
		}
	}
	return out, nil
}

// Begin marks a notice as on its way and uses up what pays for it: see
// outbox.Ledger. What is paid first decides: without it nothing is changed.
func (s *Ledger) Begin(ctx context.Context, n campaign.Notice, owner string) (bool, error) {
	q := s.q(ctx)
	if paid, err := spend(ctx, q, n); err != nil || !paid {
		return false, err
	}
	got, err := q.BeginDelivery(ctx, db.BeginDeliveryParams{Owner: owner, ID: n.ID, Paid: int64(n.Paid)})
	if err != nil || got > 0 {
		return got > 0, err
	}
	return false, s.giveBack(ctx, q, n)
}

// spend uses up a credit or a subscription; false when there is none left. Robots
// cost nothing.
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

// End stores how a notice ended.
func (s *Ledger) End(ctx context.Context, n campaign.Notice, r outbox.Result) error {
	q := s.q(ctx)
	state := string(r.State)
	if r.State == outbox.Unknown && n.Kind.Kept() && n.Person != 0 {
		state = string(outbox.Shelved) // a passive repeat harms nobody, a lost answer does
	}
	if state == string(outbox.Shelved) {
		return s.shelve(ctx, q, n, r)
	}
	ended, err := q.EndDelivery(ctx, db.EndDeliveryParams{State: state, At: ms(s.now()), Code: int64(r.Code), Words: r.Words, ID: n.ID})
	if err != nil || ended == 0 {
		return err
	}
	return s.credit(ctx, q, n, r)
}

// shelve lets a notice wait for its person's next reply, and counts it.
func (s *Ledger) shelve(ctx context.Context, q *db.Queries, n campaign.Notice, r outbox.Result) error {
	shelved, err := q.ShelveDelivery(ctx, db.ShelveDeliveryParams{
		Again: ms(r.Again), At: ms(s.now()), Code: int64(r.Code), Words: r.Words, ID: n.ID,
	})
	if err != nil || shelved == 0 {
		return err
	}
	if err := q.CountShelved(ctx, db.CountShelvedParams{N: 1, ID: int64(n.Person)}); err != nil {
		return fmt.Errorf("shelve a notice: %w", err)
	}
	return s.credit(ctx, q, n, r)
}

// giveBack gives back what spend used up.
func (s *Ledger) giveBack(ctx context.Context, q *db.Queries, n campaign.Notice) error {
	switch {
	case n.Person == 0:
		return nil
	case n.Paid == campaign.PaidSubscription:
		return q.RefundSubscription(ctx, db.RefundSubscriptionParams{Person: int64(n.Person), Delivery: n.ID})
	default:
		return s.refund(ctx, q, n.Person)
	}
}

// wake queues again what was shelved until now, unless sending is stopped.
func (s *Ledger) wake(ctx context.Context, now time.Time, n int) error {
	if c, err := s.readControl(ctx); err != nil || c.Level > campaign.StopNothing {
		return err
	}
	q := s.q(ctx)
	rows, err := q.WakingDeliveries(ctx, db.WakingDeliveriesParams{Now: ms(now), N: int32(n)}) //nolint:gosec // small
	if err != nil {
		return fmt.Errorf("read what wakes: %w", err)
	}
	for _, r := range rows {
		woken, err := q.WakeDelivery(ctx, r.ID)
		if err != nil {
			return fmt.Errorf("wake a notice: %w", err)
		}
		if err := q.CountShelved(ctx, db.CountShelvedParams{N: -woken, ID: r.Person}); err != nil {
			return fmt.Errorf("wake a notice: %w", err)
		}
	}
	return nil
}

// credit keeps the person's credit true after a call.
func (s *Ledger) credit(ctx context.Context, q *db.Queries, n campaign.Notice, r outbox.Result) error {
	switch {
	case n.Person == 0:
		return nil
	case r.Gone:
		return q.GonePerson(ctx, int64(n.Person))
	case n.Paid == campaign.PaidSubscription && r.Refund:
		return q.RefundSubscription(ctx, db.RefundSubscriptionParams{Person: int64(n.Person), Delivery: n.ID})
	case n.Paid == campaign.PaidSubscription:
		return nil
	case r.NoCredit:
		return q.DropCredits(ctx, int64(n.Person))
	case r.Refund:
		return s.refund(ctx, q, n.Person)
	default:
		return nil
	}
}

// refund gives a credit back, up to what the last contact granted: a message
// that came during the call has renewed them all.
func (c *core) refund(ctx context.Context, q *db.Queries, p bot.PersonID) error {
	typed, tapped := c.channel.Typed, c.channel.Tapped
	return q.RefundCredit(ctx, db.RefundCreditParams{
		ID: int64(p), TapSpan: tapped.Span.Milliseconds(), Typed: int64(typed.Messages), Tapped: int64(tapped.Messages),
	})
}

// Requeue gives a notice back for later.
func (s *Ledger) Requeue(ctx context.Context, n campaign.Notice, due time.Time, r outbox.Result) error {
	q := s.q(ctx)
	back, err := q.RequeueDelivery(ctx, db.RequeueDeliveryParams{
		Due: ms(due), Code: int64(r.Code), Words: r.Words, ID: n.ID, Uncounted: bit(r.Uncalled),
	})
	if err != nil || back == 0 {
		return err
	}
	return s.credit(ctx, q, n, r)
}

// Interrupted returns what a dead process left on its way.
func (s *Ledger) Interrupted(ctx context.Context, owner string) ([]campaign.Notice, error) {
	rows, err := s.q(ctx).Interrupted(ctx, owner)
	if err != nil {
		return nil, fmt.Errorf("read interrupted notices: %w", err)
	}
	return notices(rows)
}

// Waiting returns what waits for a person's next reply, oldest first.
func (s *Ledger) Waiting(ctx context.Context, p bot.PersonID) ([]campaign.Notice, error) {
	rows, err := s.q(ctx).Waiting(ctx, int64(p))
	if err != nil {
		return nil, fmt.Errorf("read the shelf: %w", err)
	}
	return notices(rows)
}

// Shown marks shelved notices as said.
func (s *Ledger) Shown(ctx context.Context, p bot.PersonID, ids []int64, when time.Time) error {
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
func (s *Ledger) States(ctx context.Context, id string, kind campaign.NoticeKind) (map[outbox.State]int, error) {
	rows, err := s.q(ctx).CountStates(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("count notices: %w", err)
	}
	out := map[outbox.State]int{}
	for _, r := range rows {
		if kind == "" || r.Kind == string(kind) {
			out[outbox.State(r.State)] += int(r.N)
		}
	}
	return out, nil
}

// Repeat queues an unknown notice again.
func (s *Ledger) Repeat(ctx context.Context, id int64, when time.Time) (bool, error) {
	n, err := s.q(ctx).RepeatUnknown(ctx, db.RepeatUnknownParams{Due: ms(when), ID: id})
	return n == 1, err
}
