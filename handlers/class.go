package handlers

import (
	"strconv"
	"strings"
	"time"

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
// one has the same name. No two of the others have one label.
func Label(s *catalog.Snapshot, live []*catalog.Snapshot) string {
	name := shortName(s.Campaign)
	for _, other := range live {
		if other.Campaign.ID != s.Campaign.ID && shortName(other.Campaign) == name {
			return Dated(s, live)
		}
	}
	return name
}

// dayName returns the name that tells a class from the others of its day: with the time when
// it begins if one of them has the same name, with its id if that begins then too.
func dayName(s *catalog.Snapshot, live []*catalog.Snapshot) string {
	c, name := s.Campaign, shortName(s.Campaign)
	start, out := c.Start.In(c.Zone), name
	for _, o := range live {
		theirs := o.Campaign.Start.In(c.Zone)
		if o.Campaign.ID == c.ID || shortName(o.Campaign) != name || theirs.Format(time.DateOnly) != start.Format(time.DateOnly) {
			continue
		}
		if theirs.Format("15:04") == start.Format("15:04") {
			return name + " " + c.ID
		}
		out = name + " " + start.Format("15:04")
	}
	return out
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
func Dated(s *catalog.Snapshot, live []*catalog.Snapshot) string {
	return s.Texts.Render(content.KeyClassDated, content.Vars{"名称": dayName(s, live)})
}

// Name puts the label of a class before a text about it, unless the text has it already or
// has no room for it within limit bytes; 0 is no limit.
func Name(s *catalog.Snapshot, live []*catalog.Snapshot, r bot.Reply, limit int) bot.Reply {
	words, ok := bot.Words(r)
	if !ok || words == "" || saysLabel(string(words), s, live) {
		return r
	}
	return headed(s, live, r, limit)
}

// saysLabel reports whether a text has the label of a class, and not only as a part of the
// label of another one.
func saysLabel(words string, s *catalog.Snapshot, live []*catalog.Snapshot) bool {
	label := text.Plain(Label(s, live))
	for _, o := range live {
		if other := text.Plain(Label(o, live)); other != label && strings.Contains(other, label) {
			words = strings.ReplaceAll(words, other, "")
		}
	}
	return strings.Contains(words, label)
}

// Head puts the label of a class at the beginning of a reply to a moderator, unless it
// begins with it or has no room for it within limit bytes; 0 is no limit.
func Head(s *catalog.Snapshot, live []*catalog.Snapshot, r bot.Reply, limit int) bot.Reply {
	if words, ok := bot.Words(r); !ok || words == "" || strings.HasPrefix(string(words), tag(s, live)) {
		return r
	}
	return headed(s, live, r, limit)
}

// tag returns what stands before a text about a class.
func tag(s *catalog.Snapshot, live []*catalog.Snapshot) string {
	return s.Texts.Render(content.KeyClassTag, content.Vars{"名称": Label(s, live)})
}

// headed puts the label of a class before a text if there is room for it.
func headed(s *catalog.Snapshot, live []*catalog.Snapshot, r bot.Reply, limit int) bot.Reply {
	head := tag(s, live)
	if words, _ := bot.Words(r); limit > 0 && len(words)+len(head) > limit {
		return r
	}
	return prefixed(head, r)
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
		lines[i] = s.Texts.Render(key, content.Vars{"数": strconv.Itoa(i + 1), "名称": dayName(s, live), "状态": stage})
	}
	return lines
}

// AboveClasses reports whether a notice is about no class in particular, or has its class
// named already, as a reply has that comes late.
func AboveClasses(n campaign.Notice) bool {
	switch b := n.Body.(type) {
	case campaign.LateReply, campaign.AccountAlert, campaign.GateAlert:
		return true
	case campaign.FileAlert: // of a file whose class does not serve
		return b.Class != n.Campaign
	default:
		return false
	}
}

// ForStaff reports whether moderators read a notice.
func ForStaff(n campaign.Notice) bool {
	switch n.Body.(type) {
	case campaign.BroadcastPreview, campaign.DeliveryTest, campaign.BroadcastReport, campaign.Undelivered:
		return true
	default:
		return n.Robot != ""
	}
}
