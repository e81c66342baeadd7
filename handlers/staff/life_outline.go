package staff

import (
	"context"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/handlers"
)

// progress answers #进度: where the class stands and what comes next; with the name of a
// broadcast how far that has come.
func progress(ctx context.Context, c *command) (bot.Reply, error) {
	if len(c.args) > 0 {
		return progressOf(ctx, c)
	}
	o, err := c.Moderation.Seats.Life.Outline(ctx, c.who, c.Arrived)
	if err != nil {
		return c.refused(err, "")
	}
	line := append([]string{stageOf(c, o)}, nextOf(c, o)...)
	return c.say(content.KeyLifeOutline, content.Vars{"列表": strings.Join(line, " · ")})
}

// stageOf says where the class stands, with the figures that matter then.
func stageOf(c *command, o moderation.Outline) string {
	seats := strconv.Itoa(o.Tally.Taken) + "/" + strconv.Itoa(o.Total)
	if o.Waiting > 0 {
		seats += "（候补" + strconv.Itoa(o.Waiting) + "）"
	}
	present := "签到" + strconv.Itoa(o.Present)
	if !c.Campaign.HasCheckin() {
		present = ""
	}
	switch o.Stage {
	case campaign.StageAnnounced:
		return "未开放报名"
	case campaign.StageOpen:
		return "报名中 " + seats
	case campaign.StageClosed:
		return "报名已关闭 " + seats
	case campaign.StageRunning:
		return strings.TrimSpace("直播中 " + seats + " " + present)
	case campaign.StageAfter:
		return strings.TrimSpace("已下课 " + seats + " " + present)
	case campaign.StageEnded:
		return "已结束 " + seats
	case campaign.StageCancelled:
		return "已取消 " + seats
	}
	return seats
}

// nextMax is how many times that come next are listed.
const nextMax = 8

// nextOf lists what comes next. Days other than today's are written.
func nextOf(c *command, o moderation.Outline) (out []string) {
	reached := o.Reached
	last := ""
	for _, e := range o.Next {
		var what string
		switch {
		case e.Reminder != nil:
			what = "提醒「" + e.Reminder.Name + "」"
			if reached {
				what += "（可达" + strconv.Itoa(o.Reachable) + "/" + strconv.Itoa(o.People) + "）"
				reached = false
			}
		case e.Kind == moderation.EventClaimsEnd:
			what = "领资料截止"
		case e.Kind == moderation.EventKind(campaign.SettingStart):
			what = "开播"
		default:
			what = handlers.SettingName(campaign.Setting{Kind: campaign.SettingKind(e.Kind)})
		}
		at := e.At.In(c.Campaign.Zone)
		when := at.Format("15:04")
		if at.Format("20060102") != c.Arrived.In(c.Campaign.Zone).Format("20060102") {
			when = content.Moment(at)
		}
		switch {
		case when == last: // at the same time
			out[len(out)-1] += "、" + what
		case len(out) == nextMax:
			return out
		default:
			out, last = append(out, when+" "+what), when
		}
	}
	return out
}
