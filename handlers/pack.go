package handlers

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// packMenu answers 资料包 with what there is and how it stands.
func (m *Mouth) packMenu(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	v, err := m.statuses(ctx, msg)
	if err != nil {
		return nil, err
	}
	return m.say("pack_menu", v)
}

// claimNamed answers a pack's name, with or without 领取 before it.
func (m *Mouth) claimNamed(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	p, ok := m.packs[msg.Folded]
	if !ok {
		p, ok = m.packNamed(msg.Folded, "领取", "领")
	}
	if !ok {
		return nil, bot.ErrPass
	}
	return m.claim(ctx, msg, p)
}

func (m *Mouth) claim(ctx context.Context, msg *bot.Message, p campaign.Pack) (bot.Reply, error) {
	r, err := m.Packs.Claim(ctx, campaign.PersonFrom(ctx), p, msg.Time())
	if err != nil {
		return nil, err
	}
	switch r.Outcome {
	case campaign.PackGiven:
		return m.sayLink("pack_deliver", LinkVars(p, r.Mirror))
	case campaign.PackAgain:
		return m.sayLink("pack_again", LinkVars(p, r.Mirror))
	case campaign.PackNeedsSignup:
		return m.needsSignup(ctx, msg, p)
	case campaign.PackNeedsSeat:
		return m.needsSeat(msg, r.Position)
	case campaign.PackOut:
		return m.promising(ctx, "pack_out", content.Vars{"包名": p.Name, "库存": strconv.Itoa(r.Total)})
	case campaign.PackUpdating:
		return m.promising(ctx, "pack_updating", content.Vars{"包名": p.Name})
	default:
		return m.say(map[campaign.PackOutcome]content.Key{
			campaign.PackNeedsCheckin: "pack_need_checkin", campaign.PackMissedCheckin: "pack_missed_checkin",
			campaign.PackLost: "pack_lose",
		}[r.Outcome], nil)
	}
}

func (m *Mouth) needsSignup(ctx context.Context, msg *bot.Message, p campaign.Pack) (bot.Reply, error) {
	if m.Campaign.Over(msg.Time()) {
		return m.say("class_over", nil)
	}
	v, err := m.seatsOpen(ctx, msg)
	if err != nil {
		return nil, err
	}
	v["包"] = p.ID
	said := m.Texts.Render("pack_need_register", v)
	if v["剩余"] == "" {
		said = strings.TrimPrefix(said+"\n"+m.Texts.Render("register_closed", nil), "\n")
	}
	return bot.Text(said), nil
}

// needsSeat answers who waits for a seat; from when nobody gets one any more
// nothing is promised.
func (m *Mouth) needsSeat(msg *bot.Message, position int) (bot.Reply, error) {
	if !m.Signups.Promoting(msg.Time()) {
		return m.say("pack_waitlist_ended", nil)
	}
	return m.say("pack_waitlisted", content.Vars{"候补位": strconv.Itoa(position)})
}

// LinkVars are the words of a link of a pack.
func LinkVars(p campaign.Pack, l campaign.Mirror) content.Vars {
	return content.Vars{"包": p.ID, "包名": p.Name, "链接": l.URL, "提取码": l.Code, "有效至": l.Until}
}

// carriers are the net-disk hosts whose addresses take the extraction code with
// them (ruling 24).
func carriers() []string { return []string{"pan.baidu.com", "pan.quark.cn", "pan.xunlei.com"} }

// sayLink says a text with a link, and under it, where the host takes it, one
// address that carries the code.
func (m *Mouth) sayLink(key content.Key, v content.Vars) (bot.Reply, error) {
	said := m.Texts.Render(key, v)
	if direct := direct(v["链接"], v["提取码"]); direct != "" {
		said += "\n" + m.Texts.Render("link_direct", content.Vars{"链接": direct})
	}
	return bot.Text(said), nil
}

// direct is the address that carries a code; "" when the host takes none.
func direct(address, code string) string {
	u, err := url.Parse(address)
	if err != nil || code == "" || !slices.Contains(carriers(), u.Host) || u.Query().Has("pwd") {
		return ""
	}
	q := u.Query()
	q.Set("pwd", code)
	u.RawQuery = q.Encode()
	return u.String()
}

// statuses are the words for how everything stands for a person (R19).
func (m *Mouth) statuses(ctx context.Context, msg *bot.Message) (content.Vars, error) {
	p := campaign.PersonFrom(ctx)
	me, err := m.Seats.Member(ctx, m.Campaign.ID, msg.Person)
	if err != nil {
		return nil, err
	}
	position := 0
	if me.Standing == campaign.StandingWaiting {
		if position, err = m.Counts.Position(ctx, m.Campaign.ID, me.Queue); err != nil {
			return nil, err
		}
	}
	v := StandingVars(m.Texts, me, position)
	for _, k := range m.Campaign.Packs {
		s, err := m.Packs.Status(ctx, p, me, k, msg.Time())
		if err != nil {
			return nil, err
		}
		v["状态"+k.ID] = m.Texts.Render(PackStatus(s), nil)
	}
	return v, nil
}
