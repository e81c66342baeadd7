package moderation

import (
	"strconv"
	"time"

	"zhujiao/bot/campaign"
)

// version is the version of the class that a change was proposed for.
type version struct{ Base int }

func (v version) base() int { return v.Base }

// PendingMove moves the class to another time. A zero End keeps its length.
type PendingMove struct {
	approval
	version
	Start, End time.Time
}

// PendingLecturer names another lecturer.
type PendingLecturer struct {
	approval
	version
	Name, Intro string
}

// PendingCancelling calls the class off.
type PendingCancelling struct {
	approval
	version
	Reason string
}

// PendingRestoring lets the class take place after all.
type PendingRestoring struct {
	approval
	version
}

func (PendingMove) action() Action       { return ActionMoveClass }
func (PendingLecturer) action() Action   { return ActionChangeLecturer }
func (PendingCancelling) action() Action { return ActionCancelClass }
func (PendingRestoring) action() Action  { return ActionRestoreClass }

func (v version) args(more map[string]string) map[string]string {
	more["base"] = strconv.Itoa(v.Base)
	return more
}

func (p PendingMove) args() map[string]string {
	return p.version.args(map[string]string{"start": p.Start.Format(time.RFC3339), "end": p.End.Format(time.RFC3339)})
}

func (p PendingLecturer) args() map[string]string {
	return p.version.args(map[string]string{"name": p.Name, "intro": p.Intro})
}

func (p PendingCancelling) args() map[string]string {
	return p.version.args(map[string]string{"reason": p.Reason})
}

func (p PendingRestoring) args() map[string]string { return p.version.args(map[string]string{}) }

// lifeOf returns the change of a stored row.
func lifeOf(a WaitingAction, by approval) (Pending, error) {
	if a.Action == ActionPublishContent || a.Action == ActionMakeClass {
		return contentOf(a, by)
	}
	base, err := strconv.Atoi(a.Args["base"])
	if err != nil {
		return nil, ErrBadCode
	}
	v := version{base}
	switch a.Action {
	case ActionMoveClass:
		start, err := time.Parse(time.RFC3339, a.Args["start"])
		if err != nil {
			return nil, ErrBadCode
		}
		end, err := time.Parse(time.RFC3339, a.Args["end"])
		if err != nil {
			return nil, ErrBadCode
		}
		return PendingMove{by, v, start, end}, nil
	case ActionChangeLecturer:
		return PendingLecturer{by, v, a.Args["name"], a.Args["intro"]}, nil
	case ActionCancelClass:
		return PendingCancelling{by, v, a.Args["reason"]}, nil
	default:
		return PendingRestoring{by, v}, nil
	}
}

func (p PendingMove) settings(c *campaign.Campaign) []campaign.Setting {
	return campaign.Rescheduled(c, p.Start.In(c.Zone), p.end(c).In(c.Zone))
}

func (p PendingMove) end(c *campaign.Campaign) time.Time {
	if p.End.IsZero() {
		return p.Start.Add(c.End.Sub(c.Start))
	}
	return p.End
}

func (p PendingMove) refusal(c *campaign.Campaign, at time.Time) LifeRefusal {
	switch took := p.end(c).Sub(p.Start); {
	case at.After(c.End):
		return LifeOver
	case c.Cancelled:
		return LifeCancelled
	case !at.Before(c.Start):
		return LifeRunning
	case !p.Start.After(at):
		return LifePast
	case took <= 0 || took > 24*time.Hour:
		return LifeLong
	case p.Start.Equal(c.Start) && p.end(c).Equal(c.End):
		return LifeSame
	default:
		return ""
	}
}

func (p PendingLecturer) settings(c *campaign.Campaign) []campaign.Setting {
	return campaign.Taught(c, p.Name, p.Intro)
}

func (p PendingLecturer) refusal(c *campaign.Campaign, at time.Time) LifeRefusal {
	switch {
	case at.After(c.End):
		return LifeOver
	case p.Name == c.Lecturer && p.Intro == c.LecturerIntro:
		return LifeSame
	default:
		return ""
	}
}

func (p PendingCancelling) settings(c *campaign.Campaign) []campaign.Setting {
	return campaign.CalledOff(c, true, p.Reason)
}

func (PendingCancelling) refusal(c *campaign.Campaign, at time.Time) LifeRefusal {
	switch {
	case at.After(c.End):
		return LifeOver
	case c.Cancelled:
		return LifeCancelled
	default:
		return ""
	}
}

func (PendingRestoring) settings(c *campaign.Campaign) []campaign.Setting {
	return campaign.CalledOff(c, false, "")
}

func (PendingRestoring) refusal(c *campaign.Campaign, at time.Time) LifeRefusal {
	switch {
	case !c.Cancelled:
		return LifeNotCancelled
	case at.After(c.End):
		return LifeOver
	default:
		return ""
	}
}

// bounded are words that people read, of a length.
type bounded struct {
	words string
	most  int
}

// wordsOf is what people will read because of a change.
func wordsOf(p lifeChange) []bounded {
	switch p := p.(type) {
	case PendingLecturer:
		return []bounded{{p.Name, lecturerMax}, {p.Intro, introMax}}
	case PendingCancelling:
		return []bounded{{p.Reason, reasonMax}}
	default:
		return nil
	}
}
