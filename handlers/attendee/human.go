package attendee

import (
	"context"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// human answers 人工: it calls a moderator, once for as long as the call is open.
func human(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	n, again, err := v.Attendees.Tickets.CallOf(ctx, v.Person, v.Text, v.Arrived)
	if err != nil {
		return nil, err
	}
	vars := content.Vars{"编号": strconv.Itoa(n)}
	switch {
	case again:
		return promising(v, content.KeyHumanAgain, vars)
	case onDuty(v):
		return promising(v, content.KeyHumanOK, vars)
	default:
		return promising(v, content.KeyHumanOff, vars)
	}
}

// onDuty reports whether moderators are on duty when the message arrives.
func onDuty(v *handlers.Visit) bool {
	return v.Campaign.Duty.Contains(v.Arrived.In(v.Campaign.Zone))
}

// nonText answers a message without text, such as a picture. It joins the sender's open
// call for a moderator; without one, the sender is told how to call.
func nonText(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	n, open, err := v.Attendees.Tickets.Attach(ctx, v.Person.ID, attachment(v), sentPicture(v), v.Arrived)
	switch {
	case err != nil:
		return nil, err
	case !open:
		return v.Say(content.KeyNonText, nil)
	default:
		return v.Say(content.KeyHumanAgain, content.Vars{"编号": strconv.Itoa(n)})
	}
}

// attachment returns what a ticket shows for a message without text.
func attachment(v *handlers.Visit) string {
	name := attachmentName(v.Kind)
	if v.MediaID != "" {
		return "[" + name + " " + v.MediaID + "]"
	}
	return "[" + name + "]"
}

// sentPicture returns where the platform keeps the picture of a message, if it is one.
func sentPicture(v *handlers.Visit) campaign.SentPicture {
	if v.Kind != bot.KindImage {
		return campaign.SentPicture{}
	}
	return campaign.SentPicture{Media: v.MediaID, URL: v.PictureURL}
}

func attachmentName(k bot.Kind) string {
	switch k {
	case bot.KindImage:
		return "图片"
	case bot.KindVoice:
		return "语音"
	case bot.KindVideo:
		return "视频"
	case bot.KindLocation:
		return "位置"
	case bot.KindLink:
		return "链接"
	case bot.KindText, bot.KindEvent, bot.KindOther:
		return ""
	default:
		return ""
	}
}
