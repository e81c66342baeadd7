package content

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
)

// Reading is a campaign file, or a folder of them, as it was read at once.
type Reading struct {
	// Whole is set for a folder.
	Whole bool
	Files []Loaded
	// Account is the content of the account file; nil if there is none or it is broken.
	Account *Account
	// AccountFile says what is wrong with it.
	AccountFile Loaded
}

// Loaded is a file as it was loaded; see Load.
type Loaded struct {
	// Name is the name without the folder, Path the name with it.
	Name, Path string
	Version    *Version
	Problems   []Problem
	Err        error
}

// Read loads the campaign file at path, or every one of the folder at path with its account
// file. Where the account file is broken, the files are loaded with known.Account. The error
// says that the folder cannot be read.
func Read(path string, known Vocabulary, now time.Time) (r Reading, err error) {
	dir, whole := Folder(path)
	names, err := CampaignFiles(path)
	if err != nil {
		return r, fmt.Errorf("read the folder of campaign files: %w", err)
	}
	if r.Whole = whole; whole {
		f := &r.AccountFile
		f.Name, f.Path = AccountFile, filepath.Join(dir, AccountFile)
		if r.Account, f.Problems, f.Err = LoadAccount(dir, known); f.Err == nil {
			known.Account = r.Account
		}
	}
	for _, path := range names {
		f := Loaded{Name: filepath.Base(path), Path: path}
		f.Version, f.Problems, f.Err = Load(path, known, now)
		r.Files = append(r.Files, f)
	}
	return r, nil
}

// Versions returns the files without errors, by the start of their class.
func (r *Reading) Versions() (out []*Version) {
	for _, f := range r.Files {
		if f.Version != nil {
			out = append(out, f.Version)
		}
	}
	slices.SortStableFunc(out, func(a, b *Version) int { return a.Campaign.Start.Compare(b.Campaign.Start) })
	return out
}

// Main returns the class with an id, or if that is empty the one that runs at a time, else the
// next one, else the one that ended last.
func (r *Reading) Main(id string, at time.Time) (*Version, error) {
	all := r.Versions()
	for _, v := range all {
		if id != "" && v.Campaign.ID == id {
			return v, nil
		}
	}
	v, ok := campaign.MainOf(all, func(v *Version) *campaign.Campaign { return v.Campaign }, at)
	switch {
	case id != "":
		return nil, fmt.Errorf("there is no class %q in the campaign files", id)
	case !ok:
		return nil, ErrBad
	default:
		return v, nil
	}
}

// Shared checks what the files of a folder share: ids, passphrases, scenes, times and the
// settings of the account.
func (r *Reading) Shared(known Vocabulary) (out []Problem) {
	var good []Loaded
	for _, f := range r.Files {
		if f.Version != nil {
			good = append(good, f)
		}
	}
	for i, b := range good {
		for _, a := range good[:i] {
			out = append(out, twoFiles{a, b}.problems()...)
		}
	}
	return append(append(out, r.settings(good)...), r.deadKeys(good, known)...)
}

// twoFiles are two files of a folder.
type twoFiles struct{ a, b Loaded }

// problem is a problem of the second file with the first.
func (p twoFiles) problem(what, hint string) Problem {
	return Problem{File: p.b.Name, Line: 1, Col: 1, Text: "和 " + p.a.Name + " " + what, Hint: hint}
}

func (p twoFiles) warning(what, hint string) Problem {
	w := p.problem(what, hint)
	w.Warning = true
	return w
}

// problems lists what two classes must not have in common.
func (p twoFiles) problems() (out []Problem) {
	a, b := p.a.Version.Campaign, p.b.Version.Campaign
	if a.ID == b.ID {
		return []Problem{p.problem("的编号都是「"+a.ID+"」", "每一场的编号都不一样：改掉其中一个")}
	}
	if overlap(a.Start, a.End, b.Start, b.End) {
		out = append(out, p.warning("时间重叠", "同时上课时，没有说明是哪一场的话算后开始的那一场"))
	}
	in, on := a.Checkin, b.Checkin
	if same := common(in.Passphrases, on.Passphrases); same != "" && overlap(in.Open, in.Close, on.Open, on.Close) {
		out = append(out, p.problem("的口令都是「"+same+"」，签到时间重叠", "换一个口令，不然不知道签的是哪一场"))
	}
	if same := common(a.Signup.Scenes, b.Signup.Scenes); same != "" && overlap(a.Signup.Open, closing(a), b.Signup.Open, closing(b)) {
		out = append(out, p.warning("有一样的二维码场景「"+same+"」，报名时间重叠", "各用各的场景，不然扫码算更早开课的那一场"))
	}
	if same := ownMenuKey(a, b); same != "" {
		out = append(out, p.warning("的菜单里「"+same+"」不是同一个问题", "菜单是整个公众号的：改成一样，或写在 "+AccountFile+" 里"))
	}
	return out
}

// closing is when registration closes.
func closing(c *campaign.Campaign) time.Time {
	if c.Signup.Close.IsZero() {
		return c.End
	}
	return c.Signup.Close
}

func overlap(from, to, from2, to2 time.Time) bool { return !from.After(to2) && !from2.After(to) }

// common returns a text that two lists share; empty for none.
func common(a, b []string) string {
	for _, s := range a {
		if slices.Contains(b, s) {
			return s
		}
	}
	return ""
}

// ownMenuKey returns a key of the menus of two classes that is a question of both with
// different answers; empty for none.
func ownMenuKey(a, b *campaign.Campaign) string {
	keys := commandsOf(b.Menu)
	for _, key := range commandsOf(a.Menu) {
		if !slices.Contains(keys, key) {
			continue
		}
		x, inA := entryAsked(a, key)
		y, inB := entryAsked(b, key)
		if inA && inB && x.ID != y.ID {
			return key
		}
	}
	return ""
}

// entryAsked returns the frequent question with a wording.
func entryAsked(c *campaign.Campaign, words string) (campaign.Entry, bool) {
	for _, e := range c.FAQ {
		if e.Question == words || slices.Contains(e.Aliases, words) {
			return e, true
		}
	}
	return campaign.Entry{}, false
}

// commandsOf returns the commands of a menu.
func commandsOf(menu []campaign.MenuItem) (out []string) {
	for _, m := range menu {
		if m.Command != "" {
			out = append(out, m.Command)
		}
		out = append(out, commandsOf(m.Children)...)
	}
	return out
}

// settings compares what files say about the account.
func (r *Reading) settings(good []Loaded) (out []Problem) {
	for _, key := range keysOf(accountName) {
		if r.Account != nil && r.Account.says[key] {
			out = append(out, overruled(good, key)...)
			continue
		}
		if differ := differing(good, key); len(differ) > 0 {
			first := differ[0]
			var where []string
			for _, f := range differ {
				where = append(where, f.Name+":"+number(f.Version.accountLines[key]))
			}
			out = append(out, Problem{
				File: first.Name, Line: max(first.Version.accountLines[key], 1), Col: 1, Warning: true,
				Text: "「" + key + "」是整个公众号的设置，各场写得不一样：" + strings.Join(where, "、"),
				Hint: "写在 " + AccountFile + " 里，对每一场都有效",
			})
		}
	}
	return out
}

// overruled tells of the lines that the account file overrules with something else.
func overruled(good []Loaded, key string) (out []Problem) {
	for _, f := range good {
		if line := f.Version.accountLines[key]; line > 0 {
			out = append(out, Problem{
				File: f.Name, Line: line, Col: 1, Warning: true, Text: "「" + key + "」由 " + AccountFile + " 决定，这里写的不算", Hint: "删掉这里的",
			})
		}
	}
	return out
}

// differing returns the files that say something about a key, if any two classes differ in
// it.
func differing(good []Loaded, key string) (out []Loaded) {
	differ := false
	for i, f := range good {
		differ = differ || i > 0 && !sameAccountValue(good[0].Version.Campaign, f.Version.Campaign, key)
		if f.Version.accountLines[key] > 0 {
			out = append(out, f)
		}
	}
	if !differ {
		return nil
	}
	return out
}

// Menu returns the menu of the account: that of the account file, else of the main class.
func (r *Reading) Menu(at time.Time) []campaign.MenuItem {
	if r.Account != nil && r.Account.says["菜单"] {
		return r.Account.class.Menu
	}
	if v, err := r.Main("", at); err == nil {
		return v.Campaign.Menu
	}
	return nil
}

// deadKeys tells of commands of the account's menu that a class does not know.
func (r *Reading) deadKeys(good []Loaded, known Vocabulary) (out []Problem) {
	if r.Account == nil {
		return nil
	}
	for _, key := range commandsOf(r.Account.class.Menu) {
		for _, f := range good {
			if c := f.Version.Campaign; !slices.Contains(known.Commands, key) && !knowsKey(c, key) {
				out = append(out, Problem{
					File: AccountFile, Line: 1, Col: 1, Warning: true, Text: "菜单指令「" + key + "」不是指令，也不是 " + f.Name + " 的常见问题",
					Hint: "点了会回复菜单：换成指令，或在那个文件的「常见问题」里写上",
				})
			}
		}
	}
	return out
}

// knowsKey reports whether a class has a question, or another word for a command.
func knowsKey(c *campaign.Campaign, key string) bool {
	for _, words := range c.Aliases {
		if slices.Contains(words, key) {
			return true
		}
	}
	_, ok := entryAsked(c, key)
	return ok
}
