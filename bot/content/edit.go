package content

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	regexp "zhujiao/bot/lazyregexp"
)

// ErrUneditable says that a campaign file cannot be changed as it was asked for: a value is
// written in a form that only a person can change.
var ErrUneditable = errors.New("the campaign file has to be changed by hand")

// maxRewrites is how often a file is changed until it says what it should: the first time
// what is written there, the second time what it leaves out.
const maxRewrites = 3

// Rewrite returns a version that says something else in some settings, and nothing else: the
// text is changed in place, so that comments, order and everything else stay as they are.
// What the file leaves out follows from what it says, and is added only if that is not what
// is wanted. The problems are those that the version before had not. A setting with which
// the file could not serve gives ErrBad, one that cannot be written ErrUneditable.
func Rewrite(v *Version, want []campaign.Setting, known Vocabulary) (*Version, []Problem, error) {
	out, problems := v, []Problem(nil)
	for try := range maxRewrites {
		todo := unlike(out.Campaign.Settings(), want)
		if len(todo) == 0 {
			return out, v.fresh(problems, known), nil
		}
		data, err := rewrite(out.Files[out.Name], known, todo, try > 0)
		if err != nil {
			return nil, nil, err
		}
		files := maps.Clone(out.Files)
		files[out.Name] = data
		if out, problems, err = LoadFiles(files, v.Name, known, time.Time{}); err != nil {
			return nil, v.fresh(problems, known), fmt.Errorf("change the campaign file: %w", err)
		}
	}
	return nil, nil, ErrUneditable
}

// unlike returns the settings that have another value than they should.
func unlike(have, want []campaign.Setting) (out []campaign.Setting) {
	for _, c := range campaign.CompareSettings(have, want) {
		if c.Moved() {
			out = append(out, c.New)
		}
	}
	return out
}

// fresh returns the problems that the version has not. It is read again only if there are any.
func (v *Version) fresh(problems []Problem, known Vocabulary) []Problem {
	if len(problems) == 0 {
		return nil
	}
	_, before, _ := LoadFiles(v.Files, v.Name, known, time.Time{})
	return slices.DeleteFunc(slices.Clone(problems), func(p Problem) bool {
		return slices.ContainsFunc(before, func(o Problem) bool { return o.Text == p.Text })
	})
}

// editor finds where settings stand in a file.
type editor struct {
	src    string
	root   *node
	breaks string // what ends a line
	edits  []edit
}

// rewrite writes settings into a campaign file. Times that it leaves out are added only if add
// is set: they may follow from others.
func rewrite(data []byte, known Vocabulary, settings []campaign.Setting, add bool) ([]byte, error) {
	report, keys := &problemList{}, knownWords(known)
	root := newYAMLReader(report, func(w string) bool { return keys[w] }).parse(data)
	if root == nil {
		return nil, ErrUneditable
	}
	e := &editor{src: report.src, root: root, breaks: "\n"}
	if strings.Contains(e.src, "\r\n") {
		e.breaks = "\r\n"
	}
	for _, s := range settings {
		section, key := e.place(s)
		if section == nil || len(section.pairs) == 0 {
			return nil, fmt.Errorf("setting %s has no section: %w", s.Kind, ErrUneditable)
		}
		if err := e.set(section, key, settingText(s), add || s.At.IsZero()); err != nil {
			return nil, fmt.Errorf("setting %s: %w", s.Kind, err)
		}
	}
	return []byte(applyEdits(e.src, e.edits)), nil
}

// place returns the section of a setting and its key there.
func (e *editor) place(s campaign.Setting) (section *node, key string) {
	if s.Kind == campaign.SettingReminder {
		list := e.root.child("提醒")
		if list == nil || s.Index >= len(list.items) {
			return nil, ""
		}
		return list.items[s.Index], "时间"
	}
	at := settingKeys()[s.Kind]
	return e.root.child(at[0]), at[1]
}

// settingKeys are the section and the key of each setting but those of reminders.
func settingKeys() map[campaign.SettingKind][2]string {
	return map[campaign.SettingKind][2]string{
		campaign.SettingStart: {"活动", "开始"}, campaign.SettingEnd: {"活动", "结束"},
		campaign.SettingLecturer: {"活动", "讲师"}, campaign.SettingLecturerIntro: {"活动", "讲师介绍"},
		campaign.SettingCancelled: {"活动", "取消"}, campaign.SettingCancelReason: {"活动", "取消原因"},
		campaign.SettingClaimsEnd:  {"活动", "领取截止"},
		campaign.SettingSignupOpen: {"报名", "开放"}, campaign.SettingSignupClose: {"报名", "截止"},
		campaign.SettingPromoteUntil: {"报名", "候补停止转正"},
		campaign.SettingCheckinOpen:  {"签到", "开始"}, campaign.SettingCheckinClose: {"签到", "结束"},
		campaign.SettingQuestionsOpen: {"提问", "开放"}, campaign.SettingQuestionsClose: {"提问", "截止"},
	}
}

var plainText = regexp.MustCompile(`^\p{L}[\p{L}\p{N}，。、；（）《》·]*$`)

// settingText is the value of a setting as a file writes it.
func settingText(s campaign.Setting) string {
	switch {
	case !s.At.IsZero() && s.At.Second() != 0:
		return s.At.Format(time.DateTime)
	case !s.At.IsZero():
		return s.At.Format(timeForm)
	case plainText.MatchString(s.Text):
		return s.Text
	default:
		return quote(s.Text)
	}
}

// set writes a value under a key of a section. A key that the section leaves out is added if
// add is set.
func (e *editor) set(section *node, key, value string, add bool) error {
	i := slices.IndexFunc(section.pairs, func(p pair) bool { return p.key.text == key })
	if i < 0 {
		if add {
			e.insert(section, key+": "+value)
		}
		return nil
	}
	k, v := section.pairs[i].key, section.pairs[i].value
	switch {
	case v.kind == nullNode:
		colon := strings.IndexAny(e.src[k.to:], ":：\n")
		if colon < 0 || e.src[k.to+colon] != ':' {
			return ErrUneditable
		}
		at := k.to + colon + 1
		e.edits = append(e.edits, edit{at, at, " " + value})
	case v.kind != scalarNode:
		return ErrUneditable
	case v.to > v.from:
		e.edits = append(e.edits, edit{v.from, v.to, value})
	case v.end > v.from:
		e.edits = append(e.edits, edit{v.from, v.end, value})
	default:
		return ErrUneditable
	}
	return nil
}

// insert adds an entry to a section: after its first one, or at the beginning of one in
// braces.
func (e *editor) insert(section *node, entry string) {
	first := section.pairs[0].key
	if from := strings.LastIndexByte(e.src[:first.from], '\n') + 1; strings.Contains(e.src[from:first.from], "{") {
		e.edits = append(e.edits, edit{first.from, first.from, entry + ", "})
		return
	}
	before := first
	if len(section.pairs) > 1 {
		before = section.pairs[1].key
	}
	e.edits = append(e.edits, edit{before.from, before.from, entry + e.breaks + strings.Repeat(" ", before.col-1)})
}
