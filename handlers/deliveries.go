package handlers

import (
	"cmp"
	"context"
	"fmt"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// words maps the arguments of notices to the placeholders of texts.
func words(args map[string]string) content.Vars {
	v := content.Vars{}
	for arg, name := range map[string]string{
		"seat": "序号", "content": "内容", "number": "编号", "question": "问", "answer": "答", "pack": "包", "url": "链接", "code": "提取码",
		"until": "有效至", "people": "人数", "link": "链接名", "name": "名称", "unreached": "不可达", "delivered": "送达", "failed": "失败",
		"unknown": "未知", "opted": "退订",
	} {
		if s, ok := args[arg]; ok {
			v[name] = s
		}
	}
	return v
}

// noticeTexts are the kinds that are one text of the content file.
func noticeTexts(k campaign.NoticeKind) content.Key {
	return map[campaign.NoticeKind]content.Key{
		campaign.NoticePromoted: "waitlist_promoted", campaign.NoticeHuman: "human_reply", campaign.NoticeClosed: "human_closed",
		campaign.NoticeMakeup: "makeup_approved", campaign.NoticeLink: "link_replaced", campaign.NoticePack: "pack_deliver",
		campaign.NoticeAnswered: "answered", campaign.NoticeOnWall: "answered_live",
	}[k]
}

// Notices gives what the bot says first its words, in one version of a class.
type Notices struct {
	Campaign *campaign.Campaign
	Texts    *content.Texts
	// Console is the address of the moderators' web console; empty for none.
	Console string
}

// Render gives the words of a notice at the moment it is said.
func (m *Notices) Render(_ context.Context, n campaign.Notice) (bot.Reply, error) {
	v := words(n.Args)
	if p, ok := m.Campaign.Pack(n.Args["pack"]); ok {
		v["包名"] = p.Name
	}
	switch n.Kind {
	case campaign.NoticeReply:
		return bot.DecodeReply([]byte(n.Args["reply"]))
	case campaign.NoticeAlert:
		return bot.Text(m.Texts.Render(content.Key(n.Args["text"]), v) + m.link(n.Args["number"])), nil
	case campaign.NoticeReminder, campaign.NoticeReport:
		return bot.Text(m.Texts.Render(content.Key(n.Args["text"]), v)), nil
	case campaign.NoticePreview:
		return bot.Text(m.Texts.Render("m_preview_prefix", v) + "\n" + n.Args["content"]), nil // texts end without a line break
	case campaign.NoticeSingle:
		return bot.Text(n.Args["content"]), nil
	case campaign.NoticeImage:
		return bot.Picture{File: n.Args["content"]}, nil
	case campaign.NoticeLink, campaign.NoticePack:
		return LinkText(m.Texts, cmp.Or(content.Key(n.Args["text"]), noticeTexts(n.Kind)), v), nil
	default:
		key := noticeTexts(n.Kind)
		if key == "" {
			return nil, fmt.Errorf("notice of unknown kind %q", n.Kind)
		}
		return bot.Text(m.Texts.Render(key, v)), nil
	}
}

// link leads from an alert to what it is about in the moderators' console
// (ruling 21); nothing when no address of one is set.
func (m *Notices) link(name string) string {
	if m.Console == "" || name == "" {
		return ""
	}
	return "\n" + m.Console + "/go/" + name
}
