package handlers

import (
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/content"
	"zhujiao/bot/text"
)

// Classes are the classes around a message or a notice, while several are live.
type Classes struct {
	// Live are the live classes by start and id; none while only one is live.
	Live []*catalog.Snapshot
	// Mine are those in which the sender has something.
	Mine []*catalog.Snapshot
	// Named is set if replies to the sender name their class, because more than one
	// concerns them. Crowded is set if replies to moderators do.
	Named, Crowded bool
}

// VisitOf returns a visit to another class.
func VisitOf(v *Visit, s *catalog.Snapshot) *Visit {
	other := *v
	other.Snapshot = s
	return &other
}

// EachOf returns a visit to each class in which the sender has something, that of the visit
// first; the visit alone if there is none.
func EachOf(v *Visit) []*Visit {
	var out []*Visit
	for _, s := range v.Mine {
		if s.Campaign.ID == v.Campaign.ID {
			out = append([]*Visit{VisitOf(v, s)}, out...)
		} else {
			out = append(out, VisitOf(v, s))
		}
	}
	if len(out) == 0 {
		return []*Visit{v}
	}
	return out
}

// FindClass returns a class among others.
func FindClass(classes []*catalog.Snapshot, id string) (*catalog.Snapshot, bool) {
	for _, s := range classes {
		if s.Campaign.ID == id {
			return s, true
		}
	}
	return nil, false
}

// Label returns what a class is called beside others: its name, with its day if another
// one has the same name.
func Label(s *catalog.Snapshot, live []*catalog.Snapshot) string {
	name := shortName(s.Campaign)
	for _, other := range live {
		if other.Campaign.ID != s.Campaign.ID && shortName(other.Campaign) == name {
			return Dated(s)
		}
	}
	return name
}

// nameMax is how many characters of a class's name stand before what is said of it.
const nameMax = 20

func shortName(c *campaign.Campaign) string {
	if name := []rune(c.Name); len(name) > nameMax {
		return string(name[:nameMax-1]) + "…"
	}
	return c.Name
}

// Dated returns the name of a class with its day.
func Dated(s *catalog.Snapshot) string {
	return s.Texts.Render(content.KeyClassDated, content.Vars{"名称": shortName(s.Campaign)})
}

// Name puts the label of a class before a text about it, unless the text has it already or
// has no room for it within limit bytes; 0 is no limit.
func Name(t *content.Texts, label string, r bot.Reply, limit int) bot.Reply {
	tag := t.Render(content.KeyClassTag, content.Vars{"名称": label})
	words, ok := bot.Words(r)
	if !ok || words == "" || strings.Contains(string(words), text.Plain(label)) || limit > 0 && len(words)+len(tag) > limit {
		return r
	}
	return prefixed(tag, r)
}

// Head puts the label of a class at the beginning of a reply to a moderator, unless it
// begins with it.
func Head(t *content.Texts, label string, r bot.Reply) bot.Reply {
	tag := t.Render(content.KeyClassTag, content.Vars{"名称": label})
	words, ok := bot.Words(r)
	if !ok || words == "" || strings.HasPrefix(string(words), tag) {
		return r
	}
	return prefixed(tag, r)
}

// prefixed puts a text before a reply that has words.
func prefixed(tag string, r bot.Reply) bot.Reply {
	switch r := r.(type) {
	case bot.Text:
		return bot.Text(tag) + r
	case bot.Choices:
		r.Lead = tag + r.Lead
		return r
	default:
		return r
	}
}

// StageText returns the text for where a class stands.
func StageText(c *campaign.Campaign, v *Visit) content.Key {
	switch c.StageInDetail(v.Time(), false) {
	case campaign.StageCancelled:
		return content.KeyStageOff
	case campaign.StageAnnounced:
		return content.KeyStageAnnounced
	case campaign.StageClosed:
		return content.KeyStageShut
	case campaign.StageOpen:
		return content.KeyStageOpen
	case campaign.StageRunning:
		return content.KeyStageRunning
	case campaign.StageAfter:
		return content.KeyStageAfter
	case campaign.StageEnded:
	}
	return content.KeyStageEnded
}

// ClassList returns the lines of the live classes, numbered from 1, and marks the one of
// the visit.
func ClassList(v *Visit) []string {
	live := v.Live
	if len(live) == 0 {
		live = []*catalog.Snapshot{v.Snapshot}
	}
	lines := make([]string, len(live))
	for i, s := range live {
		key := content.KeyStaffClassItem
		if s.Campaign.ID == v.Campaign.ID {
			key = content.KeyStaffClassHere
		}
		stage := s.Texts.Render(StageText(s.Campaign, v), nil)
		lines[i] = s.Texts.Render(key, content.Vars{"数": strconv.Itoa(i + 1), "名称": shortName(s.Campaign), "状态": stage})
	}
	return lines
}

// AboveClasses reports whether a notice is about no class in particular, or has its class
// named already, as a reply has that comes late.
func AboveClasses(n campaign.Notice) bool {
	switch n.Body.(type) {
	case campaign.LateReply, campaign.AccountAlert, campaign.GateAlert:
		return true
	default:
		return false
	}
}

// ForStaff reports whether moderators read a notice.
func ForStaff(n campaign.Notice) bool {
	switch n.Body.(type) {
	case campaign.BroadcastPreview, campaign.BroadcastReport, campaign.Undelivered:
		return true
	default:
		return n.Robot != ""
	}
}
