package staff

import (
	"context"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// progressOf answers #进度.
func progressOf(ctx context.Context, c *command) (bot.Reply, error) {
	return with(ctx, c, func(b *campaign.Broadcast) (bot.Reply, error) { return c.sayTotals(ctx, b, "m_progress") })
}

// sayTotals answers with what has left and what has not.
func (c *command) sayTotals(ctx context.Context, b *campaign.Broadcast, key content.Key) (bot.Reply, error) {
	chunks, skipped, err := c.Broadcasts.Audiences.Chunks(ctx, b)
	if err != nil {
		return nil, err
	}
	t := campaign.Sum(b, chunks, skipped)
	return c.say(key, content.Vars{
		"编号": b.Name(), "状态": c.Texts.Render(stateText(b.State), nil), "已发": strconv.Itoa(t.Called),
		"人数": strconv.Itoa(b.Size), "失败": strconv.Itoa(t.Failed), "未发": strconv.Itoa(t.Waiting + t.Cancelled),
	})
}

// pause answers #暂停.
func pause(ctx context.Context, c *command) (bot.Reply, error) {
	return with(ctx, c, func(b *campaign.Broadcast) (bot.Reply, error) {
		if err := c.Broadcasts.Pause(ctx, b); err != nil {
			return nil, err
		}
		if err := c.audit(ctx, b.Name(), c.before, string(b.State)); err != nil {
			return nil, err
		}
		return c.sayTotals(ctx, b, "m_paused")
	})
}

// resumeOne answers #继续.
func resumeOne(ctx context.Context, c *command) (bot.Reply, error) {
	return with(ctx, c, func(b *campaign.Broadcast) (bot.Reply, error) {
		if b.State == campaign.BroadcastPaused || b.State == campaign.BroadcastStopped {
			if r, err := c.recheck(ctx, b, c.Arrived); r != nil || err != nil {
				return r, err
			}
		}
		if err := c.Broadcasts.Continue(ctx, b, c.Arrived); err != nil {
			return nil, err
		}
		if err := c.audit(ctx, b.Name(), c.before, string(b.State)); err != nil {
			return nil, err
		}
		return c.sayTotals(ctx, b, "m_continued")
	})
}

// cancelOne answers #取消.
func cancelOne(ctx context.Context, c *command) (bot.Reply, error) {
	return with(ctx, c, func(b *campaign.Broadcast) (bot.Reply, error) {
		if err := c.Broadcasts.Cancel(ctx, b, c.Arrived); err != nil {
			return nil, err
		}
		if err := c.audit(ctx, b.Name(), c.before, string(b.State)); err != nil {
			return nil, err
		}
		return c.sayTotals(ctx, b, "m_cancelled")
	})
}

// correct answers #更正: a new draft to those who got the old one.
func correct(ctx context.Context, c *command) (bot.Reply, error) {
	return with(ctx, c, func(b *campaign.Broadcast) (bot.Reply, error) {
		words := c.Texts.Render("m_corrected_prefix", content.Vars{"内容": c.after()})
		return newDraft(ctx, c, "收到"+b.Name(), words)
	})
}

// Report tells the moderators how a broadcast ended (ruling 31).
func (c *Class) Report(ctx context.Context, b *campaign.Broadcast, at time.Time) error {
	chunks, skipped, err := c.Broadcasts.Audiences.Chunks(ctx, b)
	if err != nil {
		return err
	}
	opted, err := c.OptOuts.OptedOutAfter(ctx, b)
	if err != nil {
		return err
	}
	t := campaign.Sum(b, chunks, skipped)
	b.State, b.Ended, b.Told = campaign.BroadcastDone, at, true
	if err := c.Broadcasts.Store.Save(ctx, b); err != nil {
		return err
	}
	text := "m_report"
	if t.Unknown > 0 {
		text = "m_report_unknown"
	}
	alert := c.Campaign.Alert(text, at, map[string]string{
		"number": b.Name(), "delivered": strconv.Itoa(t.Delivered), "unreached": strconv.Itoa(t.Unreachable + t.Cancelled),
		"failed": strconv.Itoa(t.Failed), "unknown": strconv.Itoa(t.Unknown), "opted": strconv.Itoa(opted),
	})
	if err := c.Broadcasts.Notices.Enqueue(ctx, alert); err != nil {
		return err
	}
	return c.Broadcasts.Notices.Enqueue(ctx, campaign.Notice{
		Campaign: c.Campaign.ID, Person: b.Owner, Kind: campaign.NoticeReport, Due: at, Priority: campaign.PriorityAnswer, Args: alert.Args,
	})
}

// stateText names the text that says where a broadcast stands.
func stateText(s campaign.BroadcastState) content.Key {
	switch s {
	case campaign.BroadcastDraft:
		return content.KeyStateDraft
	case campaign.BroadcastApproval:
		return content.KeyStateApproval
	case campaign.BroadcastScheduled:
		return content.KeyStateScheduled
	case campaign.BroadcastGrown:
		return content.KeyStateGrown
	case campaign.BroadcastSending:
		return content.KeyStateSending
	case campaign.BroadcastPaused:
		return content.KeyStatePaused
	case campaign.BroadcastStopped:
		return content.KeyStateStopped
	case campaign.BroadcastCancelled:
		return content.KeyStateCancelled
	case campaign.BroadcastDone:
		return content.KeyStateDone
	}
	return "" // no such state
}
