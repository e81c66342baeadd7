package attendee

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// packMenu answers 资料包 with the packs and their status for the sender.
func packMenu(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	vars, err := statuses(ctx, v)
	if err != nil {
		return nil, err
	}
	return v.Say(content.KeyPackMenu, vars)
}

// claimNamed answers a pack's name, with or without 领取 before it.
func claimNamed(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	p, ok := v.Campaign.Pack(v.Command.Pack)
	if !ok {
		return nil, errGone
	}
	return claim(ctx, v, p)
}

func claim(ctx context.Context, v *handlers.Visit, p campaign.Pack) (bot.Reply, error) {
	r, err := v.Attendees.Packs.Claim(ctx, v.Person, p, v.Time())
	if err != nil {
		return nil, err
	}
	switch r.Outcome {
	case campaign.PackGiven:
		return sayLink(v, content.KeyPackDeliver, handlers.LinkVars(p, r.Mirror))
	case campaign.PackAgain:
		return sayLink(v, content.KeyPackAgain, handlers.LinkVars(p, r.Mirror))
	case campaign.PackMissing:
		return missing(ctx, v, p, r)
	case campaign.PackLost:
		return lost(ctx, v, p)
	case campaign.PackOut:
		return promising(v, content.KeyPackOut, content.Vars{"包名": p.Name, "库存": strconv.Itoa(r.Total)})
	case campaign.PackShut:
		return v.Say(content.KeyPackShut, packNames(p))
	case campaign.PackDrawOver:
		return v.Say(content.KeyPackDrawOver, packNames(p))
	case campaign.PackUpdating:
		return promising(v, content.KeyPackUpdating, content.Vars{"包名": p.Name})
	}
	return nil, fmt.Errorf("a claim ended in unknown outcome %d", r.Outcome)
}

// sayLink fills in a text that has a link.
func sayLink(v *handlers.Visit, key content.Key, vars content.Vars) (bot.Reply, error) {
	return handlers.LinkText(v.Texts, key, v.Time(), vars), nil
}

// missing answers a sender who does not meet a condition of a pack.
func missing(ctx context.Context, v *handlers.Visit, p campaign.Pack, r campaign.PackResult) (bot.Reply, error) {
	key, _ := content.MissingTexts(r.Missing)
	switch r.Missing {
	case campaign.MissingSignup:
		return needsSignup(ctx, v, key, p)
	case campaign.MissingSeat:
		return needsSeat(v, key, r.Position)
	default:
		return v.Say(key, packNames(p))
	}
}

// packNames are the values for the names of a pack.
func packNames(p campaign.Pack) content.Vars {
	return content.Vars{"包": p.ID, "包名": p.Name, "简称": p.ShortName()}
}

// lost answers somebody who has not won a pack. It mentions packs for a check-in only to
// people who are not checked in.
func lost(ctx context.Context, v *handlers.Visit, p campaign.Pack) (bot.Reply, error) {
	me, err := v.Attendees.Signups.Member(ctx, v.Person.ID)
	if err != nil {
		return nil, err
	}
	vars := packNames(p)
	if me.CheckedIn() {
		vars["已签到"] = "是"
	}
	return v.Say(content.KeyPackLose, vars)
}

func needsSignup(ctx context.Context, v *handlers.Visit, key content.Key, p campaign.Pack) (bot.Reply, error) {
	if v.Campaign.Over(v.Time()) {
		return v.Say(content.KeyClassOver, nil)
	}
	vars, err := seatVars(ctx, v)
	if err != nil {
		return nil, err
	}
	maps.Copy(vars, packNames(p))
	said := v.Words(key, vars)
	if vars["剩余"] == "" && !v.Campaign.Cancelled {
		said = strings.TrimPrefix(said+"\n"+v.Words(content.KeyRegisterClosed, nil), "\n")
	}
	return bot.Text(said), nil
}

// needsSeat answers a sender on the waitlist. Once freed seats are not given any more,
// it promises nothing.
func needsSeat(v *handlers.Visit, key content.Key, position int) (bot.Reply, error) {
	if !v.Attendees.Signups.Promoting(v.Time()) {
		return v.Say(content.KeyPackWaitlistEnded, nil)
	}
	return v.Say(key, content.Vars{"候补位": strconv.Itoa(position)})
}

// statuses returns the variables for registration, check-in and packs of the sender
// (R19).
func statuses(ctx context.Context, v *handlers.Visit) (content.Vars, error) {
	p := v.Person
	me, err := v.Attendees.Signups.Member(ctx, v.Person.ID)
	if err != nil {
		return nil, err
	}
	position := 0
	if me.Standing == campaign.StandingWaiting {
		if position, err = v.Attendees.Signups.Position(ctx, me); err != nil {
			return nil, err
		}
	}
	vars := handlers.StandingVars(v.Texts, me, position)
	if !v.Campaign.HasCheckin() {
		vars["签到状态"] = ""
	}
	states := make([]campaign.PackStatus, len(v.Campaign.Packs))
	for i, k := range v.Campaign.Packs {
		if states[i], err = v.Attendees.Packs.Status(ctx, p, me, k, v.Time()); err != nil {
			return nil, err
		}
	}
	handlers.PackVars(v.Texts, content.KeyPackState, v.Campaign.Packs, states, vars)
	return vars, nil
}
