package handlers

import (
	"strconv"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// StandingVars returns the variables for the registration and check-in of a person
// (R19). position is their place on the waitlist, if they are on it.
func StandingVars(t *content.Texts, m *campaign.Member, position int) content.Vars {
	v := content.Vars{"签到状态": t.Render(content.KeyStatusCheckinNo, nil)}
	if m.CheckedIn() {
		v["签到状态"] = t.Render(content.KeyStatusCheckinYes, nil)
	}
	switch m.Standing {
	case campaign.StandingSeated:
		v["报名状态"] = t.Render(content.KeyStatusSignupSeat, content.Vars{"序号": strconv.Itoa(m.Seat)})
	case campaign.StandingWaiting:
		v["报名状态"] = t.Render(content.KeyStatusSignupWait, content.Vars{"候补位": strconv.Itoa(position)})
	case campaign.StandingNone:
		v["报名状态"] = t.Render(content.KeyStatusSignupNone, nil)
	}
	return v
}

// PackStatus returns the text for the status of a pack.
func PackStatus(s campaign.PackStatus) content.Key {
	switch s.State {
	case campaign.StatusMissing:
		_, key := content.MissingTexts(s.Missing)
		return key
	case campaign.StatusReady:
		return content.KeyStatusPackReady
	case campaign.StatusHeld:
		return content.KeyStatusPackHeld
	case campaign.StatusDrawable:
		return content.KeyStatusPackDrawable
	case campaign.StatusWon:
		return content.KeyStatusPackWon
	case campaign.StatusNotWon:
		return content.KeyStatusPackLost
	case campaign.StatusGone:
		return content.KeyStatusPackGone
	case campaign.StatusShut:
		return content.KeyStatusPackShut
	case campaign.StatusDrawOver:
		return content.KeyStatusPackDrawOver
	}
	return ""
}

// PackVars adds the variables for the states of packs: each by its number, and all of them
// in lines and in one line of the text list.
func PackVars(t *content.Texts, list content.Key, packs []campaign.Pack, states []campaign.PackStatus, v content.Vars) {
	var lines, short []string
	for i, p := range packs {
		state := t.PackState(PackStatus(states[i]))
		vars := content.Vars{"包": p.ID, "简称": p.ShortName(), "状态": state}
		v["状态"+p.ID] = state
		lines, short = append(lines, t.Render(content.KeyMyPack, vars)), append(short, t.Render(list, vars))
	}
	v["资料包进度"], v["资料包状态"] = strings.Join(lines, "\n"), strings.Join(short, "；")
}

// ConsentStatus returns the text that says whether somebody wants reminders.
func ConsentStatus(c campaign.Consent) content.Key {
	switch c {
	case campaign.ConsentUnset:
		return content.KeyStatusRemindUnset
	case campaign.ConsentIn:
		return content.KeyStatusRemindOn
	case campaign.ConsentOut:
		return content.KeyStatusRemindOut
	}
	return ""
}

// AsksMakeup reports whether a message asks for a late check-in.
func AsksMakeup(words string) bool { return strings.HasPrefix(strings.TrimSpace(words), "补签") }
