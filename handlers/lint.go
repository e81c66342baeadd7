package handlers

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
func (m *Mouth) lint(ctx context.Context, s string, at time.Time) (string, error) {
	var links textcheck.Links
	if textcheck.HasLink(s) {
		var err error
		if links, err = m.links(ctx); err != nil {
			return "", err
		}
	}
	c := textcheck.Class{
		Start: m.Campaign.Start, End: m.Campaign.End, Zone: m.Campaign.Zone, Blocked: m.blocked, MaxBytes: m.Channel.MaxText - previewRoom,
	}
	for _, p := range m.Campaign.Packs {
		c.Prices = append(c.Prices, p.Price)
	}
	return m.reason(textcheck.Check(s, c, links, at)), nil
}

// links are the addresses of the class and of its packs.
func (m *Mouth) links(ctx context.Context) (textcheck.Links, error) {
	l := textcheck.Links{Known: []string{m.Campaign.LiveRoom}}
	for _, p := range m.Campaign.Packs {
		mirrors, err := m.Packs.Mirrors(ctx, p)
		if err != nil {
			return l, fmt.Errorf("read the links of pack %s: %w", p.ID, err)
		}
		for _, mirror := range mirrors {
			l.Known = append(l.Known, mirror.URL)
		}
		stopped, err := m.Packs.Claims.Stopped(ctx, m.Campaign.ID, p.ID)
		if err != nil {
			return l, fmt.Errorf("read the stopped links of pack %s: %w", p.ID, err)
		}
		l.Stopped = append(l.Stopped, stopped...)
	}
	return l, nil
}

// reason puts the first finding into words, or both when a text is a short test.
func (m *Mouth) reason(found []textcheck.Finding) string {
	switch {
	case len(found) == 0:
		return ""
	case len(found) > 1 && found[0].Code == textcheck.TestWord && found[1].Code == textcheck.TooShort:
		return strings.Join([]string{m.findingWords(found[0]), m.findingWords(found[1])}, "且")
	default:
		return m.findingWords(found[0])
	}
}

// findingWords says what is wrong with a text.
func (m *Mouth) findingWords(f textcheck.Finding) string {
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
		return "日期与活动时间" + m.compact(m.Campaign.Start) + "不一致,确认没错请在后台勾选后发送"
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
