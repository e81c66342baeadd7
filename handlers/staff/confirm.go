package staff

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/moderation"
)

// confirm answers #确认. With a code it carries out the action that waits for it; a code
// is valid only for the moderator who got it. With two arguments it confirms a
// broadcast, which any moderator with the role may do.
func confirm(ctx context.Context, c *command) (bot.Reply, error) {
	if len(c.args) == 2 {
		if c.action = moderation.ActionConfirmBroadcast; !c.who.May(c.action) {
			return c.refused(moderation.ErrDenied, c.args[0])
		}
		return confirmOne(ctx, c)
	}
	pending, err := c.Moderation.Guard.Confirm(ctx, c.who, c.args[0], c.Arrived)
	if err != nil {
		return c.refused(err, c.args[0])
	}
	switch p := pending.(type) {
	case moderation.PendingAnswer:
		return answerAnyway(ctx, c, p)
	case moderation.PendingEntry:
		return publishConfirmed(ctx, c, p)
	case moderation.PendingRewrite:
		return rewriteConfirmed(ctx, c, p)
	case moderation.PendingRetirement:
		return retireConfirmed(ctx, c, p)
	case moderation.PendingPhrasing:
		return phrasingConfirmed(ctx, c, p)
	case moderation.PendingLink:
		return linkConfirmed(ctx, c, p)
	case moderation.PendingClosing:
		return closeConfirmed(ctx, c, p)
	case moderation.PendingSeats:
		return seatsConfirmed(ctx, c, p)
	case moderation.PendingMove:
		return moveConfirmed(ctx, c, p)
	case moderation.PendingLecturer:
		return lecturerConfirmed(ctx, c, p)
	case moderation.PendingCancelling:
		return cancelConfirmed(ctx, c, p)
	case moderation.PendingRestoring:
		return restoreConfirmed(ctx, c, p)
	case moderation.PendingResume:
		return resumeConfirmed(ctx, c, p)
	case moderation.PendingErasure, moderation.PendingTakeBack, moderation.PendingSkip, moderation.PendingReminder,
		moderation.PendingContent:
		// only the console asks for their codes
	}
	return c.refused(moderation.ErrBadCode, c.args[0])
}
