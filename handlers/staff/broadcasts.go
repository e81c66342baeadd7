package staff

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
	"zhujiao/bot/textcheck"
	"zhujiao/handlers"
)

// draft answers #群发.
func draft(ctx context.Context, c *command) (bot.Reply, error) {
	return newDraft(ctx, c, text.Tidy(c.args[0]), c.after())
}

func newDraft(ctx context.Context, c *command, audience, words string) (bot.Reply, error) {
	rule, ok := handlers.Audience(c.Campaign, audience)
	if !ok {
		return c.say("m_no_audience", nil)
	}
	b := &campaign.Broadcast{Campaign: c.Campaign.ID, Audience: audience, Text: words, By: c.who.Name, Owner: c.Person}
	if r, err := checkText(ctx, c, b, words); r != nil || err != nil {
		return r, err
	}
	reach, err := c.Broadcasts.Draft(ctx, rule, b, c.Arrived)
	if errors.Is(err, campaign.ErrEmpty) {
		return c.say("m_empty_audience", content.Vars{"对象": audience})
	}
	if errors.Is(err, campaign.ErrUnable) {
		return c.say("m_unable_draft", nil)
	}
	if err != nil {
		return nil, err
	}
	return show(ctx, c, b, reach)
}

// checkText refuses a text for b that should not go out (R13).
func checkText(ctx context.Context, c *command, b *campaign.Broadcast, words string) (bot.Reply, error) {
	reason, err := c.lint(ctx, words, c.Arrived)
	if err != nil {
		return nil, err
	}
	if reason != "" {
		return c.say("m_lint", content.Vars{"原因": reason})
	}
	fresh := campaign.Broadcast{Campaign: c.Campaign.ID, Number: b.Number, Text: words}
	old, err := c.Broadcasts.Same(ctx, &fresh, c.Arrived)
	if err != nil || old == 0 {
		return nil, err
	}
	return c.say("m_dup_content", content.Vars{"旧编号": "B" + strconv.Itoa(old)})
}

// recheck refuses a text that may not leave at a time any more: links stop and
// days pass between a draft and its confirmation (R13). Nil if it may.
func (c *command) recheck(ctx context.Context, b *campaign.Broadcast, due time.Time) (bot.Reply, error) {
	reason, err := c.unfitText(ctx, b, due)
	if err != nil || reason == "" {
		return nil, err
	}
	key := content.KeyStaffLintSend
	if b.State != campaign.BroadcastDraft && b.State != campaign.BroadcastApproval {
		key = "m_lint_fixed"
	}
	return c.say(key, content.Vars{"编号": b.Name(), "原因": reason})
}

// unfitText tells why a text should not leave at a time; "" if it may.
func (c *Class) unfitText(ctx context.Context, b *campaign.Broadcast, due time.Time) (string, error) {
	if reason, err := c.lint(ctx, b.Text, due); reason != "" || err != nil {
		return reason, err
	}
	if f, ok := textcheck.OutdatedAt(b.Text, b.Made, due, c.Campaign.Zone); ok {
		return c.findingWords(f), nil
	}
	return "", nil
}

// Fit tells whether the text of a scheduled broadcast may still leave.
func (c *Class) Fit(ctx context.Context, b *campaign.Broadcast, at time.Time) (bool, error) {
	reason, err := c.unfitText(ctx, b, at)
	return reason == "", err
}

// show sends the preview to the moderator and answers with the numbers; what
// cannot be sent now is shown in the answer itself.
func show(ctx context.Context, c *command, b *campaign.Broadcast, reach int) (bot.Reply, error) {
	sent, err := c.Moderation.Tickets.Notifier.Tell(ctx, []bot.PersonID{c.Person}, campaign.Notice{
		Kind: campaign.NoticePreview, Due: c.Arrived, Priority: campaign.PriorityAnswer,
		Args: map[string]string{"number": b.Name(), "content": b.Text},
	})
	if err != nil {
		return nil, err
	}
	v := content.Vars{
		"编号": b.Name(), "对象": b.Audience, "人数": strconv.Itoa(b.Size), "可达": strconv.Itoa(reach), "不可达": strconv.Itoa(b.Size - reach),
		"内容": b.Text,
	}
	key := content.KeyStaffDraft
	if !sent {
		key = "m_draft_here"
	}
	if len(c.Texts.Render(key, v)) > c.Channel.MaxText {
		key = "m_draft_unseen"
		if err := c.Broadcasts.Unseen(ctx, b); err != nil {
			return nil, err
		}
	}
	return c.done(ctx, change{b.Name(), c.before, b.Text}, key, v)
}

// broadcastOf finds the broadcast that a command names first; nil for none.
func (c *command) broadcastOf(ctx context.Context, name string) (*campaign.Broadcast, error) {
	ref := c.ref(name)
	if ref.Kind != moderation.KindBroadcast {
		return nil, nil
	}
	b, err := c.Broadcasts.Store.Broadcast(ctx, c.Campaign.ID, ref.Number)
	if errors.Is(err, campaign.ErrNotFound) {
		return nil, nil
	}
	return b, err
}

// with runs f on the broadcast that a command names, and puts its refusal into
// words.
func with(ctx context.Context, c *command, f func(*campaign.Broadcast) (bot.Reply, error)) (bot.Reply, error) {
	b, err := c.broadcastOf(ctx, c.args[0])
	if err != nil || b == nil {
		return c.orNone(err)
	}
	c.before = string(b.State)
	r, err := f(b)
	if key, refused := refusal(err); refused {
		return sayRefusal(ctx, c, b, key)
	}
	return r, err
}

// sayRefusal puts a refusal into words. That a second person has to agree is a change
// and is noted.
func sayRefusal(ctx context.Context, c *command, b *campaign.Broadcast, key content.Key) (bot.Reply, error) {
	switch {
	case key == "m_second":
		if err := c.audit(ctx, b.Name(), c.before, string(b.State)); err != nil {
			return nil, err
		}
	case key == "m_quiet" && b.State != campaign.BroadcastDraft:
		key = "m_quiet_later" // only drafts can be given a time
	}
	until := c.Campaign.Broadcasts.Quiet.To
	return c.say(key, content.Vars{
		"编号": b.Name(), "人数": strconv.Itoa(c.Campaign.Broadcasts.SecondPersonAt), "状态": c.Texts.Render(stateText(b.State), nil),
		"对象": b.Audience, "指令": c.word, "时间": fmt.Sprintf("%02d:%02d", until/60, until%60),
	})
}

// refusal is the text of a refusal of the rules.
func refusal(err error) (key content.Key, ok bool) {
	for e, k := range map[error]content.Key{
		campaign.ErrState: "m_state_bad", campaign.ErrCount: "m_wrong_count", campaign.ErrPreview: "m_need_preview",
		campaign.ErrConfirmed: "m_already_sent", campaign.ErrQuiet: "m_quiet", campaign.ErrBusy: "m_busy", campaign.ErrSecond: "m_second",
		campaign.ErrSameHand: "m_same_hand", campaign.ErrPast: "m_time_bad", campaign.ErrStopped: "m_stopped",
		campaign.ErrSame: "m_same_sent", campaign.ErrGrown: "m_preview_again", campaign.ErrMissed: "m_missed",
		campaign.ErrUnable: "m_unable",
	} {
		if errors.Is(err, e) {
			return k, true
		}
	}
	return "", false
}

// edit answers #改: the preview is void.
func edit(ctx context.Context, c *command) (bot.Reply, error) {
	return with(ctx, c, func(b *campaign.Broadcast) (bot.Reply, error) {
		if r, err := checkText(ctx, c, b, c.after()); r != nil || err != nil {
			return r, err
		}
		before := b.Text
		if err := c.Broadcasts.Edit(ctx, b, c.after(), c.Arrived); err != nil {
			return nil, err
		}
		return c.done(ctx, change{b.Name(), before, b.Text}, "m_edited", content.Vars{"编号": b.Name()})
	})
}

// preview answers #预览.
func preview(ctx context.Context, c *command) (bot.Reply, error) {
	return with(ctx, c, func(b *campaign.Broadcast) (bot.Reply, error) {
		rule, _ := handlers.Audience(c.Campaign, b.Audience)
		reach, err := c.Broadcasts.Preview(ctx, rule, b, c.Arrived)
		if err != nil {
			return nil, err
		}
		return show(ctx, c, b, reach)
	})
}

// confirmOne answers #确认 B3 人数.
func confirmOne(ctx context.Context, c *command) (bot.Reply, error) {
	return with(ctx, c, func(b *campaign.Broadcast) (bot.Reply, error) {
		n, err := strconv.Atoi(strings.TrimSuffix(c.args[1], "人"))
		if err != nil {
			n = -1
		}
		if b.State == campaign.BroadcastDraft {
			if r, err := c.recheck(ctx, b, c.Arrived); r != nil || err != nil {
				return r, err
			}
		}
		if err := c.Broadcasts.Confirm(ctx, b, n, c.Arrived); err != nil {
			return nil, err
		}
		return begun(ctx, c, b)
	})
}

// approveOne answers #批准, from a second person.
func approveOne(ctx context.Context, c *command) (bot.Reply, error) {
	return with(ctx, c, func(b *campaign.Broadcast) (bot.Reply, error) {
		if b.State == campaign.BroadcastApproval {
			due := b.Due
			if due.Before(c.Arrived) {
				due = c.Arrived
			}
			if r, err := c.recheck(ctx, b, due); r != nil || err != nil {
				return r, err
			}
		}
		if err := c.Broadcasts.Approve(ctx, b, campaign.Hand{Name: c.who.Name, Person: c.Person}, c.Arrived); err != nil {
			return nil, err
		}
		return begun(ctx, c, b)
	})
}

// begun says that a broadcast runs, or when it will.
func begun(ctx context.Context, c *command, b *campaign.Broadcast) (bot.Reply, error) {
	what := change{b.Name(), c.before, string(b.State)}
	if b.State == campaign.BroadcastScheduled {
		what.after += " " + b.Due.In(c.Campaign.Zone).Format(time.RFC3339)
		return c.done(ctx, what, "m_scheduled", content.Vars{"编号": b.Name(), "时间": c.compact(b.Due)})
	}
	what.after += fmt.Sprintf(" to %d", b.Size)
	return c.done(ctx, what, "m_sending", content.Vars{"编号": b.Name(), "人数": strconv.Itoa(b.Size)})
}

// schedule answers #定时.
func schedule(ctx context.Context, c *command) (bot.Reply, error) {
	return with(ctx, c, func(b *campaign.Broadcast) (bot.Reply, error) {
		due, ok := when(c.after(), c.Arrived.In(c.Campaign.Zone))
		if !ok && c.Campaign.Quiet(c.Arrived) { // at night, 8:30 is in the morning
			due, ok = when("明天"+c.after(), c.Arrived.In(c.Campaign.Zone))
		}
		if !ok {
			return nil, campaign.ErrPast
		}
		if r, err := checkTime(ctx, c, b, due); r != nil || err != nil {
			return r, err
		}
		err := c.Broadcasts.Schedule(ctx, b, due, c.Arrived)
		if errors.Is(err, campaign.ErrQuietDue) {
			return c.say("m_quiet_due", content.Vars{"编号": b.Name(), "时间": c.compact(due)})
		}
		if err != nil {
			return nil, err
		}
		return begun(ctx, c, b)
	})
}

// checkTime refuses a time at which a draft's text would not be true or right;
// nil if it would.
func checkTime(ctx context.Context, c *command, b *campaign.Broadcast, due time.Time) (bot.Reply, error) {
	if b.State != campaign.BroadcastDraft && b.State != campaign.BroadcastScheduled {
		return nil, nil // the rules refuse it
	}
	if f, ok := textcheck.UntrueAt(b.Text, c.Arrived, due, c.Campaign.Zone); ok {
		return c.say("m_untrue", content.Vars{"编号": b.Name(), "词": f.Words, "时间": c.compact(due)})
	}
	return c.recheck(ctx, b, due)
}

// compact writes a time as moderators do: 7月7日19:40.
func (c *Class) compact(t time.Time) string {
	return strings.ReplaceAll(content.Moment(t.In(c.Campaign.Zone)), " ", "")
}

// when reads 19:40, 7月8日 8:30 or 明天 8:30, in the zone of now.
func when(words string, now time.Time) (time.Time, bool) {
	words = strings.Join(strings.Fields(text.Tidy(words)), "")
	day := now
	if rest, ok := strings.CutPrefix(words, "明天"); ok {
		day, words = now.AddDate(0, 0, 1), rest
	}
	words = strings.TrimPrefix(strings.TrimPrefix(words, "今天"), "今晚")
	var month, date, hour, minute int
	if n, _ := fmt.Sscanf(words, "%d月%d日%d:%d", &month, &date, &hour, &minute); n == 4 {
		day = time.Date(now.Year(), time.Month(month), date, 0, 0, 0, 0, now.Location())
	} else if n, _ := fmt.Sscanf(words, "%d:%d", &hour, &minute); n != 2 {
		return time.Time{}, false
	}
	if hour > 23 || minute > 59 {
		return time.Time{}, false
	}
	at := time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, now.Location())
	return at, at.After(now)
}
