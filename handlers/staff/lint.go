package staff

import (
	"context"
	"fmt"
	"strings"
	"time"

	"zhujiao/bot/textcheck"
)

// previewRoom is how many bytes of a text the heading of its preview takes.
const previewRoom = 32

// lint returns why a text may not go to many people at a time (R13), in words; ""
// if it may.
func (c *Class) lint(ctx context.Context, s string, at time.Time) (string, error) {
	var links textcheck.Links
	if textcheck.HasLink(s) {
		var err error
		if links, err = c.links(ctx); err != nil {
			return "", err
		}
	}
	class := textcheck.Class{
		Start: c.Campaign.Start, End: c.Campaign.End, Zone: c.Campaign.Zone, Blocked: c.Blocked, MaxBytes: c.Channel.MaxText - previewRoom,
	}
	for _, p := range c.Campaign.Packs {
		class.Prices = append(class.Prices, p.Price)
	}
	return c.reason(textcheck.Check(s, class, links, at)), nil
}

// links are the addresses of the class and of its packs.
func (c *Class) links(ctx context.Context) (textcheck.Links, error) {
	l := textcheck.Links{Known: []string{c.Campaign.LiveRoom}}
	for _, p := range c.Campaign.Packs {
		mirrors, err := c.Packs.Mirrors(ctx, p)
		if err != nil {
			return l, fmt.Errorf("read the links of pack %s: %w", p.ID, err)
		}
		for _, mirror := range mirrors {
			l.Known = append(l.Known, mirror.URL)
		}
		stopped, err := c.Packs.Claims.Stopped(ctx, c.Campaign.ID, p.ID)
		if err != nil {
			return l, fmt.Errorf("read the stopped links of pack %s: %w", p.ID, err)
		}
		l.Stopped = append(l.Stopped, stopped...)
	}
	return l, nil
}

// reason puts the first finding into words, or both when a text is a short test.
func (c *Class) reason(found []textcheck.Finding) string {
	switch {
	case len(found) == 0:
		return ""
	case len(found) > 1 && found[0].Code == textcheck.TestWord && found[1].Code == textcheck.TooShort:
		return strings.Join([]string{c.findingWords(found[0]), c.findingWords(found[1])}, "且")
	default:
		return c.findingWords(found[0])
	}
}

// findingWords says what is wrong with a text.
func (c *Class) findingWords(f textcheck.Finding) string {
	switch f.Code {
	case textcheck.TestWord:
		return "内容含「" + f.Words + "」"
	case textcheck.TooShort:
		return fmt.Sprintf("少于%d个字", f.Limit)
	case textcheck.Blocked:
		return "内容含不合适的用语「" + f.Words + "」"
	case textcheck.Luring:
		return "「" + f.Words + "」属于诱导分享,公众号会被处罚"
	case textcheck.Unfilled:
		return f.Words + "没有填内容"
	case textcheck.TooLong:
		return fmt.Sprintf("内容有%d字节,最多%d字节", f.Size, f.Limit)
	case textcheck.WrongDate:
		return "日期与活动时间" + c.compact(c.Campaign.Start) + "不一致,确认没错请在后台勾选后发送"
	case textcheck.WrongPrice:
		return "价格「" + f.Words + "」和资料包的价值不一致"
	case textcheck.StoppedLink:
		return "链接「" + f.Words + "」已停发"
	case textcheck.UnknownLink:
		return "链接「" + f.Words + "」不在活动文件里"
	case textcheck.Outdated:
		return "内容里的「" + f.Words + "」已经不对了"
	}
	return string(f.Code)
}
